"""Libraries that take long to import are imported once for a hand-in, before its processes are forked."""

from __future__ import annotations

import pytest

from autograder.course.assignment import Limits
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.libraries import slow_imports
from autograder.sandbox.outside.worker import Worker
from autograder.submission.code import Submission

SHAPES = "torch.fx.experimental.symbolic_shapes"
LOOKS = b"import sys\nprint('scipy.stats' in sys.modules)\n"
IMPORTS = LOOKS + b"if False:\n    from scipy import stats\n"


@pytest.mark.parametrize(
    ("code", "libraries"),
    [
        (b"import numpy as np\n", ()),
        (b"from scipy.stats import norm\n", ("scipy.stats",)),
        (b"from scipy import stats\n", ("scipy.stats",)),
        (b"import scipy\nscipy.stats.norm\n", ("scipy.stats",)),
        (b"from scipy.special import expit\n", ()),
        (b'{"source": "import numpy\\nimport matplotlib.pyplot as plt"}', ("matplotlib.pyplot",)),
        (b"from torch.distributions import MultivariateNormal\n", ()),
    ],
)
def test_libraries(code: bytes, libraries: tuple[str, ...]) -> None:
    """A file's words tell what it imports, a notebook's too."""
    assert slow_imports((("vae.py", code),), "numpy") == libraries


@pytest.mark.parametrize(
    ("code", "libraries"),
    [
        (b"from torch.distributions import Normal\n", ()),
        (b"from torch.distributions import MultivariateNormal\n", (SHAPES,)),
        (b"from torch import distributions as D\nD.TransformedDistribution\n", (SHAPES,)),
    ],
)
def test_libraries_of_torch(code: bytes, libraries: tuple[str, ...]) -> None:
    """What PyTorch itself imports at a first call is known by the call, in PyTorch's own hand-ins."""
    assert slow_imports((("vae.py", code),), "torch") == libraries


@pytest.mark.parametrize(("code", "printed"), [(IMPORTS, "True"), (LOOKS, "False")], ids=["some", "none"])
def test_a_library_is_there_for_those_who_import_it(zygotes: Zygotes, code: bytes, printed: str) -> None:
    """It is imported before a process loads the file, and in no process of another hand-in."""
    files = (("vae.py", code),)
    with Worker(zygotes.of("numpy", files), Submission(files, "vae.py", "numpy"), Limits(), 1) as worker:
        worker.load()
        assert worker.printed.strip() == printed
