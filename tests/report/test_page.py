"""The page as text: nothing from elsewhere, nothing unescaped, the right numbers beside the right plots."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from markupsafe import escape

from autograder.course.assignment import load
from autograder.findings import Mismatch, Table
from autograder.glyphs import printable
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.report import student
from autograder.report.page import MAX_CHARACTERS, render
from autograder.report.student import Report
from autograder.sandbox.outside.hosts import Zygotes
from tests.support.reports import ASSIGNMENT, PLOTS, SUBMISSIONS, shows, written

PageOf = Callable[[str], str]
HOSTILE = '</pre><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}\x1b[31m\u202e" onload="x'


class Reader(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.fixture(scope="session")
def page_of(zygotes: Zygotes, tmp_path_factory: pytest.TempPathFactory) -> PageOf:
    """The page of a known submission, which is graded and drawn once."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    return cache(lambda submission: written(submission, zygotes, path))


def results(**row: Any) -> dict[str, Any]:
    """Return results of one failed test, with a row of one's own."""
    test = {
        "number": "2.2.1.1",
        "name": "A test",
        "score": 0.0,
        "max_score": 4.0,
        "status": "failed",
        "output": "",
        "extra_data": {"check": "sampler_contract", "status": "failed"},
    }
    return {"score": 0.0, "output": "", "execution_time": 1.0, "tests": [test | row]}


