"""Files that cannot be run as a whole: what of them is loaded, what is not, and what is said of it."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.submission.code import Submission
from tests.support.workers import Start, asked, source

PARSER = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n', default=7)\n"
HEAD = "import json\nimport numpy as np\n"
PROBE = """
def tell():
    seen = {n: repr(v) for n, v in sorted(globals().items()) if n in NAMES}
    return np.frombuffer(json.dumps(seen).encode(), dtype=np.uint8)
"""


def definitions(text: str, **others: str) -> Submission:
    """Return a submission of which only the definitions are loaded."""
    files = tuple((f"{name}.py", content.encode()) for name, content in others.items())
    whole = source(text)
    return dataclasses.replace(whole, files=whole.files + files, definitions_only=True)


def loaded(start: Start, text: str, names: list[str], **others: str) -> dict[str, str]:
    """Return the values that these names have, written out, after a file's definitions were loaded."""
    found = asked(start(definitions(f"{HEAD}{text}\nNAMES = {names}\n{PROBE}", **others)), "tell")
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("a = 20", "20"),
        ("a: int = 20", "20"),
        ("a, b = 1, 2", "1"),
        ("a = 2 * np.log(1.0) + 1", "np.float64(1.0)"),
        ("a = [int(x) for x in '123']", "[1, 2, 3]"),
        ("a = 1\na += 1", "2"),
        ("a = list(map(lambda x: f(x), []))", "[]"),
        ("try:\n    import nothing\nexcept ImportError:\n    a = 3", "3"),
        ("try:\n    import json as j\n    a = 4\nexcept ImportError:\n    raise SystemExit", "4"),
        ("if np.pi > 3:\n    a = 5\n    train()\nelse:\n    a = 6", "5"),
        ("class A:\n    def __repr__(self):\n        return 'made'\na = A()", "made"),
        ("a = []\na.append(1)", "[1]"),
        (
            f"{PARSER}a = p.parse_args().n",
            "7",
        ),
        ("a = 8\na = 1 / 0", "8"),
        ("a = 9\ndel a", "9"),
    ],
)
def test_what_is_kept(start: Start, line: str, value: str) -> None:
    """Imports, constants, classes and what libraries make are there, as they would be in the whole file."""
    assert loaded(start, line, ["a"]) == {"a": value}


@pytest.mark.parametrize(
    "line",
    [
        "def f(): return 1\na = f()",
        "def f(): return 1\na = [f() for _ in '12']",
        "class A:\n    def fit(self): return 1\nmodel = A()\na = model.fit()",
        "class A:\n    def __call__(self): return 1\nmodel = A()\na = model()",
        "for a in range(3): pass",
        "while True: a = 1",
        "with open('x') as a: pass",
        "if __name__ == '__main__': a = 1",
        "a = input()",
        "a = 1 / 0",
        "a = unknown()",
        "from helper import f\na = f()",
        "assert (a := 1)",
    ],
)
def test_what_is_not_run(start: Start, line: str) -> None:
    """No function of the student's own is called, no loop entered, and what fails is left out."""
    assert loaded(start, line, ["a"], helper="def f():\n    while True: pass") == {}


def test_other_files_are_loaded_in_the_same_way(start: Start) -> None:
    """A helper that trains when it is imported is no obstacle either."""
    helper = "a = 3\ndef train():\n    while True: pass\ntrain()\n"
    assert loaded(start, "from helper import a", ["a"], helper=helper) == {"a": "3"}


@pytest.mark.parametrize(
    "use",
    [
        "tf.exp(x)",
        "tf.math.special.erf(x)",
        "loss(x)",
        "[*loss]",
        "layer(x)",
        "key[0]",
        "1 / key",
    ],
)
def test_what_could_not_be_imported_says_so_when_it_is_used(start: Start, use: str) -> None:
    """In the function that uses it, whatever it was bound to: a NameError would not help."""
    text = (
        "import tensorflow as tf\nfrom tensorflow.losses import mse as loss\n"
        "layer = tf.Dense(3)\nkey = tf.key()\n"
        f"def f(x):\n    return {use}\n"
    )
    with pytest.raises(StudentError) as caught:
        start(definitions(text)).call(Call("f", {"x": np.ones(1)}, hidden=False))
    assert "ModuleNotFoundError while calling f: No module named 'tensorflow'" in str(caught.value)
    assert "TensorFlow cannot be graded here: use PyTorch or NumPy" in str(caught.value)


def test_a_class_may_lack_its_base(start: Start) -> None:
    """A base class that could not be imported does not take the class with it."""
    text = (
        "import lightning as pl\nclass VAE(pl.LightningModule):\n    def f(self, x):\n        return 2 * x\n"
    )
    worker = start(definitions(text))
    assert worker.call(Call("f", {"x": np.ones(1)})).output == np.array([2.0])
    assert worker.methods == {"f": "VAE"}


