"""The verb `init`."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.commands.options import NAME
from autograder.errors import CommandError, file_at
from autograder.paths import ROOT
from autograder.verb import Verb


@click.command(cls=Verb)
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Start another assignment in the folder NAME: its assignment.toml, with a secret of its own."""
    from autograder.staff.bundle.course_file import read, with_salt
    from autograder.staff.bundle.salt import fresh

    path = folder / NAME
    if path.exists():
        raise CommandError(f"{path} is there already. Choose another name, or edit that file.")
    text = with_salt(read(ROOT / NAME), fresh())
    with file_at(path, "written"):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    click.echo(f"{path}: written, with a salt of its own. Edit it; then")
    for verb in ("grade SUBMISSION", "validate", "bundle"):
        click.echo(f"    ./run_autograder {verb} --assignment {folder}")
