"""The page: results and plots into one HTML file that needs no network and runs no script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.findings import text_table
from autograder.glyphs import printable
from autograder.report import answer
from autograder.report.maths import maths
from autograder.report.panel import Section
from autograder.report.status import Status, status

MAX_CHARACTERS = 4000  # characters of a test's output
MAX_LINES = 60  # of a derivation
MARKS: dict[Status, str] = {
    "passed": "✓",
    "in part": "◐",
    "failed": "✗",
    "not run": "–",  # noqa: RUF001 - a dash for none
    "by hand": "✎",
}


def render(results: dict[str, Any], sections: Sequence[Section], note: str) -> str:
    """Return the page of a submission's results.json content and plots; `note` stands above the plots."""
    rows = [_row(row) for row in results["tests"]]
    parts = [_part(section, rows) for section in sections]
    return (
        _environment()
        .get_template("page.html")
        .render(
            results=results,
            rows=rows,
            total=sum(row.get("max_score", 0.0) for row in results["tests"]),
            counts={status: sum(row["status"] == status for row in rows) for status in MARKS},
            parts=parts,
            note=note,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "printable": lambda text: printable(text, MAX_CHARACTERS),
        "points": "{:g}".format,
    }
    return environment


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a test as the page shows it: of `extra_data` its id, its status and its lines of maths."""
    extra = row["extra_data"]
    return {
        **{key: printable(row[key], MAX_CHARACTERS) for key in ("number", "name", "output")},
        "blocks": _blocks(printable(row["output"], MAX_CHARACTERS), extra.get("findings", ())),
        "check": extra["check"],
        "section": None,  # that which says why it failed
        "status": status(row),
        "mark": MARKS[status(row)],
        "answer": answer.text(row),
        "points": f"{row['score']:g}/{row['max_score']:g}" if "score" in row else "",
        "lines": [_line(line) for line in extra.get("lines", ())[:MAX_LINES]],
    }


def _blocks(output: str, findings: Sequence[dict[str, Any]]) -> list[str | list[list[str]]]:
    """Split an output into text and the tables that stand in it, as their rows."""
    blocks: list[str | list[list[str]]] = []
    for finding in findings:
        if table := finding.get("table"):
            rows = [table["head"], *table["rows"]]
            before, there, after = output.partition(f"\n{text_table(rows)}")
            blocks += [before, rows] if there else []
            output = after.lstrip() if there else output
    return [*blocks, output]


def _line(line: dict[str, Any]) -> dict[str, Any]:
    """Return a derivation's line as maths, or as its source where it cannot be drawn, with its verdict."""
    from autograder.derivations.judging.marks import WORDS
    from autograder.derivations.judging.mathml import mathml

    return {
        "number": line["line"],
        "maths": maths(mathml(line["tex"])),
        "tex": printable(line["tex"], MAX_CHARACTERS),
        "verdict": "; ".join(
            filter(None, [WORDS[line["status"]], *line["rules"], printable(line["note"], MAX_CHARACTERS)])
        ),
    }


def _part(section: Section, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a section with its tests; what those that failed say stands there, beside the plots, alone.

    Where one has failed, those that passed are not listed above plots that show otherwise.
    """
    tests = [row for row in rows if row["check"].startswith(section.checks)]
    for row in tests:
        row["section"] = section
    others = [row for row in tests if row["status"] != "passed"]
    has_reason = any(section.missing in row["output"] for row in others if row["status"] == "failed")
    return {"section": section, "tests": others or tests, "has_reason": has_reason}
