"""What several verbs share: their options, and what their exit codes mean."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.paths import ROOT

FAULT_EXIT = 3
NAME = "assignment.toml"


def _file(ctx: click.Context, param: click.Parameter, path: Path) -> Path:
    """Return an assignment's file, given by itself or by the folder that it is in."""
    if path.is_dir() and not (path / NAME).is_file():
        raise click.BadParameter(f"{path} holds no {NAME}. `init {path}` starts one.", ctx, param)
    return path / NAME if path.is_dir() else path


assignment_option = click.option(
    "--assignment",
    "assignment_file",
    type=click.Path(exists=True, path_type=Path),
    callback=_file,
    default=ROOT / NAME,
    metavar="PATH",
    help="What is graded: a file, or the folder with it.  [default: the project's assignment.toml]",
)
