"""Cells of CSV files, written such that no spreadsheet takes one for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?\Z")


def safe(value: object) -> str:
    """Return a cell's text; one that a spreadsheet would run begins with an apostrophe."""
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.match(text) else text


def write(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write a CSV that its owner alone may read, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[safe(cell) for cell in row] for row in rows])
    private(path, text.getvalue().encode("utf-8-sig"))


def private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(content)
