"""The verb `compare`: what a regrade changed, and why."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.batch.comparison import changes, reasons, show, side
from autograder.verb import Verb

A_PATH = click.Path(exists=True, path_type=Path)
A_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=Verb)
@click.argument("old", type=A_PATH)
@click.argument("new", type=A_PATH)
@click.option("--source", type=A_PATH, help="The class of NEW, to grade again where several things changed.")
@click.option("--old-source", type=A_PATH, help="The class of OLD, if it is another.")
@click.option("--old-grader", type=A_PATH, help="A clone of the project as it was for OLD.")
@click.option("--csv", type=A_FILE, help="Write the changes here too.")
@click.option("--html", type=A_FILE, help="Write the changes here too.")
def compare(
    old: Path,
    new: Path,
    source: Path | None,
    old_source: Path | None,
    old_grader: Path | None,
    csv: Path | None,
    html: Path | None,
) -> None:
    """Say whose mark changed from OLD to NEW, at which check, and because of what.

    Each is the out folder of `batch`; OLD may also be an export of Gradescope, with the marks that it has
    recorded. Where the submission, the assignment, the grader and the environment do not all stay the same
    and more than one changed, each is put back by itself and the hand-in is graded again: with --source, and
    --old-grader for the grader. The exit code is 1 when a check lost points.
    """
    before, after = side.load(old), side.load(new)
    students = changes.students(before, after)
    sources = [path for path in (source, old_source) if path]
    if sources:
        means = reasons.Means(reasons.hand_ins(*sources), old_grader)
        students = reasons.explain(students, before, after, means)
    for row in show.rows(students):
        click.echo(f"{row[0]} {row[3]:>6} ({row[1]} -> {row[2]})  {row[4]}: {row[5]} -> {row[6]}, {row[7]}")
    count = len(after.grades)
    fallen = show.fell(students)
    click.echo(f"{len(students)} of {count} changed, {sum(s.difference < 0 for s in students)} fell")
    if csv:
        show.write_csv(csv, students)
    if html:
        show.write_html(html, students, count)
    sys.exit(1 if fallen else 0)
