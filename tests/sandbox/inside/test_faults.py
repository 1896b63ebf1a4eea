"""Exceptions as students are told of them: their own lines, no path, and no hidden input."""

from __future__ import annotations

import platform
from pathlib import Path

import numpy as np
import pytest

from autograder.paths import ROOT
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from tests.support.workers import Start, source

HELPERS = "probe/helpers"
MISSING_FILE = (
    "Only the files that you hand in are there while grading: read any other under "
    '`if __name__ == "__main__":`.'
)
EVIL = "probe/evil_exceptions.py"
MU = {"mu": np.array([[0.123456]]), "log_var": np.zeros((1, 1))}


def told(start: Start, file: str, function: str, *, hidden: bool = False) -> str:
    """Return what is said of the exception that a call without inputs raises."""
    with pytest.raises(StudentError) as caught:
        start(file).call(Call(function, {}, hidden=hidden))
    return str(caught.value)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (
            "fails_in_helper",
            "ValueError while calling fails_in_helper: no digit 'seven'\n"
            '  vae.py, line 15: return helper.digit("seven")\n'
            '  helper.py, line 7: raise ValueError(f"no digit {name!r}")',
        ),
        (
            "fails_in_library",
            "ValueError while calling fails_in_library: cannot reshape array of size 2 into shape (3,)\n"
            "  vae.py, line 19: return np.zeros(2).reshape(3)",
        ),
        (
            "opens_file",
            "FileNotFoundError while calling opens_file: data/digits.csv not found.\n"
            '  vae.py, line 23: return np.loadtxt(os.path.dirname(__file__) + "/data/digits.csv")\n'
            + MISSING_FILE,
        ),
        (
            "opens_temporary_file",
            "FileNotFoundError while calling opens_temporary_file: [Errno 2] No such file or directory: "
            "'home/digits.csv'\n"
            '  vae.py, line 31: return open(os.path.join(os.environ["TMPDIR"], "digits.csv"))\n'
            + MISSING_FILE,
        ),
        (
            "imports_name",
            "ImportError while calling imports_name: cannot import name 'absent' from 'helper' (helper.py)\n"
            "  vae.py, line 27: from helper import absent",
        ),
        (
            "imports_broken_file",
            "Your file is not valid Python. SyntaxError: expected ':'\n  broken.py, line 1: def digit(name)"
            f"\nIt was read by Python {platform.python_version()}.",
        ),
    ],
)
def test_exception(start: Start, function: str, expected: str) -> None:
    """An exception is told with the student's lines only, and paths as the student knows them."""
    assert told(start, HELPERS, function) == expected


def test_deep_recursion(start: Start) -> None:
    """Of a long traceback the innermost lines are told."""
    first, *lines = told(start, HELPERS, "recurses").splitlines()
    assert first == "RecursionError while calling recurses: maximum recursion depth exceeded"
    assert lines == ["  vae.py, line 39: return recurses(depth + 1)"] * 6


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "syntax_error",
            "Your file is not valid Python. SyntaxError: '(' was never closed\n"
            "  vae.py, line 11: return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1"
            f"\nIt was read by Python {platform.python_version()}.",
        ),
        (
            "exception_at_import",
            "FileNotFoundError while importing vae.py: [Errno 2] No such file or directory: "
            "'data/mnist_train.npy'\n"
            "  vae.py, line 34: experiment = setup_experiment(CONFIG)\n"
            '  vae.py, line 16: batches = make_batches(config["images"], config["batch_size"])\n'
            "  vae.py, line 11: images = read_images(path)\n"
            "  vae.py, line 7: return np.load(path).reshape(-1, 784) / 255.0\n" + MISSING_FILE,
        ),
        (
            "imports_tensorflow",
            "ModuleNotFoundError while importing vae.py: No module named 'tensorflow'\n"
            "  vae.py, line 1: import tensorflow as tf\n"
            "TensorFlow cannot be graded here: use PyTorch or NumPy in the functions that you hand in.",
        ),
    ],
)
def test_exception_at_import(start: Start, name: str, expected: str) -> None:
    """What goes wrong while the file is imported is told with its line."""
    with pytest.raises(StudentError) as caught:
        start(f"odd/{name}").load()
    assert str(caught.value) == expected


