"""A child's account of what went wrong, in words that the student reads: what, where, and what to do."""

from __future__ import annotations

from typing import Any

from autograder.glyphs import printable
from autograder.sandbox.outside import grammar
from autograder.sandbox.outside.advice import advice
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.words import Words

MAX_LINES = 6
PRINTED_TOO_MUCH = "File too large"


def from_account(account: dict[str, Any], doing: str, words: Words, *, hidden: bool) -> StudentError:
    """Turn the child's account of what went wrong into words.

    `doing` is what the child was about ("importing vae.py", "calling elbo"). With `hidden` the
    exception's message is left out, because it may hold the inputs of a hidden case, and so is a name
    that the submission does not hold.
    """
    kind = printable(account.get("kind"))
    at = where(account.get("lines"), words)
    if kind == "exit":
        return StudentError(kind, f"Your code called exit() or quit() while {doing}.{at}\nRemove that call.")
    if kind == "missing":
        return StudentError(kind, f"The function was gone while {doing}.")
    if kind == "arguments":
        signature = "" if hidden else f", {printable(account.get('signature'))}"
        return StudentError(kind, f"Failed {doing}: your function takes other arguments{signature}.")
    if kind == "signature":
        return StudentError(kind, f"Failed {doing}{_types(account, hidden)}")
    if kind == "package":
        return StudentError("exception", f"{_package(account)}{at}")
    if kind == "too large":
        return StudentError(kind, f"What came back when {doing} is too large to be an answer.")
    name, message = printable(account.get("type"), 80), printable(account.get("message"))
    if kind == "printed" or (name == "OSError" and PRINTED_TOO_MUCH in message):
        return StudentError(
            "output",
            f"Your code printed or wrote too much while {doing}.{at}\nRemove the prints.",
        )
    version = printable(account.get("version"), 20)
    if hidden and not words.are_known(name):
        name = "An exception"
    tail = f": {message}" if message else ""
    if hidden:
        tail = ": (message withheld: this case is hidden)"
    if kind == "syntax":
        remark = grammar.remark(words.language.name, version, _last_line(account.get("lines"), words))
        return StudentError(kind, f"Your file is not valid {words.language.name}. {name}{tail}{at}{remark}")
    since = grammar.missing_name(message, version) if name == "UndefVarError" else ""
    remark = f"\n{since}" if since else advice(words, name, message)
    return StudentError("exception", f"{name} while {doing}{tail}{at}{remark}")


def where(lines: object, words: Words) -> str:
    """Return the student's lines of a traceback, one a line, innermost last."""
    places = ""
    for line in lines[-MAX_LINES:] if isinstance(lines, list) else []:
        if isinstance(line, list) and [type(part) for part in line] == [str, int]:
            text = words.line(*line)
            if text is not None:
                places += f"\n  {printable(line[0], 80)}, {words.place(*line)}: {printable(text, 200)}"
    return places


def _last_line(lines: object, words: Words) -> str:
    """Return the student's line that a traceback ends with, empty where there is none."""
    last = lines[-1] if isinstance(lines, list) and lines else None
    if not isinstance(last, list) or [type(part) for part in last] != [str, int]:
        return ""
    return words.line(*last) or ""


def _types(account: dict[str, Any], hidden: bool) -> str:
    """Say which types of arguments a function does not take."""
    types = (
        ""
        if hidden
        else f" on {printable(account.get('given'))}; it takes {printable(account.get('signature'))}"
    )
    if account.get("scalars"):
        return f"{types}.\nIt works on single numbers: make it take whole arrays, with dots (.+, exp.)."
    return f"{types}.\nLeave the types of its arguments out, or write AbstractMatrix."


def _package(account: dict[str, Any]) -> str:
    """Say which package is not there, and what to do without it."""
    return (
        f"Your file uses the package {printable(account.get('package'), 80)}, which the grader lacks. "
        "It has Julia's standard library (Random, Statistics, LinearAlgebra, ...).\nWrite the functions with "
        "that alone, and keep training and plots, with what they use, in another file."
    )
