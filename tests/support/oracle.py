"""The oracle that has the formulas, and cases drawn with it."""

from autograder.oracle.cases import Cases
from autograder.oracle.reference import Reference

REFERENCE = Reference()
CASES = Cases(REFERENCE)
