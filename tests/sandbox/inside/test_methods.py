"""Functions that are methods: which class, which object, and with or without self."""

from __future__ import annotations

import numpy as np
import pytest

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
    output = start(source(text)).call("f", X).output
    np.testing.assert_array_equal(output, 2 * X["x"])


@pytest.mark.parametrize(
    ("init", "bare"), [("self", False), ("self, n=3", False), ("self, n", True), ("self, *, n", True)]
)
def test_an_object_is_made_without_init_only_where_it_has_to(start: Start, init: str, bare: bool) -> None:
    """It is remembered, for the student to be told."""
    worker = start(source(f"class A:\n    def __init__({init}): pass\n    def f(self, x): return x"))
    worker.call("f", X, hidden=False)
    assert (worker.methods, worker.bare) == ({"f": "A"}, {"f"} if bare else set())


def test_a_module_without_its_init_is_a_module(start: Start) -> None:
    """Its parameters and buffers may be asked for, and its object is the same in every call."""
    text = (
        "import torch\nclass A(torch.nn.Module):\n    def __init__(self, n):\n        super().__init__()\n"
        "    def f(self, x):\n        self.calls = getattr(self, 'calls', 0) + 1\n"
        "        return x * self.calls + len(list(self.parameters()))\n"
    )
    worker = start(source(text))
    assert [worker.call("f", {"x": np.ones(1)}).output for _ in range(2)] == [np.ones(1), 2 * np.ones(1)]


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
        start(source("class A:\n    def f(self, x, y): return x")).call("f", X, hidden=False)
    assert str(caught.value) == "Failed calling f: your function takes other arguments, (x, y)."
