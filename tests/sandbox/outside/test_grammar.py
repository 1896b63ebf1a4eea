"""Newer syntax in a file that is not valid: named where it looks so, and else nothing is said."""

from __future__ import annotations

import pytest

from autograder.sandbox.outside import grammar
from autograder.sandbox.outside.account import from_account
from autograder.sandbox.outside.words import Words


@pytest.mark.parametrize(
    ("language", "version", "line", "since"),
    [
        ("Python", "3.10.4", "except* ValueError:", "`except*` came with Python 3.11"),
        ("Python", "3.11.2", "type Batch = np.ndarray", "`type X = ...` came with Python 3.12"),
        ("Python", "3.11.2", "def first[T](items):", "a type parameter in brackets came with Python 3.12"),
        (
            "Python",
            "3.11.2",
            "print(f'{sizes['latent']} dimensions')",
            "a quote or a backslash within an f-string came with Python 3.12",
        ),
        ("Python", "3.13.1", "except ValueError, TypeError:", "`except A, B:` without brackets came with"),
        ("Julia", "1.5.3", "import Statistics as S", "`import A as B` came with Julia 1.6"),
        ("Julia", "1.5.3", "(; mu, log_var) = state", "`(; a, b) = s` came with Julia 1.7"),
        ("Julia", "1.10.10", "public reparameterize", "`public` came with Julia 1.11"),
    ],
)
def test_newer_syntax_is_named(language: str, version: str, line: str, since: str) -> None:
    """With the version that it came with, beside the one that read the file."""
    remark = grammar.remark(language, version, line)
    assert remark.startswith(f"\nIt was read by {language} {version}. This may be newer syntax: {since}")


@pytest.mark.parametrize(
    ("language", "version", "line"),
    [
        ("Python", "3.14.0", "except ValueError, TypeError:"),
        ("Python", "3.11.2", "return mu + std * eps)"),
        ("Python", "3.11.2", "print(f'{mu} and {log_var}'"),
        ("Python", "3.11.2", "type(mu) = 3"),
        ("Python", "3.11.2", "except (ValueError, TypeError)"),
        ("Julia", "1.6.0", "import Statistics as S"),
        ("Julia", "1.5.3", "return mu .+ exp.("),
    ],
)
def test_other_mistakes_are_not_called_new(language: str, version: str, line: str) -> None:
    """Nor is what this version knows."""
    assert grammar.remark(language, version, line) == f"\nIt was read by {language} {version}."


def test_a_version_that_is_none_is_not_told() -> None:
    """It comes from the process that runs student code."""
    assert grammar.remark("Python", "<b>3</b>", "type A = int") == ""


@pytest.mark.parametrize(
    ("message", "version", "since"),
    [
        ("stack not defined", "1.5.3", "stack came with Julia 1.9; it was run by Julia 1.5.3."),
        ("`@kwdef` not defined", "1.8.0", "@kwdef came with Julia 1.9; it was run by Julia 1.8.0."),
        ("stack not defined", "1.10.1", ""),
        ("eps not defined", "1.5.3", ""),
        ("stack not defined", "", ""),
    ],
)
def test_a_name_that_came_later_is_named(message: str, version: str, since: str) -> None:
    """In Julia, whose new functions are names that an old one does not define."""
    assert grammar.missing_name(message, version) == since


def test_a_syntax_error_says_who_read_the_file() -> None:
    """Its last line is looked at."""
    words = Words({"vae.py": b"x = 1\ntype Batch = int\n"})
    lines = [["vae.py", 2]]
    account = {
        "kind": "syntax",
        "type": "SyntaxError",
        "message": "invalid",
        "lines": lines,
        "version": "3.11.2",
    }
    text = str(from_account(account, "importing vae.py", words, hidden=False))
    assert text.splitlines() == [
        "Your file is not valid Python. SyntaxError: invalid",
        "  vae.py, line 2: type Batch = int",
        "It was read by Python 3.11.2. This may be newer syntax: `type X = ...` came with Python 3.12.",
    ]
