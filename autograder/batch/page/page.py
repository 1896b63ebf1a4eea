"""class.html: everything of a class on one page; with `share`, what may leave the course's staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.batch.page import clusters, items, lines, plots
from autograder.batch.page.items import Interval, students
from autograder.batch.page.table import Table
from autograder.batch.records.states import STATES
from autograder.glyphs import printable
from autograder.report import page as report
from autograder.report.maths import maths

FILE, SHARE = "class.html", "class-share.html"
SMALL_CLASS = 30
SMALL_CELL = 10  # a count of so many or fewer could tell who it is
MAX_CLUSTERS, MAX_MISCONCEPTIONS = 30, 40
TEXT = 2000  # characters of a student's text
MISSING = "–"  # noqa: RUF001 - a dash for none


def write(folder: Path, table: Table, *, share: bool) -> None:
    """Write the class page, or the one to be shared."""
    from autograder.batch.outputs.cells import private

    private(folder / (SHARE if share else FILE), render(table, share=share).encode(errors="replace"))


def render(table: Table, *, share: bool) -> str:
    """Return the page."""
    figures = items.figures(table.passes, table.scores)
    scores = np.array([member.score for member in table.with_mark], dtype=float)
    counts = plots.counts(scores, table.possible)
    if share:  # a bar of a few students could tell who they are
        counts = [(range_, count) for range_, count in counts if count > SMALL_CELL]
    every = clusters.clusters(table.members)
    return (
        _environment(share)
        .get_template("class.html")
        .render(
            share=share,
            small=SMALL_CELL,
            warning=SMALL_CLASS if len(table.with_mark) < SMALL_CLASS else 0,
            states=[(s, Counter(m.state for m in table.members)[s]) for s in STATES],
            members=table.members,
            possible=table.possible,
            marks=len(table.with_mark),
            median=float(np.median(scores)) if len(scores) else None,
            quartiles=np.quantile(scores, [0.25, 0.75]).tolist() if len(scores) else None,
            counts=counts,
            distribution="" if share or not len(scores) else plots.distribution(scores, table.possible),
            shares="" if share or not figures else plots.shares(table.checks, figures),
            rows=list(zip(table.checks, figures, strict=True)),
            low=items.LOW,
            misconceptions=clusters.diagnoses(table.members)[:MAX_MISCONCEPTIONS],
            clusters=every[:MAX_CLUSTERS],
            more_clusters=max(0, len(every) - MAX_CLUSTERS),
            lines=lines.lines(table.members)[: lines.MAX_LINES],
            faults=[m for m in table.members if m.state == "grader fault"],
            limits=[m for m in table.members if m.hit_limit],
            decisions=[m for m in table.members if m.has_decision],
            attempts=_attempts(table),
            names={check.id: f"{check.number} {check.name}" for check in table.checks},
        )
    )


def _attempts(table: Table) -> list[tuple[str, int, float]]:
    """Return for each attempt that the platform recorded how many students it had, and their median."""
    by_number: dict[int, list[float]] = {}
    for member in table.members:
        for number, (_, score) in enumerate(sorted(member.history), start=1):
            by_number.setdefault(number, []).append(score)
    return [(str(number), len(all_), float(np.median(all_))) for number, all_ in sorted(by_number.items())]


def _environment(share: bool) -> Environment:
    folders = [Path(__file__).parent, Path(report.__file__).parent]
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": lambda text: printable(text, TEXT),
        "points": "{:g}".format,
        "students": students,
        "few": lambda count: _few(count, share),
        "interval": _interval,
        "maths": _maths,
    }
    environment.tests["small"] = lambda counts: share and any(0 < n <= SMALL_CELL for n in counts)
    return environment


def _few(count: int, share: bool) -> str:
    return f"{SMALL_CELL} or fewer" if share and 0 < count <= SMALL_CELL else str(count)


def _interval(interval: Interval | None, percent: bool = False) -> str:
    """Return a figure with its interval, as a share in per cent or as it is."""
    if interval is None:
        return MISSING
    values: Sequence[float] = (interval.value, interval.low, interval.high)
    value, low, high = (f"{100 * v:.0f} %" if percent else f"{round(v, 2) + 0.0:.2f}" for v in values)
    return f"{value} ({low} to {high})"


def _maths(tex: str) -> Any:
    """Return a line as maths, or nothing where it cannot be drawn."""
    from autograder.derivations.judging.mathml import mathml

    return maths(mathml(tex))
