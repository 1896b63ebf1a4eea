"""Files as students hand them in: packages, relative imports, guarded functions, other machines."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.sandbox.outside.call import Call
from autograder.submission.choice import choose_submission
from autograder.submission.code import Submission
from tests.support.workers import Start, source

X = {"x": np.ones(2)}
DOUBLE = b"def f(x): return 2 * x\n"
TORCH = "import torch\n"


def handed_in(**files: str) -> Submission:
    """Return what is graded of these files, whose names are written with __ for / and without .py."""
    content = tuple((f"{n.replace('__', '/')}.py", text.encode()) for n, text in sorted(files.items()))
    content = tuple((name.replace("/INIT", "/__init__"), text) for name, text in content)
    return choose_submission(content, (), "vae.py", julia=False, is_single=False)


@pytest.mark.parametrize(
    ("files", "main"),
    [
        ({"vae": "from .more import f", "more": "def f(x): return 2 * x"}, "vae.py"),
        ({"vae": "from . import more\nf = more.f", "more": "def f(x): return 2 * x"}, "vae.py"),
        ({"vae": "from .lib.more import f", "lib__more": "def f(x): return 2 * x"}, "vae.py"),
        ({"hw__src__vae": "from ..more import f", "hw__more": "def f(x): return 2 * x"}, "src/vae.py"),
        ({"hw__src__vae": "from more import f", "hw__src__more": "def f(x): return 2 * x"}, "vae.py"),
        ({"vae__INIT": "from .more import f", "vae__more": "def f(x): return 2 * x"}, "vae/__init__.py"),
        ({"vae__INIT": "from vae.more import f", "vae__more": "def f(x): return 2 * x"}, "vae/__init__.py"),
        (
            {"hw__vae__INIT": "from .more import f", "hw__vae__more": "def f(x): return 2 * x"},
            "vae/__init__.py",
        ),
    ],
)
def test_files_import_one_another(start: Start, files: dict[str, str], main: str) -> None:
    """By a relative import, up and down, and within a folder that is a package."""
    submission = handed_in(**files)
    assert submission.main == main
    np.testing.assert_array_equal(start(submission).call(Call("f", X)).output, 2 * X["x"])


def test_magic_lines_in_a_python_file_are_left_out(start: Start) -> None:
    """As a notebook's are, and named; what only looks so within a string stays."""
    body = "doc = '''\n%s\n'''\ndef f(x): return 2 * x * (len(doc) == 4)\n"
    text = f"%matplotlib inline\n!pip install torch\n{body}"
    submission = handed_in(vae=text)
    assert submission.note == "Left out of vae.py, as no Python: %matplotlib inline, !pip install torch."
    np.testing.assert_array_equal(start(submission).call(Call("f", X)).output, 2 * X["x"])


@pytest.mark.parametrize(
    "text",
    [
        "if __name__ == '__main__':\n    two = 2\n    def f(x): return two * x\n    while True: pass",
        "two = 2\nif __name__ == '__main__':\n    class A:\n        def f(self, x): return two * x",
        "def f(x): return 2 * x\nif __name__ == '__main__':\n    def f(x): return x\n    def g(x): return x",
    ],
)
def test_functions_that_only_the_program_defines_are_there(start: Start, text: str) -> None:
    """Without what else it does; one that the file defines as well stays the file's."""
    np.testing.assert_array_equal(start(source(text)).call(Call("f", X)).output, 2 * X["x"])


@pytest.mark.parametrize(
    "text",
    [
        "@torch.compile\ndef f(x): return 2 * x",
        "@torch.compile(fullgraph=True)\ndef f(x): return 2 * x",
        "f = torch.compile(lambda x: 2 * x, mode='max-autotune')",
        "def f(x): return 2 * x.cuda()",
        "def f(x): return 2 * x.to('mps').cpu()",
        "d = torch.device('cuda:0')\ndef f(x): return 2 * x.to(d, non_blocking=True)",
        "def f(x): return 2 * x * torch.ones(2, device='mps', dtype=x.dtype)",
        "torch.set_default_device('cuda')\ndef f(x): return 2 * x * torch.ones(2)",
        "m = torch.nn.Identity().cuda(0)\ntorch.cuda.synchronize()\ndef f(x): return 2 * m(x)",
        "def f(x): return 2 * x * torch.cuda.FloatTensor(2).fill_(1)",
    ],
)
def test_another_machine_is_done_without(start: Start, text: str) -> None:
    """Nothing is compiled and nothing moves: the numbers are the same."""
    np.testing.assert_array_equal(start(source(TORCH + text)).call(Call("f", X)).output, 2 * X["x"])


@pytest.mark.parametrize(
    ("text", "count"), [("x.cuda()", 1), ("@torch.compile", 1), ("torch.compile; device='mps'", 2), ("x", 0)]
)
def test_staff_are_told_of_another_machine(text: str, count: int) -> None:
    """In a sentence each; a NumPy submission speaks of none."""
    assert len(source(f"{TORCH}# {text}").machine) == count
    assert source(f"# {text}").machine == []
