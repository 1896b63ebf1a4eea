"""A submission that a person marks, wherever its result is shown or collected."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.batch.records.states import waits
from autograder.course.assignment import load
from autograder.grading import Zygotes, grade
from autograder.paths import ROOT
from autograder.report import console, page

UNSURE = ROOT / "tests" / "submissions" / "open" / "person" / "np_std_is_log_std.py"


@pytest.fixture
def results(zygotes: Zygotes) -> dict[str, Any]:
    """Return the results of a sampler that can be read in two ways."""
    return grade(Path(UNSURE), load(ROOT / "original.toml"), zygotes, identity="one").results


def test_it_is_shown_as_graded_by_hand(results: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """In the terminal and on the page, with no row passed or failed."""
    written = io.StringIO()
    monkeypatch.setattr(console, "Console", lambda *_, **__: Console(file=written, width=120))
    console.show(results)
    html = page.render(results, (), "")
    assert written.getvalue().count("by hand") == len(results["tests"]) == 6
    assert "6 more for a person to grade" in html


def test_a_class_collects_it(results: dict[str, Any]) -> None:
    """Every row waits, and staff have what the checks found beside the evidence."""
    assert all(map(waits, results["tests"]))
    evidence = results["extra_data"]["open_form"]
    assert (evidence["verdict"], evidence["law"], evidence["claim"]) == ("person", "log_std", "std")
    assert [row["extra_data"]["proposal"]["score"] for row in results["tests"]] == [4, 10, 5, 6, 5, 6]
