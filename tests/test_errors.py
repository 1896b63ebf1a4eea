"""What this project raises itself: one base, and one place that turns it into an error of usage."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from autograder.errors import CommandError, file_at
from autograder.paths import ROOT
from autograder.verb import Verb

SOURCES = sorted((ROOT / "autograder").rglob("*.py"))
BUILTIN = {
    "Exception",
    "BaseException",
    "ValueError",
    "RuntimeError",
    "OSError",
    "AssertionError",
    "KeyError",
}


def test_every_exception_has_the_same_base() -> None:
    """Only the base itself is built upon one of Python's."""
    own = [
        node.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and BUILTIN & {b.id for b in node.bases if isinstance(b, ast.Name)}
    ]
    assert own == ["AutograderError"]


def test_usage_errors_are_made_in_one_place() -> None:
    """So that each of them has exit code 2, and is one line."""
    made = re.compile(r"raise (Refusal|click\.UsageError)\(")
    makers = [path.name for path in SOURCES if made.search(path.read_text(encoding="utf-8"))]
    assert makers == ["verb.py"]


def test_a_command_that_cannot_be_carried_out_says_why() -> None:
    """In one line, with exit code 2; a fault of the program stays one."""

    @click.command(cls=Verb)
    @click.option("--broken", is_flag=True)
    def verb(broken: bool) -> None:
        raise ZeroDivisionError if broken else CommandError("out: is a file. Name a folder.")

    refused, broken = CliRunner().invoke(verb), CliRunner().invoke(verb, ["--broken"])
    assert (refused.exit_code, refused.output.splitlines()[-1]) == (
        2,
        "Error: out: is a file. Name a folder.",
    )
    assert isinstance(broken.exception, ZeroDivisionError)


@pytest.mark.parametrize("deed", ["read", "written"])
def test_a_file_that_cannot_be_used_is_named(deed: str, tmp_path: Path) -> None:
    """With what the system says of it."""
    path = tmp_path / "missing" / "file"
    wanted = f"{path}: cannot be {deed} (No such file or directory)"
    with pytest.raises(CommandError, match=re.escape(wanted)), file_at(path, deed):  # type: ignore[arg-type]
        path.open()
