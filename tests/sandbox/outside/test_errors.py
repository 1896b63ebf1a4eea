"""What a student reads when a call gave no numbers, whatever the child says of it."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.sandbox.outside import errors, languages
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
    error = errors.from_account(account, "calling elbo", WORDS, hidden=False)
    assert (error.kind, str(error)) == (kind, text)


@pytest.mark.parametrize("kind", ["exception", "syntax"])
def test_hidden(kind: str) -> None:
    """In a hidden case an exception keeps its type and lines and loses its message."""
    account = exception("ValueError", "mu is 0.123456") | {"kind": kind}
    text = str(errors.from_account(account, "calling elbo", WORDS, hidden=True))
    assert text.endswith(f": {WITHHELD}{TOLD}")


def test_hidden_names() -> None:
    """In a hidden case a type's name, a file's and a signature that may hold inputs are not told."""
    account = exception("mu_is_0123456") | {"lines": [["mu_is_0123456.py", 1], ["vae.py", 999], *LINES]}
    text = str(errors.from_account(account, "calling elbo", WORDS, hidden=True))
    assert text == f"An exception while calling elbo: {WITHHELD}\n  vae.py, line 999: {TOLD}"
    arguments = {"kind": "arguments", "signature": "(mu_is_0123456)"}
    text = str(errors.from_account(arguments, "calling elbo", WORDS, hidden=True))
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
    error = errors.from_account(account, "calling elbo", WORDS, hidden=False)
    assert (error.kind, str(error)) == ("exception", " while calling elbo")


def test_longest_account() -> None:
    """However much the child says, a student reads a page."""
    lines = [["f" * 10_000, 1, "z" * 10_000]] * 10_000
    account = {"kind": "exception", "type": "E" * 10_000, "message": "m" * 10_000, "lines": lines}
    assert len(str(errors.from_account(account, "calling elbo", WORDS, hidden=False))) < 2500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("é 漢 σ² ∇", "é 漢 σ² ∇"),
        ("\x1b[31mred\x07\r\x00\x7f\x9b", "�[31mred�����"),
        ("\u202ereversed\u2066\u200b", "�reversed��"),
        ("\ud800", "�"),
        ("mu\u3164", "mu<U+3164>"),
        ("Z\u0301\u0301\u0301\u0301", "Z\u0301\u0301\u0301<U+0301>"),
        ("z" * 40, "z" * 40),
        ("z" * 41, "z" * 40 + " ..."),
        ("", ""),
        (None, ""),
        (3, ""),
        (["z"], ""),
    ],
    ids=repr,
)
def test_printable(text: object, expected: str) -> None:
    """Student text keeps its lines and letters and loses what controls a terminal or a page."""
    assert errors.printable(text, 40) == expected


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (
            errors.timeout("calling elbo", 10),
            "timeout",
            "Stopped after 10 s while calling elbo.\nLook for a loop that never ends.",
        ),
        (
            errors.timeout("importing vae.py", 60.0),
            "timeout",
            "Stopped after 60 s while importing vae.py.\n"
            "Look for a loop that never ends, or training that runs when the file is imported: "
            'put it under `if __name__ == "__main__":`.',
        ),
        (
            errors.overtime("calling elbo", 300.0),
            "timeout",
            "Stopped while calling elbo: all calls of your code together took more than 300 s.\n"
            "Make it faster, or look for a loop that never ends.",
        ),
        (
            errors.memory("calling elbo", 2048),
            "memory",
            "Stopped while calling elbo: your code used more than 2048 MB of memory.",
        ),
        (
            errors.crash("calling elbo", "it left with exit status 3"),
            "crash",
            "Python ended while calling elbo: it left with exit status 3.",
        ),
        (
            errors.garbled("calling elbo"),
            "garbled",
            "Your code wrote into the grader's channel while calling elbo.",
        ),
    ],
    ids=["timeout", "import", "overtime", "memory", "crash", "garbled"],
)
def test_endings(error: errors.StudentError, kind: str, text: str) -> None:
    """Every way in which student code is stopped or stops has its own words."""
    assert (error.kind, str(error)) == (kind, text)


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("tensorflow", "TensorFlow cannot be graded here: use PyTorch or NumPy"),
        ("jax", "JAX cannot be graded here: use PyTorch or NumPy"),
        ("keras", "Keras cannot be graded here: use PyTorch or NumPy"),
        ("tensorflow_probability", "TensorFlow cannot be graded here: use PyTorch or NumPy"),
        ("seaborn", "The grader has Python's standard library, NumPy, SciPy and PyTorch."),
    ],
)
def test_frameworks_that_cannot_be_graded(module: str, said: str) -> None:
    """A missing module that is another framework is named as such, with what to use; others as missing."""
    message = f"No module named '{module}'"
    account = {"kind": "exception", "type": "ModuleNotFoundError", "message": message, "lines": []}
    error = errors.from_account(account, "importing vae.py", WORDS, hidden=False)
    assert said in str(error)


@pytest.mark.parametrize(
    ("source", "name", "framework"),
    [
        (b"try:\n    import tensorflow as tf\nexcept ImportError:\n    pass\n", "tf", "TensorFlow"),
        (b"try:\n    import jax.numpy as jnp\nexcept ImportError: ...\n", "jnp", "JAX"),
        (b"try:\n    from jax import grad, random\nexcept ImportError: ...\n", "random", "JAX"),
        (b"import keras\n", "keras", "Keras"),
        (b"import numpy as np\nimport jax\n", "np", ""),
        (b"# import jax as j\n", "j", ""),
        (b"import jax\n", "x", ""),
    ],
)
def test_a_framework_whose_import_was_caught_is_named(source: bytes, name: str, framework: str) -> None:
    """A name that is not defined, because the student's own `try` hid that its import failed."""
    account = exception("NameError", f"name '{name}' is not defined")
    error = errors.from_account(account, "calling elbo", Words({"vae.py": source}), hidden=False)
    told = f"{framework} cannot be graded here: use PyTorch or NumPy"
    assert ("cannot be graded here" in str(error), told in str(error)) == (bool(framework), bool(framework))


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("MethodError", "no method matching +(::Array{Float64,2}, ::Int64)"),
        ("MethodError", "no method matching exp(::Matrix{Float64})"),
        ("DimensionMismatch", "matrix is not square: dimensions are (5, 3)"),
    ],
)
def test_a_missing_dot_is_named_in_julia(kind: str, message: str) -> None:
    """A whole array was given to what takes its elements."""
    account = {"kind": "exception", "type": kind, "message": message, "lines": []}
    julia = Words({"vae.jl": b""}, languages.JULIA)
    told = {
        words.language.name: str(errors.from_account(account, "calling elbo", words, hidden=False))
        for words in (WORDS, julia)
    }
    assert "A dot may be missing: exp.(x)" in told["Julia"]
    assert "dot" not in told["Python"]


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("normal expects all elements of std >= 0.0", True),
        ("scale < 0", True),
        ("Expected parameter scale (Tensor of shape (5, 3)) of distribution Normal(...)", True),
        ("Expected parameter loc (Tensor of shape (5, 3)) of distribution Normal(...)", False),
        ("the scale < 0 of my own", False),
    ],
)
def test_a_negative_width_is_named(message: str, named: bool) -> None:
    """As torch.normal, NumPy's normal and torch.distributions refuse one; no formula is given away."""
    error = errors.from_account(exception("ValueError", message), "calling f", WORDS, hidden=False)
    assert (errors.WIDTH in str(error)) is named
