"""What several verbs share: their options, and what their exit codes mean."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.paths import ROOT

FAULT_EXIT = 3
assignment_option = click.option(
    "--assignment",
    "assignment_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=ROOT / "assignment.toml",
    help="What is graded, for how many points.  [default: the project's assignment.toml]",
)
