"""The verb `stability`: how often chance alone changes a verdict."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.batch.comparison import reasons
from autograder.batch.comparison import stability as chance
from autograder.commands.options import assignment_option
from autograder.course import assignment as assignments
from autograder.paths import ROOT
from autograder.report import console
from autograder.staff.validation.run import cores
from autograder.verb import Verb

A_PATH = click.Path(exists=True, path_type=Path)


@click.command(cls=Verb)
@click.argument("source", type=A_PATH)
@click.option("--seeds", type=click.IntRange(2), default=5, show_default=True, help="Gradings of each.")
@click.option("--against", type=A_PATH, help="A clone of another version of the project, to compare with.")
@click.option("--processes", type=click.IntRange(1), help="At a time.  [default: one for each core]")
@assignment_option
def stability(
    source: Path, seeds: int, against: Path | None, processes: int | None, assignment_file: Path
) -> None:
    """Grade the hand-ins of SOURCE under many seeds and count the verdicts that are not always the same.

    With --against, the same seeds are graded by two versions of the grader, and verdicts that differ are
    counted. Bounds are Clopper and Pearson's, 95 %. The exit code is 1 when any verdict flipped.
    """
    assignment = assignments.load(assignment_file)
    hand_ins = reasons.hand_ins(source)
    trees = [ROOT, *([against] if against else [])]
    with console.progress_bar("Grading", len(hand_ins) * seeds * len(trees)) as advance:
        verdicts = [
            chance.verdicts(tree, hand_ins, assignment, seeds, processes or cores(), advance)
            for tree in trees
        ]
    flips = chance.between(*verdicts) if against else chance.over_seeds(verdicts[0])
    for one in flips:
        low, high = one.bounds
        click.echo(f"{one.check:24} {one.count:5} of {one.of:6} flipped, {low:.2g} to {high:.2g}")
    sys.exit(1 if any(one.count for one in flips) else 0)
