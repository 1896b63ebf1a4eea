"""Why a call gave no numbers: the student's doing, told so that they can mend it, or the grader's."""

from __future__ import annotations

from typing import Any

MAX_MESSAGE = 500
MAX_LINES = 6
PRINTED_TOO_MUCH = "File too large"


class GraderFault(Exception):
    """The grader itself failed; no point of the student's may depend on it."""


class StudentError(Exception):
    """Student code gave no usable answer; `kind` says how, the text says it to the student."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def printable(text: object, limit: int = MAX_MESSAGE) -> str:
    """Return student text without control characters, on the lines it had, cut at a limit.

    What is no text gives none.
    """
    known = text[: limit + 1] if isinstance(text, str) else ""
    kept = "".join(c if c.isprintable() or c in "\n\t" else "�" for c in known)
    return kept if len(kept) <= limit else kept[:limit] + " ..."


def from_account(account: dict[str, Any], doing: str, *, hidden: bool) -> StudentError:
    """Turn the child's account of what went wrong into words.

    `doing` is what the child was about ("importing vae.py", "calling elbo"). With `hidden` the
    exception's message is left out, because it may hold the inputs of a hidden case.
    """
    kind = printable(account.get("kind"))
    where = _where(account.get("lines"))
    if kind == "exit":
        return StudentError(
            kind, f"Your code called exit() or quit() while {doing}.{where}\nRemove that call."
        )
    if kind == "missing":
        return StudentError(kind, f"The function was gone while {doing}.")
    if kind == "arguments":
        signature = printable(account.get("signature"))
        return StudentError(kind, f"Failed {doing}: your function takes other arguments, {signature}.")
    if kind == "too large":
        return StudentError(kind, f"What came back when {doing} is too large to be an answer.")
    name, message = printable(account.get("type"), 80), printable(account.get("message"))
    if name == "OSError" and PRINTED_TOO_MUCH in message:
        return StudentError(
            "output",
            f"Your code printed or wrote too much while {doing}.{where}\nRemove the prints.",
        )
    said = "(message withheld: this case is hidden)" if hidden else message
    said = f": {said}" if said else ""
    if kind == "syntax":
        return StudentError(kind, f"Your file is not valid Python. {name}{said}{where}")
    return StudentError("exception", f"{name} while {doing}{said}{where}{_advice(name)}")


def timeout(doing: str, seconds: float) -> StudentError:
    """Return the error for code that was still running at its limit."""
    advice = "Look for a loop that never ends."
    if doing.startswith("importing"):
        advice = (
            "Look for a loop that never ends, or training that runs when the file is imported: "
            'put it under `if __name__ == "__main__":`.'
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


def crash(doing: str, how: str) -> StudentError:
    """Return the error for a process that ended by itself."""
    return StudentError("crash", f"Python ended while {doing}: {how}.")


def garbled(doing: str) -> StudentError:
    """Return the error for a process whose answer is not an answer."""
    return StudentError("garbled", f"Your code wrote into the grader's channel while {doing}.")


def _where(lines: object) -> str:
    """Return the student's lines of a traceback, one a line, innermost last."""
    if not isinstance(lines, list):
        return ""
    told = ""
    for line in lines[-MAX_LINES:]:
        if isinstance(line, list) and len(line) == 3 and isinstance(line[1], int):
            told += f"\n  {printable(line[0], 80)}, line {line[1]}: {printable(line[2], 200)}"
    return told


def _advice(name: str) -> str:
    if name == "ModuleNotFoundError":
        return (
            "\nThe grader has Python's standard library, NumPy, SciPy and PyTorch. Import anything else "
            'only under `if __name__ == "__main__":`.'
        )
    if name == "NotImplementedError":
        return "\nThis function is still the template's: write its body."
    if name == "FileNotFoundError":
        return (
            "\nOnly the files that you hand in are there while grading: read any other under "
            '`if __name__ == "__main__":`.'
        )
    if name == "EOFError":
        return "\nNothing can be typed while grading: remove input()."
    return ""
