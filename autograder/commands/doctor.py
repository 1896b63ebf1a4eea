"""The verb `doctor`."""

from __future__ import annotations

import sys

import click

from autograder.verb import Verb


@click.command(cls=Verb)
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
