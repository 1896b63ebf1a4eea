"""Lexemes as formulas, and rows of formulas as chains of claims."""
