"""A verb of the command line: the one place where an error of ours becomes a usage error, exit code 2."""

from __future__ import annotations

from typing import Any

import click

from autograder.errors import CommandError


class Verb(click.Command):
    """A command that says in one line why it cannot be carried out."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; UsageError where it cannot be carried out as given."""
        try:
            return super().invoke(ctx)
        except CommandError as error:
            raise click.UsageError(str(error), ctx) from error
