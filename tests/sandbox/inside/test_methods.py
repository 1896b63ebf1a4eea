"""Functions that are methods: which class, which object, and with or without self."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.submission.code import Submission
from tests.support.workers import Start, source

X = {"x": np.array([1.0, 2.0])}


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    def f(self, x): return 2 * x",
        "class A:\n    def f(this, x): return 2 * x",
        "class A:\n    def f(x): return 2 * x",
        "class A:\n    @staticmethod\n    def f(x): return 2 * x",
        "class A:\n    @classmethod\n    def f(cls, x): return 2 * x",
        "class A:\n    def f(x, beta=1.0): return 2 * x",
        "class A:\n    def __init__(self): self.two = 2\n    def f(self, x): return self.two * x",
        "class A:\n    def __init__(self, n): self.n = n\n    def f(self, x): return 2 * x",
        "class A:\n    def __init__(self): 1 / 0\n    def f(self, x): return 2 * x",
        "class A:\n    def __init__(self): exit()\n    def f(self, x): return 2 * x",
        "class B:\n    def f(self, x): return 2 * x\nclass A(B): pass",
        "class B:\n    def f(self, x): return x\nclass A(B):\n    def f(self, x): return 2 * x",
        "class A:\n    def f(self, x): return x\nclass B:\n    def f(self, x): return 2 * x",
        "class A:\n    def f(self, x): return x\ndef f(x): return 2 * x",
    ],
)
def test_methods_are_called_as_functions(start: Start, text: str) -> None:
    """With or without self; static or of the class; the last class's; a function goes first."""
    output = start(source(text)).call(Call("f", X)).output
    np.testing.assert_array_equal(output, 2 * X["x"])


@pytest.mark.parametrize(
    ("init", "rest", "made"),
    [
        ("self", "", ""),
        ("self, n=3", "", ""),
        ("self, n", "", "bare"),
        ("self, *, n", "", "bare"),
        ("self, n", "a = A(3)", "own"),
        ("self, n=4", "a = A(3)", "own"),
        ("self, n", "def main():\n    a = A(3)", "call"),
        ("self, n", "if __name__ == '__main__':\n    a = A(n=3)", "call"),
        ("self, n", "def main(args):\n    a = A(args.n)", "bare"),
    ],
)
def test_which_object_a_method_is_called_on(start: Start, init: str, rest: str, made: str) -> None:
    """The file's own before any other, one made without `__init__` last; the student is told."""
    worker = start(source(f"class A:\n    def __init__({init}): pass\n    def f(self, x): return x\n{rest}"))
    worker.call(Call("f", X, hidden=False))
    assert (worker.methods, worker.objects) == ({"f": "A"}, {"f": made} if made else {})


def test_an_object_that_was_evaluated_trains_again(start: Start) -> None:
    """`model.eval()` at a file's end makes many a sampler return mu."""
    text = (
        "import torch\nclass A(torch.nn.Module):\n    def f(self, x): return 2 * x if self.training else x\n"
        "a = A()\na.eval()\n"
    )
    np.testing.assert_array_equal(start(source(text)).call(Call("f", X)).output, 2 * X["x"])


@pytest.mark.parametrize(
    ("other", "rivals"),
    [
        ("class B(A):\n    def __init__(self, beta=4): self.beta = beta", ("B",)),
        ("class B(A):\n    def f(self, x, beta=4): return x * beta", ("B",)),
        ("class B(A):\n    def f(self, x): raise NotImplementedError", ("B",)),
        ("class B:\n    def f(self, x): return 3 * x", ("B",)),
    ],
)
def test_of_a_family_of_classes_the_one_that_fits_is_used(
    start: Start, other: str, rivals: tuple[str, ...]
) -> None:
    """Whose beta is 1, which does not only raise, and which has more of the methods."""
    text = f"class A:\n    def f(self, x, beta=1): return 2 * x\n    def g(self, x): return x\n{other}\n"
    worker = start(source(text))
    np.testing.assert_array_equal(worker.call(Call("f", X)).output, 2 * X["x"])
    assert (worker.methods["f"], worker.rivals["f"]) == ("A", rivals)


def test_a_module_without_its_init_is_a_module(start: Start) -> None:
    """Its parameters and buffers may be asked for, and its object is the same in every call."""
    text = (
        "import torch\nclass A(torch.nn.Module):\n    def __init__(self, n):\n        super().__init__()\n"
        "    def f(self, x):\n        self.calls = getattr(self, 'calls', 0) + 1\n"
        "        return x * self.calls + len(list(self.parameters()))\n"
    )
    worker = start(source(text))
    assert [worker.call(Call("f", {"x": np.ones(1)})).output for _ in range(2)] == [
        np.ones(1),
        2 * np.ones(1),
    ]


def test_classes_of_libraries_are_no_students(start: Start) -> None:
    """What a class inherits from a library is not taken for what was asked for."""
    text = "from json import JSONEncoder\nclass A(JSONEncoder):\n    def f(self, x): return x\n"
    worker = start(source(text))
    worker.load()
    assert worker.methods == {"f": "A"}


def test_a_class_of_another_file_counts(start: Start) -> None:
    """A class that is imported from a helper of the student's is searched too."""
    files = (("model.py", b"class A:\n    def f(self, x): return x\n"), ("vae.py", b"from model import A\n"))
    worker = start(Submission(files, "vae.py"))
    worker.load()
    assert worker.methods == {"f": "A"}


def test_arguments_that_a_method_does_not_take_are_told(start: Start) -> None:
    """With the signature, as for a function."""
    with pytest.raises(StudentError) as caught:
        start(source("class A:\n    def f(self, x, y): return x")).call(Call("f", X, hidden=False))
    assert str(caught.value) == "Failed calling f: your function takes other arguments, (x, y)."