def test_annotations_are_not_evaluated_where_the_file_says_so(start: Start) -> None:
    """`from __future__ import annotations` counts, although each statement is run by itself."""
    text = "from __future__ import annotations\ndef f(x: Unknown) -> Unknown:\n    return x\n"
    assert start(definitions(text)).call(Call("f", {"x": np.ones(1)})).output == np.array([1.0])


@pytest.mark.parametrize(
    "definition",
    [
        "from jaxtyping import Float\ndef f(x: Float[Tensor, 'b d']) -> Float[Tensor, 'b d']: return 2 * x",
        "from .types_ import *\ndef f(x: Tensor, *y: Unknown) -> Tensor: return 2 * x",
        "from nothing import jit\n@jit\n@jit(cache=True)\ndef f(x): return 2 * x",
        "import nothing\n@nothing.jit.now(x=[1])\ndef f(x): return 2 * x",
        "from nothing import *\n@registered('f')\ndef f(x): return 2 * x",
        "from nothing import *\nclass A(Base):\n    @cached\n    def f(self, x): return 2 * x",
        "from nothing import jit\nclass A:\n    @staticmethod\n    @jit\n    def f(x): return 2 * x",
        "from nothing import N\ndef f(x, n=N, m=UNKNOWN): return 2 * x",
        "from nothing import Float\nimport typing\nclass P(typing.NamedTuple):\n    x: Float\n"
        "def f(x): return P(2 * x).x",
        "if __name__ == '__main__':\n    two = 2\n    def f(x): return two * x\n    f.train()",
    ],
)
def test_what_only_decorates_does_not_take_a_definition_along(start: Start, definition: str) -> None:
    """Annotations, decorators, bases and defaults from a package that is not there."""
    worker = start(definitions(f"{definition}\n"))
    np.testing.assert_array_equal(worker.call(Call("f", {"x": np.ones(2)})).output, 2 * np.ones(2))


def test_decorators_that_were_left_out_are_told(start: Start) -> None:
    """By their lines; those that are there stay."""
    text = "import nothing\nclass A:\n    @nothing.jit\n    @staticmethod\n    def f(x): return x\n"
    worker = start(definitions(text))
    worker.load()
    assert [note.text.splitlines()[1:] for note in worker.notes] == [["  vae.py, line 3: @nothing.jit"]]


@pytest.mark.parametrize(
    "text",
    ["import torch\na = torch.optim.Adam([torch.zeros(1)])", "from torch import optim\na = optim.SGD([])"],
)
def test_an_optimiser_is_left_out(start: Start, text: str) -> None:
    """Its first use takes seconds, and no graded function needs one."""
    worker = start(definitions(text))
    worker.load()
    assert worker.left == f"\nLeft out:\n  vae.py, line 2: {text.splitlines()[1]}"


def test_a_graphics_card_is_left_out(start: Start) -> None:
    """`.cuda()` at the top level is taken for what it is without one."""
    text = "import torch\na = torch.nn.Identity().cuda()\ndef f(x): return a(x)\n"
    assert start(definitions(text)).call(Call("f", {"x": np.ones(1)})).output == np.array([1.0])


def test_what_was_left_out_is_told(start: Start) -> None:
    """The first lines of what was not run, but no docstring and no guard."""
    lines = ['"""A title."""', "import nothing", "x = 1", "for x in '12':", "    pass", "print(x)"]
    lines += ["if __name__ == '__main__':", "    pass", *(f"print({n})" for n in range(5)), "def f(): pass"]
    worker = start(definitions("\n".join(lines)))
    worker.load()
    assert worker.left == (
        "\nLeft out:\n  vae.py, line 2: import nothing\n  vae.py, line 4: for x in '12':"
        "\n  vae.py, line 6: print(x)"
        "\n  vae.py, line 9: print(0)\n  vae.py, line 10: print(1)\n  ..."
    )


def test_it_takes_no_longer_than_an_import_may(start: Start) -> None:
    """A class whose body never ends ends the second attempt as well."""
    with pytest.raises(StudentError, match=r"Stopped after 1 s while importing vae\.py"):
        start(definitions("class A:\n    while True: pass"), import_seconds=1).load()


def test_header_is_valid_json_whatever_is_left_out(start: Start) -> None:
    """Thousands of lines that were not run do not make the account too large."""
    worker = start(definitions("print(1)\n" * 20_000 + "def f(x): return x\n"))
    worker.load()
    assert worker.functions[-1:] == ("f",)
    assert len(json.dumps(worker.left)) < 500