@pytest.mark.parametrize("submission", ["right/np_randn.py", "wrong/sampler_variance_as_std.py"])
def test_the_page_needs_nothing_but_itself(submission: str, page_of: PageOf) -> None:
    """No script, no address but those of namespaces, and every id and reference its own."""
    page = Reader(page_of(submission))
    names = [value for name, value in page.attributes if name == "id"]
    references = [
        value for name, value in page.attributes if name in ("href", "xlink:href", "src", "clip-path")
    ]
    described = [
        name
        for key, value in page.attributes
        if key in ("aria-labelledby", "aria-describedby")
        for name in value.split()
    ]
    addresses = [value for name, value in page.attributes if "//" in value and not name.startswith("xmlns")]
    assert not {"script", "link", "iframe", "img", "object"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert addresses == []
    assert len(set(names)) == len(names)
    assert {re.sub(r"^(url\()?#|\)$", "", reference) for reference in references} <= set(names)
    assert set(described) <= set(names)
    assert page.tags.count("svg") == len(PLOTS)


@pytest.mark.parametrize(
    ("submission", "plot", "told"),
    [
        ("right/np_randn.py", "quantiles", "0 of 1,024 dots lie outside of the band"),
        (
            "right/np_randn.py",
            "flow",
            "log_var: 256 of 256 dots lie on the line; the best-fitting slope is 1 ",
        ),
        ("right/np_randn.py", "kl-mu", "33 of 33 dots lie on the curve. At mu = 0 yours is 0 (right: 0)."),
        (
            "right/np_randn.py",
            "beta",
            "Example 2: slope -1.57 (right: -1.57), intercept -1.99 (right: -1.99).",
        ),
        ("wrong/sampler_variance_as_std.py", "flow", "the best-fitting slope is 2 (right: 1)."),
        ("wrong/sampler_no_grad.py", "flow", "mu: all 256 observed values are 0: nothing arrives there."),
        ("wrong/sampler_scalar_noise.py", "histogram", "Only 4 of the 1,024 values are distinct"),
        (
            "wrong/kl_missing_half.py",
            "kl-log-var",
            "They are farthest apart at log_var = 3, where yours is 48.3 (right: 24.1).",
        ),
        ("wrong/kl_missing_half.py", "beta", "your own kl_divergence would give the slope -3.13"),
        ("wrong/kl_missing_half.py", "beta", "The dashed lines are right with your own kl_divergence."),
        ("wrong/sampler_constant_added.py", "flow", "log_var: 256 of 256 dots lie on the line"),
        ("wrong/np_sampler_constant_subtracted.py", "flow", "log_var: 256 of 256 dots lie on the line"),
        ("wrong/beta_squared.py", "beta", "the values are not on a line"),
        ("report/huge_values.py", "quantiles", "Beyond the picture, drawn at its edge: 1,024 dots."),
        ("report/nan_everywhere.py", "kl-mu", "Not drawn, because nan or infinite: 33 of 33 values."),
        ("report/constant.py", "beta", "Example 1: slope 0 (right: -0.227), intercept 0 (right: -0.851)"),
    ],
)
def test_the_text_alternative_says_what_this_plot_shows(
    submission: str, plot: str, told: str, page_of: PageOf
) -> None:
    """In numbers of this submission, whatever they are."""
    found = shows(page_of(submission))
    assert tuple(found) == PLOTS
    assert told in found[plot]


@pytest.mark.parametrize(
    ("submission", "section", "hint"),
    [
        ("wrong/sampler_variance_as_std.py", "gradients", "Diagnosis: Your samples spread as if log_var"),
        ("wrong/sampler_cached_noise.py", "noise", "the noise of different calls is not independent"),
        ("wrong/kl_missing_half.py", "kl", "Your values are exactly twice"),
        ("wrong/beta_ignored.py", "elbo", "beta has no effect"),
        ("odd/missing_function", "kl", "There is no plot here: what the tests above say is why."),
    ],
)
def test_what_a_test_found_stands_beside_the_plot_that_shows_it(
    submission: str, section: str, hint: str, page_of: PageOf
) -> None:
    """There alone, and nothing that passed is listed above a plot of what failed."""
    page = page_of(submission)
    parts = dict(re.findall(r'<section id="(\w+)"(.*?)</section>', page, re.DOTALL))
    assert hint in parts[section]
    assert page.count(hint) == 1
    assert f'<a href="#{section}">Why: see ' in parts["tests"]
    assert 'class="status passed"' not in parts[section]


def test_a_submission_that_cannot_be_graded_has_a_page(page_of: PageOf) -> None:
    """It says what is wrong with the file, and why nothing is drawn."""
    page = page_of("odd/empty_file")
    assert "vae.py is empty." in page
    assert "There are no plots, because your file could not be graded" in page
    assert shows(page) == {}


def test_what_the_assignment_does_not_grade_is_not_drawn(zygotes: Zygotes, tmp_path: Path) -> None:
    """The sheet as first given asks for the sampler alone."""
    report = Report()
    sheet = load(ROOT / "original.toml")
    graded = grade(SUBMISSIONS / "right/np_randn.py", sheet, zygotes, on_graded=report.observe)
    report.write(tmp_path / "report.html", graded.results)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert tuple(shows(page)) == ("histogram", "quantiles", "flow")
    assert re.findall(r'<section id="(\w+)"', page) == ["tests", "noise", "gradients"]


def test_a_fault_while_observing_is_told_on_the_page(zygotes: Zygotes, tmp_path: Path) -> None:
    """And that no point depends on it."""
    report = Report()
    report.observe(None)  # type: ignore[arg-type]  # a session that breaks at once
    graded = grade(SUBMISSIONS / "right/np_randn.py", ASSIGNMENT, zygotes)
    report.write(tmp_path / "report.html", graded.results)
    assert "Your points do not depend on them." in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("where", ["output", "name", "number"])
def test_hostile_text_is_shown_as_text(where: str) -> None:
    """Tags, template braces, control characters and the direction of writing."""
    page = render(results(**{where: HOSTILE}), [], "")
    assert "script" not in Reader(page).tags
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page
    assert not {"\x1b", "\u202e"} & set(page)


def test_hostile_text_of_a_whole_submission_is_shown_as_text() -> None:
    """What its file printed, above the tests."""
    page = render(results() | {"output": HOSTILE}, [], "")
    assert "script" not in Reader(page).tags
    assert "&lt;script&gt;alert(1)" in page


def test_long_output_is_cut() -> None:
    """A page stays a page."""
    page = render(results(output="x" * 100_000), [], "")
    assert "x" * MAX_CHARACTERS + " ..." in page
    assert "x" * (MAX_CHARACTERS + 1) not in page


def line(tex: str) -> dict[str, Any]:
    """Return a derivation's line as the check of derivations records it."""
    return {"line": 7, "tex": tex, "status": "true", "note": "", "rules": ["Bayes' rule"]}


def test_a_derivation_is_shown_as_maths_line_by_line() -> None:
    """With each line's number and verdict; the words of the test are there as well."""
    extra = {
        "check": "derivation_elbo",
        "status": "failed",
        "lines": [line(r"\log p(x)"), line(r"= \frac{1}{2}")],
    }
    page = render(results(extra_data=extra, output="Not shown yet: the rest."), [], "")
    assert Reader(page).tags.count("math") == 2
    assert page.count("<span>true; Bayes&#39; rule</span>") == 2
    assert "<details open>" in page
    assert "Not shown yet: the rest." in page


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\begin{matrix}",
        "x" * 5000,
        "<img src=x onerror=alert(1)>",
    ],
)
def test_a_hostile_derivation_is_shown_as_text(tex: str) -> None:
    """Whatever a converter makes of it."""
    extra = {"check": "derivation_elbo", "status": "failed", "lines": [line(tex)]}
    page = Reader(render(results(extra_data=extra), [], ""))
    assert not {"script", "a", "img"} & set(page.tags[page.tags.index("table") :])
    assert not [value for _, value in page.attributes if "javascript" in value or "alert" in value]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"score": 4.0, "extra_data": {"status": "passed"}}, "passed"),
        ({"score": 1.0}, "in part"),
        ({}, "failed"),
        ({"extra_data": {"status": "not run"}}, "not run"),
        ({"extra_data": {"status": "not run", "for_a_person": True}}, "by hand"),
        ({"extra_data": {"status": "person"}}, "by hand"),
        ({"score": None, "extra_data": {"status": "passed"}}, "by hand"),
        ({"score": None, "extra_data": {"status": "not run"}}, "not run"),
    ],
)
def test_every_way_to_end_has_a_word_and_a_sign(row: dict[str, Any], said: str) -> None:
    """Points for a part are no failure, and what waits for a person is no verdict."""
    test = results(**row)["tests"][0]
    test["extra_data"] = {"check": "kl_values"} | test["extra_data"]
    test = {key: value for key, value in test.items() if value is not None}
    (word,) = re.findall(
        r'<span class="status .*?</span> (.*?)</span>', render(results() | {"tests": [test]}, [], "")
    )
    assert word == said


