"""A verb of the command line: the one place where an error of ours becomes one line and exit code 2."""

from __future__ import annotations

from typing import Any

import click

from autograder.errors import CommandError


class Refusal(click.ClickException):
    """What is wrong lies in a file, not in how the command was typed: nothing is said of its usage."""

    exit_code = 2


class Verb(click.Command):
    """A command that says in one line why it cannot be carried out."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Refusal where it cannot be carried out as given."""
        try:
            return super().invoke(ctx)
        except CommandError as error:
            raise Refusal(str(error)) from error
