"""What students read by another convention than the default: results and the report."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from autograder.course.conventions import Conventions
from autograder.grading import grade
from autograder.report.student import Report
from autograder.sandbox.outside.hosts import Zygotes
from autograder.staff.validation.translation import translation
from tests.support.bank import FOLDER, code_alone
from tests.support.reports import PLOTS, shows

CONVENTIONS = Conventions(
    second_argument="std", reduction="mean", sign="loss", names={"mu": "centre", "beta": "weight"}
)
ASSIGNMENT = msgspec.structs.replace(code_alone(), conventions=CONVENTIONS)


def page(name: str, zygotes: Zygotes, path: Path) -> tuple[str, str]:
    """Grade a known submission by the convention, and return all outputs of tests and the report."""
    report = Report()
    with translation(FOLDER / name, CONVENTIONS) as submission:
        graded = grade(submission, ASSIGNMENT, zygotes, on_graded=report.observe)
    report.write(path, graded.results)
    assert (graded.fault, report.fault) == ("", "")
    rows = graded.results["tests"]
    return "\n".join(row["name"] + row["output"] for row in rows), path.read_text(encoding="utf-8")


def test_a_right_submission_has_all_plots_under_names_that_are_true(zygotes: Zygotes, tmp_path: Path) -> None:
    """The plots are over the log-variance, which is what they say; no name is one that is not there."""
    told, html = page("right/np_randn.py", zygotes, tmp_path / "report.html")
    assert tuple(shows(html)) == PLOTS
    assert "log-variance of every latent dimension" in html
    assert "log_var" not in told + html
    text = " ".join(shows(html).values())
    assert "centre: 256 of 256 dots lie on the line" in text
    assert "At centre = 0 yours is 0" in text
    assert "ELBO against weight" in html
    assert not re.search(r">[^<]*\b(mu|beta)\b[^<]*</(text|p|h3)>", html)


def test_a_mistake_is_told_by_the_convention(zygotes: Zygotes, tmp_path: Path) -> None:
    """Names are the course's, and instead of a hint on the default convention theirs is stated."""
    told, _ = page("wrong/sampler_variance_as_std.py", zygotes, tmp_path / "report.html")
    assert "Samples spread as widely as std says" in told
    assert "a wrong gradient with respect to the log-variance" in told
    assert "Diagnosis: in this course std is the standard deviation; see whether" in told
    assert "log_var" not in told


def test_without_beta_there_is_no_plot_of_it(zygotes: Zygotes, tmp_path: Path) -> None:
    """Neither a check nor a plot asks for what the course's functions do not take."""
    conventions = Conventions(beta="absent")
    points = {name: points for name, points in ASSIGNMENT.points.items() if name != "beta_scaling"}
    assignment = msgspec.structs.replace(ASSIGNMENT, conventions=conventions, points=points)
    report, path = Report(), tmp_path / "report.html"
    with translation(FOLDER / "right/np_randn.py", conventions) as submission:
        graded = grade(submission, assignment, zygotes, on_graded=report.observe)
    report.write(path, graded.results)
    assert (graded.results["score"], report.fault) == (54, "")
    assert tuple(shows(path.read_text(encoding="utf-8"))) == PLOTS[:-1]
