"""How student code was stopped, or stopped by itself, in words that its author reads."""

from __future__ import annotations

import signal

from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.languages import PYTHON, Language


def timeout(doing: str, seconds: float, language: Language = PYTHON) -> StudentError:
    """Return the error for code that was still running at its limit."""
    advice = "Look for a loop that never ends."
    if doing.startswith("importing"):
        advice = (
            "Look for a loop that never ends, or training that runs when the file is imported: "
            f"put it under `{language.guard}`."
        )
    return StudentError("timeout", f"Stopped after {seconds:g} s while {doing}.\n{advice}")


def overtime(doing: str, seconds: float) -> StudentError:
    """Return the error for code that has used up the time of the whole submission."""
    return StudentError(
        "timeout",
        f"Stopped while {doing}: all calls of your code together took more than {seconds:g} s.\n"
        "Make it faster, or look for a loop that never ends.",
    )


def memory(doing: str, megabytes: int) -> StudentError:
    """Return the error for code that used more memory than it may."""
    return StudentError(
        "memory", f"Stopped while {doing}: your code used more than {megabytes} MB of memory."
    )


def threads(doing: str, most: int) -> StudentError:
    """Return the error for code that started more threads than it may."""
    return StudentError("threads", f"Stopped while {doing}: your code started more than {most} threads.")


def disk(doing: str, megabytes: int, most: int) -> StudentError:
    """Return the error for code that wrote more files than it may."""
    return StudentError(
        "disk",
        f"Stopped while {doing}: your code wrote more than {megabytes} MB or {most} files, or folders that "
        "nobody else can read.",
    )


def deep(doing: str, most: int) -> StudentError:
    """Return the error for code that made folders within folders without end."""
    return StudentError(
        "disk", f"Stopped while {doing}: your code made a path of more than {most} characters."
    )


def crash(doing: str, how: str, language: Language = PYTHON) -> StudentError:
    """Return the error for a process that ended by itself."""
    return StudentError("crash", f"{language.name} ended while {doing}: {how}.")


def flood(doing: str) -> StudentError:
    """Return the error for code that prints more than a file may hold."""
    return StudentError("output", f"Your code printed or wrote too much while {doing}.\nRemove the prints.")


def ending(status: int | None) -> str:
    """Say how a process has ended, by its exit status; minus the number of a signal."""
    if status is None or status >= 0:
        return f"it left with exit status {status or 0}"
    # Real-time signals have numbers only.
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
    reasons = {
        "SIGKILL": " (out of memory?)",
        "SIGXCPU": " (too much processor time)",
        "SIGSEGV": " (a crash in compiled code)",
    }
    return f"it was ended by signal {name}{reasons.get(name, '')}"


def garbled(doing: str) -> StudentError:
    """Return the error for a process whose answer is not an answer."""
    return StudentError("garbled", f"Your code wrote into the grader's channel while {doing}.")
