"""The verb `merge`: the parts of a class that were graded apart."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.batch import merge as merging
from autograder.batch.conclusion import conclude
from autograder.batch.outputs import decisions
from autograder.verb import Verb


@click.command(cls=Verb)
@click.argument(
    "parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The whole class."
)
@click.option("--share", is_flag=True, help="Write a class page too that may leave the course's staff.")
def merge(parts: tuple[Path, ...], out: Path, share: bool) -> None:
    """Put PARTS together, the out folders of `batch --shard i/n`, all of one class.

    For names, and to fill a gradebook, give `batch` the class, the key and this --out then: it grades nothing
    again. The exit codes are those of `batch`.
    """
    merging.merge(parts, out)
    sys.exit(conclude(out, decisions.last(out), {}, {}, names=False, share=share, fill=None, column=""))
