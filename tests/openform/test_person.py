"""A submission that a person marks, wherever its result is shown or collected."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.batch.outputs import worklist
from autograder.batch.records.marks import Mark
from autograder.batch.records.states import possible, state, waits
from autograder.course.assignment import load
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.report import console, page
from autograder.sandbox.outside.hosts import Zygotes

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
    assert "failed" not in written.getvalue() + re.sub(r"(?s)<style>.*?</style>", "", html)


def test_a_class_collects_it(results: dict[str, Any], tmp_path: Path) -> None:
    """Every row waits and is a line of the work list, with what the checks found; none has failed."""
    assert state(results) == "waits for a person"
    mark = Mark("s1", state(results), None, possible(results), results=results)
    assert worklist.write(tmp_path, [mark]) == 6
    with (tmp_path / worklist.FILE).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {(line["what"], line["text"]) for line in lines} == {
        ("to be marked", "Received; a person will mark this.")
    }
    assert [line["proposal"] for line in lines] == [f"passed, {n} of {n}" for n in (4, 10, 5, 6, 5, 6)]
    assert all(map(waits, results["tests"]))
    evidence = results["extra_data"]["open_form"]["reparameterize"]
    assert (evidence["verdict"], evidence["law"], evidence["claim"]) == ("person", "log_std", "std")
    assert [row["extra_data"]["proposal"]["score"] for row in results["tests"]] == [4, 10, 5, 6, 5, 6]
