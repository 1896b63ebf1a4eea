"""The verb `check`, which students have as check.py."""

from autograder.check import check

__all__ = ["check"]
