"""feedback/: a page and a text for each student, under the names that an LMS takes back where asked for."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.batch.outputs import cells
from autograder.batch.records.marks import Mark

FOLDER, ARCHIVE = "feedback", "feedback.zip"
NOTE = "Points that a person has still to give are not in it."
Json = dict[str, Any]


def write(folder: Path, marks: Iterable[Mark], labels: dict[str, str], *, flat: bool) -> None:
    """Write everybody's feedback anew. `labels` are the LMS's names, and make an archive to upload too.

    `flat` layouts, as Canvas', have the student in the file's name, others in the folder's.
    """
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    (folder / ARCHIVE).unlink(missing_ok=True)
    (folder / FOLDER).mkdir(mode=0o700)
    for mark in marks:
        if mark.results is None or mark.state == "grader fault":
            continue
        label = labels.get(mark.student, mark.student).replace("/", "_")
        prefix = label if flat and labels else f"{label}/"
        cells.private(folder / FOLDER / f"{prefix}report.html", _page(mark).encode(errors="replace"))
        cells.private(folder / FOLDER / f"{prefix}report.txt", text(mark).encode(errors="replace"))
    if labels:
        _archive(folder)


def text(mark: Mark) -> str:
    """Return the feedback as text: the marks, then why points were lost."""
    results = mark.results or {"tests": [], "output": ""}
    points = f"{mark.score:g}" if mark.score is not None else "no"
    lines = [f"{points} of {mark.possible:g} points", ""]
    if mark.state == "waits for a person":
        lines[1:1] = [NOTE]
    if results["output"]:
        lines += [results["output"], ""]
    for row in results["tests"]:
        result = f"{row['score']:g}/{row['max_score']:g}" if "score" in row else row["extra_data"]["status"]
        lines.append(f"{row['number']} {row['name']}: {result}")
        if row["output"] and row["extra_data"]["status"] != "passed":
            lines += [f"    {line}" for line in row["output"].splitlines()]
    return "\n".join(lines) + "\n"


def _page(mark: Mark) -> str:
    from autograder.report.page import render

    assert mark.results is not None
    return render(mark.results, [], NOTE if mark.state == "waits for a person" else "")


def _archive(folder: Path) -> None:
    """Pack the feedback, names and all, for the LMS's upload."""
    path = folder / ARCHIVE
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((folder / FOLDER).rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder / FOLDER).as_posix())
