"""docs/security.md promises nothing without a test that proves it."""

from __future__ import annotations

import re

import pytest

from autograder.paths import ROOT
from tests.support.bank import FOLDER

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PROMISES = re.search(r"## Promises.*?(?=\n## )", TEXT, re.DOTALL)
ROWS = re.findall(r"^\| (?!promise|---)(.*) \|$", PROMISES[0] if PROMISES else "", re.MULTILINE)


def test_there_are_promises() -> None:
    """The table is where this test looks for it."""
    assert len(ROWS) > 10


@pytest.mark.parametrize("row", ROWS)
def test_every_promise_has_a_test(row: str) -> None:
    """Each names the wall that holds it and a file of tests that exists."""
    promise, wall, proof = row.split(" | ")
    path = re.fullmatch(r"`(tests/[\w/]+\.py)`", proof)
    assert promise
    assert wall
    assert path
    assert "def test_" in (ROOT / path[1]).read_text(encoding="utf-8")


def test_the_number_of_attacks() -> None:
    """The page says how many there are."""
    folder = FOLDER / "hostile"
    attacks = [p for p in folder.iterdir() if p.suffix in (".py", ".jl") or p.is_dir()]
    assert f"holds {len(attacks)} attacks" in TEXT
