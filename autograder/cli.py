"""The command line: what an instructor types, and what Gradescope starts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from autograder import __version__

VERBS = (
    "grade",
    "check",
    "batch",
    "merge",
    "compare",
    "stability",
    "validate",
    "replay",
    "bundle",
    "init",
    "doctor",
    "gradescope",
    "completion",
)


class Verbs(click.Group):
    """Loads a verb when it is needed; a path in its place means `grade`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs in the order in which they are needed."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a verb, None where there is no such one."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(f"autograder.commands.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that was typed, with its arguments; NoSuchCommand names those that are near."""
        if args[0] not in VERBS:
            if not Path(args[0]).exists():
                problem = f"{args[0]} is no command, and no file or folder of that name exists."
                raise click.NoSuchCommand(args[0], problem, possibilities=VERBS, ctx=ctx)
            args = ["grade", *args]
        return super().resolve_command(ctx, args)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", "-V", prog_name="autograder")
def main() -> None:
    """Grade submissions on variational autoencoders."""
