"""The verb `batch`: what an instructor types to have a class graded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from autograder.batch import plan as plans
from autograder.batch import roster as rosters
from autograder.batch.people import BatchError

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--roster", type=A_FILE, help="A CSV of who should be there: any LMS's gradebook will do.")
@click.option("--pattern", default="", help="A regular expression with (?P<student>...), for other layouts.")
@click.option(
    "--version",
    type=click.Choice(["latest", "best", "first"]),
    default="latest",
    show_default=True,
    help="Which of several versions counts.",
)
@click.option("--dry-run", is_flag=True, help="Print who handed in what and which version counts, and end.")
def batch(source: Path, roster: Path | None, pattern: str, version: Any, dry_run: bool) -> None:
    """Grade a whole class: SOURCE is what the LMS gave, a zip or a folder.

    Exports of Gradescope, Canvas, Moodle, Brightspace, Blackboard, nbgrader and GitHub Classroom are known by
    their names; in any other folder each folder or file is a student's.
    """
    try:
        known = rosters.load(roster) if roster else []
        plan = plans.load(source, known, pattern=pattern, version=version)
    except BatchError as error:
        raise click.UsageError(str(error)) from error
    if dry_run:
        click.echo(f"layout: {plan.layout}")
        for line in plan.lines():
            click.echo(line)
