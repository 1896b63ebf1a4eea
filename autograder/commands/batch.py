"""The verb `batch`: what an instructor types to have a class graded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from autograder.batch import plan as plans
from autograder.batch import privacy, run
from autograder.batch import roster as rosters
from autograder.batch.comparison import side
from autograder.batch.conclusion import conclude
from autograder.batch.engine import preflight
from autograder.batch.outputs import decisions, gradebook, people
from autograder.batch.people import BatchError
from autograder.batch.plan import Plan
from autograder.batch.records.index import Index
from autograder.batch.records.store import Store
from autograder.course import assignment as assignments
from autograder.course.assignment import Assignment
from autograder.paths import ROOT
from autograder.report import console
from autograder.staff.bundle import salt
from autograder.staff.validation.run import cores
from autograder.verb import Verb

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
INTERRUPT = 130
PUBLIC_SALT = (
    "Warning: the salt of this assignment is the one that this project publishes, so anybody can compute the "
    "hidden inputs. `bundle` draws one and keeps it in the file: grade with that."
)
Command = TypeVar("Command", bound=Callable[..., Any])


def class_options(command: Command) -> Command:
    """Give a command what says who is in a class: `roster`, `pattern` and `version`."""
    for option in (
        click.option(
            "--version",
            type=click.Choice(["latest", "best", "first"]),
            default="latest",
            show_default=True,
            help="Which of several versions counts.",
        ),
        click.option("--pattern", default="", help="A regular expression with (?P<student>...)."),
        click.option("--roster", type=A_FILE, help="A CSV of who should be there: any gradebook will do."),
    ):
        command = option(command)
    return command


@click.command(cls=Verb)
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where everything is written.")
@class_options
@click.option("--dry-run", is_flag=True, help="Print who handed in what and what is graded, and end.")
@click.option("--processes", type=click.IntRange(1), help="At a time.  [default: one for each core]")
@click.option("--shard", default="1/1", help="Grade the i-th of n parts alone: 2/8. Then `merge` the parts.")
@click.option("--dask", default="", metavar="ADDRESS|local|slurm", help="Grade on a Dask cluster.")
@click.option(
    "--key",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Of the pseudonyms.  [default: OUT.key]",
)
@click.option(
    "--overrides", type=A_FILE, help="TOML: what people have decided on marks; kept for later runs."
)
@click.option("--fill", type=A_FILE, help="The LMS's gradebook file: a copy with the marks is written.")
@click.option(
    "--column", default="", help="Part of the title of the gradebook's column, where it has several."
)
@click.option(
    "--names", is_flag=True, help="Write names, and feedback under the LMS's names, not pseudonyms."
)
@click.option("--share", is_flag=True, help="Write a class page too that may leave the course's staff.")
@click.option(
    "--assignment", "assignment_file", type=A_FILE, default=ROOT / "assignment.toml", help="What is graded."
)
def batch(
    source: Path,
    out: Path | None,
    roster: Path | None,
    pattern: str,
    version: Any,
    dry_run: bool,
    processes: int | None,
    shard: str,
    dask: str,
    key: Path | None,
    overrides: Path | None,
    fill: Path | None,
    column: str,
    names: bool,
    share: bool,
    assignment_file: Path,
) -> None:
    """Grade a whole class: SOURCE is what the LMS gave, a zip or a folder.

    Exports of Gradescope, Canvas, Moodle, Brightspace, Blackboard, nbgrader and GitHub Classroom are known by
    their names; in any other folder each folder or file is a student's. Run it again to go on after a stop
    or a change: only what is missing or stale is graded.

    The exit code is 0 when nobody is left over, 1 when people must look at some hand-ins, 2 when the command
    cannot be carried out as given, and 3 when the grader failed on some: another run tries them again.
    """
    try:
        assignment = assignments.load(assignment_file)
        with console.working("reading the class"):
            students = rosters.load(roster) if roster else []
            plan = plans.load(source, students, pattern=pattern, version=version)
        if dry_run:
            click.echo("\n".join([f"layout: {plan.layout}", *plan.lines()]))
            return
        if out is None:
            raise BatchError("--out is missing: name the folder that everything is written into.")
        if shard != "1/1" and key is None:
            raise BatchError("--shard needs --key FILE, one for all parts: else their pseudonyms differ.")
        pseudonyms = privacy.load(key or out.with_name(f"{out.name}.key"))
        if fill:
            gradebook.check(fill, column)
        everybody = people.people(people.of_plan(plan), pseudonyms)
        if overrides:
            Store(out).make()
            decisions.keep(out, decisions.load(overrides, everybody, decisions.points(assignment)))
        _grade(plan, assignment, out, pseudonyms, run.parse_shard(shard), processes or cores(), dask)
        code = conclude(
            out,
            decisions.last(out),
            everybody,
            people.labels(plan, pseudonyms),
            names=names,
            share=share,
            fill=fill,
            column=column,
        )
    except OSError as error:
        raise BatchError(f"{error.filename}: {error.strerror}") from error
    except KeyboardInterrupt:
        click.echo("Stopped. What is graded is kept: give the same command again to go on.", err=True)
        sys.exit(INTERRUPT)
    sys.exit(code)


def _grade(
    plan: Plan,
    assignment: Assignment,
    out: Path,
    pseudonyms: privacy.Pseudonyms,
    shard: tuple[int, int],
    processes: int,
    dask: str,
) -> None:
    """Grade what is missing, once this machine was looked at."""
    job = run.new_job(out, assignment)
    store = Store(out)
    store.make()
    with console.working("reading the hand-ins"):
        todo = run.work(plan, job, pseudonyms, shard)
    side.keep(out, assignment)
    store.write_class(run.class_content(todo, plan, job, pseudonyms, shard))
    with Index(out) as index:
        count = len(run.missing(todo, store, index))
    if count and not salt.is_secret(assignment.statistics.salt):
        click.echo(PUBLIC_SALT, err=True)
    with console.working("looking whether this machine can grade"):
        problem = preflight.problems(assignment, processes) if count else ""
    if problem:
        raise BatchError(f"This machine cannot grade the class: {problem}. See `doctor`. Nothing was graded.")
    click.echo(
        f"{len(todo.rows)} hand-ins, {count} to grade, {len(todo.items) - count} graded before", err=True
    )
    run.grade_missing(todo, plan, job, processes, dask=dask)
