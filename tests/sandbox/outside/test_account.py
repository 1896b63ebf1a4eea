"""What a student reads when a call gave no numbers, whatever the child says of it."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.sandbox.outside.account import from_account
from autograder.sandbox.outside.words import Words

WORDS = Words({"vae.py": b"\n\n  z = mu + eps\n", "helper.py": b"\n" * 6 + b"    return 1 / 0"})
LINES = [["vae.py", 3], ["helper.py", 7]]
TOLD = "\n  vae.py, line 3: z = mu + eps\n  helper.py, line 7: return 1 / 0"
WITHHELD = "(message withheld: this case is hidden)"


def exception(name: str, message: str = "why") -> dict[str, Any]:
    """Return the account of an exception of a type."""
    return {"kind": "exception", "type": name, "message": message, "lines": LINES}


@pytest.mark.parametrize(
    ("account", "kind", "text"),
    [
        (exception("ValueError"), "exception", f"ValueError while calling elbo: why{TOLD}"),
        (
            exception("ModuleNotFoundError"),
            "exception",
            f"ModuleNotFoundError while calling elbo: why{TOLD}\n"
            "The grader has Python's standard library, NumPy, SciPy and PyTorch. "
            'Import anything else only under `if __name__ == "__main__":`.',
        ),
        (
            exception("NotImplementedError"),
            "exception",
            f"NotImplementedError while calling elbo: why{TOLD}\n"
            "This function is still the template's: write its body.",
        ),
        (
            exception("EOFError"),
            "exception",
            f"EOFError while calling elbo: why{TOLD}\nNothing can be typed while grading: remove input().",
        ),
        (
            exception("OSError", "[Errno 27] File too large"),
            "output",
            f"Your code printed or wrote too much while calling elbo.{TOLD}\nRemove the prints.",
        ),
        (
            {"kind": "syntax", "type": "SyntaxError", "message": "invalid syntax", "lines": LINES[:1]},
            "syntax",
            "Your file is not valid Python. SyntaxError: invalid syntax\n  vae.py, line 3: z = mu + eps",
        ),
        (
            {"kind": "exit", "lines": LINES},
            "exit",
            f"Your code called exit() or quit() while calling elbo.{TOLD}\nRemove that call.",
        ),
        ({"kind": "missing"}, "missing", "The function was gone while calling elbo."),
        (
            {"kind": "arguments", "signature": "(mu)"},
            "arguments",
            "Failed calling elbo: your function takes other arguments, (mu).",
        ),
        (
            {"kind": "too large"},
            "too large",
            "What came back when calling elbo is too large to be an answer.",
        ),
    ],
    ids=["error", "module", "template", "input", "output", "syntax", "exit", "missing", "arguments", "large"],
)
def test_account(account: dict[str, Any], kind: str, text: str) -> None:
    """Every kind of account has its own words, with the student's lines and what to do."""
    error = from_account(account, "calling elbo", WORDS, hidden=False)
    assert (error.kind, str(error)) == (kind, text)


@pytest.mark.parametrize("kind", ["exception", "syntax"])
def test_hidden(kind: str) -> None:
    """In a hidden case an exception keeps its type and lines and loses its message."""
    account = exception("ValueError", "mu is 0.123456") | {"kind": kind}
    text = str(from_account(account, "calling elbo", WORDS, hidden=True))
    assert text.endswith(f": {WITHHELD}{TOLD}")


def test_hidden_names() -> None:
    """In a hidden case a type's name, a file's and a signature that may hold inputs are not told."""
    account = exception("mu_is_0123456") | {"lines": [["mu_is_0123456.py", 1], ["vae.py", 999], *LINES]}
    text = str(from_account(account, "calling elbo", WORDS, hidden=True))
    assert text == f"An exception while calling elbo: {WITHHELD}\n  vae.py, line 999: {TOLD}"
    arguments = {"kind": "arguments", "signature": "(mu_is_0123456)"}
    text = str(from_account(arguments, "calling elbo", WORDS, hidden=True))
    assert text == "Failed calling elbo: your function takes other arguments."


@pytest.mark.parametrize(
    "account",
    [
        {},
        {"kind": None, "type": 3, "message": [], "lines": "all"},
        {"kind": ["exit"], "lines": [None, [], [1, 2, 3], ["vae.py", "3"], ["vae.py", True], {"vae.py": 3}]},
        {"kind": "unknown", "type": {}, "message": {"text": "why"}, "lines": {"vae.py": 3}},
    ],
)
def test_senseless_account(account: dict[str, Any]) -> None:
    """An account that makes no sense is told as an exception of which nothing is known."""
    error = from_account(account, "calling elbo", WORDS, hidden=False)
    assert (error.kind, str(error)) == ("exception", " while calling elbo")


def test_longest_account() -> None:
    """However much the child says, a student reads a page."""
    lines = [["f" * 10_000, 1, "z" * 10_000]] * 10_000
    account = {"kind": "exception", "type": "E" * 10_000, "message": "m" * 10_000, "lines": lines}
    assert len(str(from_account(account, "calling elbo", WORDS, hidden=False))) < 2500
