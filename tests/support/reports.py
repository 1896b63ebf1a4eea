"""Reports on submissions, as the command line writes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from autograder.course.assignment import load
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.report.student import Report
from autograder.sandbox.outside.hosts import Zygotes

SUBMISSIONS = ROOT / "tests" / "submissions"
ASSIGNMENT = load(ROOT / "assignment.toml")
PLOTS = ("histogram", "quantiles", "flow", "kl-mu", "kl-log-var", "beta")


def written(submission: str, zygotes: Zygotes, path: Path, **changed: Any) -> str:
    """Grade a known submission, write its report to a path, and return the page; results may be changed."""
    report = Report()
    graded = grade(SUBMISSIONS / submission, ASSIGNMENT, zygotes, on_graded=report.observe)
    assert (graded.fault, report.fault) == ("", "")
    report.write(path, graded.results | changed)
    return path.read_text(encoding="utf-8")


def shows(page: str) -> dict[str, str]:
    """Return the text alternative of every plot on a page, by the plot's name, with plain minus signs."""
    page = page.replace("\N{MINUS SIGN}", "-")
    found = re.findall(r'<figcaption id="([\w-]+)-shows">(.*?)</figcaption>', page, re.DOTALL)
    return {name: " ".join(re.sub("<[^>]*>", " ", text).split()) for name, text in found}
