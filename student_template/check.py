"""Check your own work before you hand it in: `python check.py`, or `python check.py --report report.html`."""

from autograder.check import check

check()