def test_a_short_answer_is_on_the_page_and_the_rubric_is_not() -> None:
    """Its writer reads the page too; what a student wrote is text."""
    extra = {"check": "answer_model", "status": "passed", "answer": HOSTILE, "ideas_without_words": ["nine"]}
    page = render(results(output="Received.", extra_data=extra), [], "")
    assert f"<summary>The text</summary><pre>{escape(printable(HOSTILE))}</pre>" in page
    assert "nine" not in page


def test_without_matplotlib_the_page_says_how_to_get_plots(
    zygotes: Zygotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Students install it for the plots alone: the tests are there without it."""
    monkeypatch.setattr(student, "find_spec", lambda _: None)
    page = written("right/np_randn.py", zygotes, tmp_path / "report.html")
    assert student.NO_MATPLOTLIB in page
    assert ("<svg" in page, "60</strong> of 90 points" in page) == (False, True)


def test_a_page_without_plots_does_not_speak_of_them() -> None:
    """As a student's feedback from a whole class, which has none."""
    assert "plots" not in render(results(), [], "")


def test_a_row_without_points_is_for_a_person() -> None:
    """It counts neither as passed nor as failed."""
    row = results(output="Received: 55 words.")["tests"][0]
    by_hand = {key: value for key, value in row.items() if key not in ("score", "max_score", "status")}
    page = render(results() | {"tests": [row, by_hand]}, [], "")
    assert "0 of 1 tests passed, 1 failed; 1 more for a person to grade." in " ".join(page.split())
    assert "by hand" in page


def test_staff_only_details_are_not_on_the_page() -> None:
    """Of extra_data nothing but the status and the maths is shown."""
    extra = {"check": "sampler_mean", "status": "failed", "p_values": {"mean": 0.12345}}
    assert "0.12345" not in render(results(extra_data=extra), [], "")


def test_without_a_report_nothing_for_drawing_is_imported() -> None:
    """Matplotlib costs as much time as grading."""
    code = (
        "import sys; from autograder.cli import main\n"
        f"main(['grade', {str(SUBMISSIONS / 'odd/empty_file')!r}], standalone_mode=False)\n"
        "print(*sorted({'matplotlib', 'jinja2', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "numpy"


def test_numbers_of_a_finding_are_a_table_of_the_page() -> None:
    """In its place between the words, each cell once, and nothing of it in the text."""
    table = Table.of(np.array([1.5, 2.0]), np.array([1.0, 2.0]), np.array([True, False]), "example")
    finding = Mismatch("wrong values in", where="<here>", table=table)
    extra = {"check": "kl_values", "status": "failed", "findings": finding.json}
    page = render(results(output=f"{finding}\nDiagnosis: a hint", extra_data=extra), [], "")
    (numbers,) = re.findall(r'<table class="numbers">(.*?)</table>', page, re.DOTALL)
    assert re.findall(r"<th scope=\"col\">(.*?)</th>", numbers) == [
        "example",
        "observed",
        "expected",
        "off by",
    ]
    assert re.findall(r"<td>(.*?)</td>", numbers) == ["0", "1.5", "1", "+0.5"]
    assert re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL) == [
        "Observed: wrong values in 1 of 2 examples:",
        "Where: &lt;here&gt;\nDiagnosis: a hint",
    ]
