"""Hostile submissions in emulated places."""
