"""Why a call gave no numbers: the student's doing, told so that they can mend it, or the grader's."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any

from autograder.errors import AutograderError
from autograder.glyphs import visible
from autograder.sandbox.outside import grammar
from autograder.sandbox.outside.languages import PYTHON, Language

if TYPE_CHECKING:
    from autograder.sandbox.outside.words import Words

MAX_MESSAGE = 500
MAX_LINES = 6
PRINTED_TOO_MUCH = "File too large"
NO_CUDA = "There is no graphics card while grading: leave .cuda() out, or write .to(mu.device)."
# How Julia refuses a whole array where each of its elements is meant.
DOTLESS = re.compile(r"^no method matching \S+\(.*\b(Array|Matrix|Vector)\b|matrix is not square")
DOTS = "A dot may be missing: exp.(x), x .+ 1 and x .* y work element by element."
# How PyTorch's and NumPy's samplers refuse a width that is negative somewhere.
NEGATIVE_WIDTH = re.compile(r"all elements of std >= 0|^scale < 0|^Expected parameter scale ")
WIDTH = (
    "What you pass as a standard deviation is negative somewhere, which a standard deviation never is: see "
    "in the assignment what your function is given."
)
# What students write such functions in and the grader cannot call, by the name that is imported.
OTHER_FRAMEWORKS = {
    "tensorflow": "TensorFlow",
    "tensorflow_probability": "TensorFlow",
    "tf_keras": "TensorFlow",
    "keras": "Keras",
    "jax": "JAX",
    "jaxlib": "JAX",
    "flax": "JAX",
    "haiku": "JAX",
    "equinox": "JAX",
    "numpyro": "JAX",
    "distrax": "JAX",
    "optax": "JAX",
    "mxnet": "MXNet",
    "paddle": "PaddlePaddle",
    "mindspore": "MindSpore",
    "cupy": "CuPy",
    "mlx": "MLX",
    "tinygrad": "tinygrad",
    "autograd": "autograd",
    "theano": "Theano",
    "pytensor": "PyTensor",
    "chainer": "Chainer",
}


class GraderFault(AutograderError):
    """The grader itself failed; no point of the student's may depend on it."""


class Unready(GraderFault):
    """Student code was not run, because this machine is not ready; the text says why and what to do."""


class Unsafe(Unready):
    """Student code cannot be confined here."""


class PyTorchLoaded(AutograderError):
    """What is loaded decides the framework, not what the files seem to import: to be judged as PyTorch."""


class ArraysMeant(AutograderError):
    """A function in a file that imports PyTorch draws without it: to be given arrays."""


class StudentError(AutograderError):
    """Student code gave no usable answer; `kind` says how, the text says it to the student."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def printable(text: object, limit: int = MAX_MESSAGE) -> str:
    """Return student text in which nothing hides, on the lines it had, cut at a limit.

    What is no text gives none.
    """
    content = visible(text[: limit + 1] if isinstance(text, str) else "")
    return content if len(content) <= limit else content[:limit] + " ..."


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
    advice = f"\n{since}" if since else _advice(words, name, message)
    return StudentError("exception", f"{name} while {doing}{tail}{at}{advice}")


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


def _advice(words: Words, name: str, message: str) -> str:
    module, language = "", words.language
    if name == "ModuleNotFoundError" and (missing := re.match(r"No module named '(\w+)", message)):
        module = missing[1]
    if name == "NameError" and (missing := re.match(r"name '(\w+)' is not defined", message)):
        module = words.module_of(missing[1]).partition(".")[0]  # whose import failed within a `try`
    if language.name == "Julia" and DOTLESS.search(message):
        return f"\n{DOTS}"
    if NEGATIVE_WIDTH.search(message):
        return f"\n{WIDTH}"
    if module in OTHER_FRAMEWORKS:
        kind = OTHER_FRAMEWORKS[module]
        return f"\n{kind} cannot be graded here: use PyTorch or NumPy in the functions that you hand in."
    advice = NO_CUDA if "not compiled with CUDA" in message else language.advice.get(name, "")
    return f"\n{advice}" if advice else ""
