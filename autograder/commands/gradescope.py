"""The verb `gradescope`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from autograder.paths import ROOT
from autograder.verb import Verb


@click.command(cls=Verb)
@click.option("--root", type=click.Path(file_okay=False, path_type=Path), default=Path("/autograder"))
def gradescope(root: Path) -> None:
    """Grade ROOT/submission into ROOT/results/results.json, as Gradescope asks."""
    from autograder import gradescope as platform

    os.umask(0o022)  # the platform may read the result as another user

    platform.run(root, ROOT / "assignment.toml")