def test_indentation_error(start: Start) -> None:
    """Mixed tabs and spaces are told with their line; the wording is Python's own."""
    with pytest.raises(
        StudentError, match=r"not valid Python\. \w+Error: .*\n  vae.py, line 6: eps = "
    ) as caught:
        start("odd/indentation_error").load()
    assert caught.value.kind == "syntax"


@pytest.mark.parametrize("function", ["fails_in_helper", "fails_in_library", "opens_file", "imports_name"])
def test_hidden_message(start: Start, function: str) -> None:
    """In a hidden case the message is withheld and the lines are still told."""
    first, *lines = told(start, HELPERS, function, hidden=True).splitlines()
    assert first.endswith(f"while calling {function}: (message withheld: this case is hidden)")
    assert lines == told(start, HELPERS, function).splitlines()[1:]


@pytest.mark.parametrize("function", ["tells_inputs", "syntax_tells_inputs"])
def test_hidden_inputs(start: Start, function: str) -> None:
    """An exception cannot tell the inputs of a hidden case, though it can tell a public one's."""
    messages = []
    for hidden in (True, False):
        with pytest.raises(StudentError) as caught:
            start(EVIL).call(Call(function, MU, hidden=hidden))
        messages.append(str(caught.value))
    assert ["0.123456" in message for message in messages] == [False, True]


def test_hidden_by_default(start: Start) -> None:
    """A call's case is hidden unless it is said not to be."""
    with pytest.raises(StudentError, match="message withheld"):
        start(EVIL).call(Call("tells_inputs", MU))


def test_import_after_hidden_case(start: Start, shelf: Path) -> None:
    """An import that fails only after a call may know that call's inputs: its message is withheld."""
    flag = shelf / "flag"
    worker = start(
        source(f"import os\nif os.path.exists({str(flag)!r}): raise ValueError('input')\ndef f(x): pass")
    )
    worker.call(Call("f", {"x": np.zeros(1)}))
    worker.close()
    flag.touch()
    with pytest.raises(StudentError, match=r"ValueError while importing vae\.py: .message withheld"):
        worker.load()


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("unreadable", "Unreadable while calling unreadable: (its message could not be read)"),
        ("leaving", "Leaving while calling leaving: (its message could not be read)"),
        ("no_text", "NoText while calling no_text: (its message could not be read)"),
        ("long", f"Long while calling long: {'z' * 500}"),
        ("coloured", "Coloured while calling coloured: �[2J�[31mpassed� �10/10�"),
        ("interrupt", "KeyboardInterrupt while calling interrupt"),
    ],
)
def test_evil_exception(start: Start, function: str, expected: str) -> None:
    """Whatever an exception's message does, the exception is told."""
    first, line = told(start, EVIL, function).splitlines()
    assert first == expected
    assert line.startswith("  vae.py, line ")


def test_evil_message_of_the_bank(start: Start) -> None:
    """A submission of the bank whose message raises in its turn is told too."""
    with pytest.raises(StudentError) as caught:
        start("odd/exception_message_evil").call(Call("reparameterize", MU, hidden=False))
    assert str(caught.value) == (
        "ShapeError while calling reparameterize: (its message could not be read)\n"
        "  vae.py, line 13: raise ShapeError"
    )


@pytest.mark.parametrize(
    "function",
    ["fails_in_helper", "fails_in_library", "opens_file", "imports_name", "imports_broken_file", "recurses"],
)
def test_no_path(start: Start, function: str) -> None:
    """No message holds a path of the grader's or of the folder that the submission runs in."""
    text = told(start, HELPERS, function)
    assert [
        part for part in (str(ROOT), "submission/", "/vae-", "python_child", "frameworks") if part in text
    ] == []
