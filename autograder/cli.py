"""The command line: what an instructor types, and what Gradescope starts."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import click

from autograder.batch.command import batch
from autograder.check import check
from autograder.course import assignment as assignments
from autograder.paths import ROOT
from autograder.report import command as reports

FAULT_EXIT = 3
assignment_option = click.option(
    "--assignment",
    "assignment_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=ROOT / "assignment.toml",
    help="What is graded, for how many points.  [default: the project's assignment.toml]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Grade submissions on variational autoencoders."""


@main.command()
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--results",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write Gradescope's results.json here.",
)
@assignment_option
@reports.options
def grade(
    submission: Path, results: Path | None, assignment_file: Path, report: Path | None, show: bool
) -> None:
    """Grade SUBMISSION, a folder or a single file, and print the result.

    The exit code is 0 when it was graded, whatever the score, 2 when the command cannot be carried
    out as given, and 3 when the grader itself failed.
    """
    from autograder.grading import Zygotes
    from autograder.grading import grade as run
    from autograder.report import console
    from autograder.results import file as results_file

    reporter = reports.Reporter(report, show)
    try:
        assignment = assignments.load(assignment_file)
    except assignments.AssignmentError as error:
        raise click.UsageError(str(error)) from error
    try:
        with Zygotes() as zygotes, console.progress() as advance:
            graded = run(submission, assignment, zygotes, on_row=advance, on_graded=reporter.observe)
    except assignments.AssignmentError as error:
        raise click.UsageError(f"{assignment_file}: {error}") from error
    except OSError as error:
        raise click.UsageError(f"{submission}: cannot be read ({error.strerror})") from error
    except Exception:
        click.echo(traceback.format_exc(), err=True)
        sys.exit(FAULT_EXIT)
    if results:
        try:
            results_file.write(results, graded.results)
        except OSError as error:
            raise click.UsageError(f"{results}: cannot be written ({error.strerror})") from error
    console.show(graded.results)
    reporter.write(graded.results)
    if graded.fault:
        click.echo(graded.fault, err=True)
        sys.exit(FAULT_EXIT)


main.add_command(check)
main.add_command(batch)


@main.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), help="[default: dist]"
)
@click.option("--salt", help="The course's own secret.  [default: a fresh one]")
def bundle(out: Path, salt: str | None) -> None:
    """Write autograder.zip, for Gradescope, and student.zip into a folder.

    Refuses when a quick validation fails: then the exit code is 1.
    """
    from autograder.staff.bundle.build import build
    from autograder.staff.validation import run, show

    try:
        assignment = assignments.load(ROOT / "assignment.toml")
    except assignments.AssignmentError as error:
        raise click.UsageError(str(error)) from error
    matrix = run.quick(assignment)
    if matrix.problems:
        show.show(matrix)
        click.echo("Nothing was written: known submissions are marked wrongly, above.", err=True)
        sys.exit(1)
    try:
        written = build(out, salt)
    except assignments.AssignmentError as error:
        raise click.UsageError(str(error)) from error
    for path in written:
        click.echo(f"{path}: {path.stat().st_size / 1000:.0f} kB")


@main.command()
def doctor() -> None:
    """Say which layers can confine student code on this machine, what is missing, and what to do.

    The exit code is 0 when a class can be graded here, and 1 when it cannot.
    """
    from autograder.sandbox.walls import places
    from autograder.staff import doctor as examiner

    for line in examiner.machine():
        click.echo(line)
    report, fit = examiner.examine(places.MACHINE)
    if not fit and places.gradescope() != places.MACHINE:
        click.echo("\n".join(report))
        report, fit = examiner.examine(places.gradescope())
    click.echo("\n".join(report))
    sys.exit(0 if fit else 1)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option("--seeds", type=click.IntRange(1), default=3, show_default=True, help="Gradings of each.")
@click.option("--processes", type=click.IntRange(1), help="At a time.  [default: one for each core]")
@click.option(
    "--only", metavar="TEXT", default="", help="Those with TEXT in kind/name: right/, wrong/kl_ ..."
)
@click.option("--csv", type=click.Path(dir_okay=False, path_type=Path), help="Write the matrix here too.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the matrix here too.")
@assignment_option
def validate(
    folder: Path | None,
    seeds: int,
    processes: int | None,
    only: str,
    csv: Path | None,
    html: Path | None,
    assignment_file: Path,
) -> None:
    """Grade the grader: every known submission, and those in FOLDER, under several seeds.

    A file in FOLDER begins with a docstring that says what it is; a line `# fails: kl_values` names the
    checks that it must fail, and without one it must pass them all. The exit code is 1 when any
    submission is not marked as it must be: a right one fails, a wrong one passes, or a diagnosis is wrong.
    """
    from autograder.diagnosis.known import KnownError
    from autograder.report import console
    from autograder.staff.validation import run, show

    try:
        assignment = assignments.load(assignment_file)
        chosen = run.entries(assignment, folder, only)
        with console.progress_bar("Grading", len(chosen) * seeds) as advance:
            matrix = run.validate(
                assignment, chosen, seeds=seeds, processes=processes or run.cores(), advance=advance
            )
    except (assignments.AssignmentError, KnownError) as error:
        raise click.UsageError(str(error)) from error
    show.show(matrix)
    for path, write in ((csv, show.write_csv), (html, show.write_html)):
        try:
            if path:
                write(matrix, path)
        except OSError as error:
            raise click.UsageError(f"{path}: cannot be written ({error.strerror})") from error
    sys.exit(1 if matrix.problems else 0)


@main.command()
@click.argument("results", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option("--check", metavar="ID", default="", help="Show this test alone.")
@assignment_option
def replay(results: Path, submission: Path, check: str, assignment_file: Path) -> None:
    """Grade SUBMISSION again just as RESULTS, its results.json, says that it was graded, and compare.

    The same seeds give the same inputs; outputs are the same bit for bit unless the noise cannot be
    repeated. The exit code is 0 when every verdict is the same, and 1 otherwise.
    """
    from autograder.report import console
    from autograder.staff import replay as replays

    try:
        assignment = assignments.load(assignment_file)
        recorded = replays.load(results)
        with console.progress() as advance:
            repeated = replays.replay(recorded, submission, assignment, only=check, on_row=advance)
    except (assignments.AssignmentError, replays.ReplayError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{submission}: cannot be read ({error.strerror})") from error
    for test in repeated:
        verdicts = test.now if test.now == test.before else f"{test.now}, but was {test.before}"
        click.echo(f"{test.check}: {verdicts}; {test.told}")
    sys.exit(0 if all(test.now == test.before for test in repeated) else 1)


@main.command()
@click.option("--root", type=click.Path(file_okay=False, path_type=Path), default=Path("/autograder"))
def gradescope(root: Path) -> None:
    """Grade ROOT/submission into ROOT/results/results.json, as Gradescope asks."""
    from autograder import gradescope as platform

    platform.run(root, ROOT / "assignment.toml")
