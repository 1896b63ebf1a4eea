"""Odd submissions, each graded through the real worker: a result for every one, and words that help."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import msgspec
import pytest

from autograder.course.assignment import Limits
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session.forms import DEFINITIONS_ONLY
from tests.support.bank import code_alone
from tests.support.draws import FEW
from tests.support.results_schema import total, valid

ODD = ROOT / "tests" / "submissions" / "odd"
ASSIGNMENT = code_alone()
LIMITS = Limits(import_seconds=30, call_seconds=30, submission_seconds=120, memory_mb=512, file_mb=1)
SHORT = {"import_seconds": 2, "call_seconds": 2}
ENDLESS = ("infinite_loop_import", "infinite_loop_call", "trains_forever", "trains_and_crashes")

# The score that is left, and what the student must be able to read somewhere.
EXPECTED: dict[str, tuple[float, tuple[str, ...]]] = {
    "nothing": (0, ("No file was handed in", "vae.py")),
    "empty_file": (0, ("vae.py is empty",)),
    "only_comments": (0, ("reparameterize", "kl_divergence", "no function elbo")),
    "wrong_name": (0, ("Rename VAE_final.py to vae.py",)),
    "wrong_case": (0, ("Rename Vae.py to vae.py",)),
    "two_candidates": (0, ("more than once", "a/vae.py, b/vae.py")),
    "nested_once": (60, ("Graded hw3/vae.py", "next time")),
    "julia_only": (60, ()),
    "julia_and_python": (0, ("Found both vae.py and vae.jl", "Hand in one of them")),
    "julia_exception": (
        48,
        (
            "DimensionMismatch while calling elbo: array size 10",
            "vae.jl, line 10: images = reshape(x, :, PIX",
        ),
    ),
    "julia_missing_package": (
        24,
        (
            "uses the package Distributions",
            "standard library",
            "vae.jl, line 2: using Distributions",
            "UndefVarError while calling reparameterize: Normal not defined",
            "It is from a package that the grader lacks",
        ),
    ),
    "julia_scalars": (24, ("(mu::Real, log_var::Real)", "take whole arrays", "dots")),
    "julia_syntax_error": (
        0,
        ("not valid Julia", "missing comma or )", "vae.jl, line 3: return mu .+ exp.("),
    ),
    "julia_template": (
        0,
        ("ErrorException while calling elbo: elbo is not written yet", 'line 70: error("elbo is not'),
    ),
    "julia_wrong_name": (0, ("Rename Homework3.jl to vae.jl",)),
    "notebook_only": (60, ()),
    "notebook_and_python": (60, ("Graded vae.py, not vae.ipynb.",)),
    "notebook_cells_fail": (
        36,
        (
            "no Python: %load_ext autoreload (code cell 1), !nvidia-smi (code cell 5).",
            "These cells did not run to their end",
            "NameError while running code cell 2: name 'load_mnist' is not defined",
            "vae.ipynb, code cell 2, line 6: data = load_mnist()",
            "SyntaxError: expected ':'\n  vae.ipynb, code cell 3, line 1: def kl_divergence(mu, log_var)",
            "vae.ipynb defines no function kl_divergence",
        ),
    ),
    "notebook_exception_in_call": (
        48,
        ("RuntimeError while calling elbo", "vae.ipynb, code cell 3, line 5: x = x.view(-1, PIXELS)"),
    ),
    "notebook_in_r": (0, ("vae.ipynb is a notebook in R, which cannot be graded here", "in Python")),
    "notebook_in_tensorflow": (
        0,
        (
            "vae.ipynb, code cell 1, line 1: import tensorflow as tf\nTensorFlow cannot be graded here",
            "while calling reparameterize: No module named 'tensorflow'",
            "while calling elbo: No module named 'tensorflow'",
            "use PyTorch or NumPy",
        ),
    ),
    "notebook_malformed": (
        0,
        ("vae.ipynb cannot be read as a notebook (Input data was truncated)", "save it and hand it in again"),
    ),
    "notebook_wrong_name": (0, ("Rename HW3 (2).ipynb to vae.ipynb",)),
    "method_needs_init": (
        24,
        (
            "Graded as methods of the class VAE: reparameterize, kl_divergence, elbo.",
            "VAE() failed, so its object was made without __init__.",
            "AttributeError while calling reparameterize: 'VAE' object has no attribute 'latent'",
            "vae.py, line 13: return mu + std * torch.randn(len(mu), self.latent)",
        ),
    ),
    "definitions_depend": (
        48,
        (
            DEFINITIONS_ONLY,
            "Left out:\n  vae.py, line 8: images = load_images('mnist.npy')",
            "NameError while calling elbo: name 'images' is not defined",
        ),
    ),
    "nothing_defined": (0, ("FileNotFoundError while importing vae.py", "vae.py, line 3: images = np.load(")),
    "pdf_only": (0, ("no vae.py", "report.pdf is a PDF")),
    "null_bytes": (0, ("vae.py", "null bytes")),
    "syntax_error": (
        0,
        ("SyntaxError", "'(' was never closed", "vae.py, line 11: return -0.5 * torch.sum("),
    ),
    "indentation_error": (0, ("TabError", "tabs and spaces", "vae.py, line 6: eps = np.random.randn(")),
    "exception_at_import": (
        60,
        (
            DEFINITIONS_ONLY,
            "FileNotFoundError while importing vae.py",
            "data/mnist_train.npy",
            "vae.py, line 34: experiment = setup_experiment(CONFIG)",
            "vae.py, line 7: return np.load(path)",
            "Left out:\n  vae.py, line 34: experiment = setup_experiment(CONFIG)",
        ),
    ),
    "missing_module": (
        60,
        (DEFINITIONS_ONLY, "No module named 'torchvision'", "vae.py, line 3: from torchvision", "PyTorch"),
    ),
    "imports_tensorflow": (0, ("line 1: import tensorflow", "TensorFlow cannot be graded here", "PyTorch")),
    "imports_jax": (
        0,
        (
            "line 3: import jax",
            "JAX cannot be graded here",
            "use PyTorch or NumPy",
            "while calling reparameterize: No module named 'jax'",
        ),
    ),
    "infinite_loop_import": (
        60,
        (DEFINITIONS_ONLY, "Stopped after 2 s while importing vae.py", "loop that never ends"),
    ),
    "trains_forever": (
        60,
        (
            DEFINITIONS_ONLY,
            "Stopped after 2 s while importing vae.py",
            "training",
            '__name__ == "__main__"',
            "Left out:\n  vae.py, line 22: optimizer = torch.optim.SGD(",
            "\n  vae.py, line 25: for epoch in range(100_000):",
        ),
    ),
    "trains_and_crashes": (
        24,
        (DEFINITIONS_ONLY, "Stopped after 2 s while importing vae.py", "Python ended while calling reparam"),
    ),
    "reads_input": (
        60,
        (
            DEFINITIONS_ONLY,
            "importing vae.py",
            "vae.py, line 3: latent_dim = int(input(",
            "remove input()",
        ),
    ),
    "prints_gigabytes": (
        60,
        (DEFINITIONS_ONLY, "too much while importing vae.py", "line 21: print(step,", "Remove the prints"),
    ),
    "sys_exit_import": (
        60,
        (DEFINITIONS_ONLY, "exit()", "importing vae.py", "vae.py, line 26: sys.exit(main())", "Remove"),
    ),
    "os_exit_import": (60, (DEFINITIONS_ONLY, "Python ended while importing vae.py", "exit status 0")),
    "segfault": (24, ("Python ended while calling reparameterize", "SIGSEGV")),
    "missing_function": (48, ("vae.py defines no function kl_divergence",)),
    "near_function_name": (
        12,
        (
            "no function reparameterize. Rename reparametrize to reparameterize",
            "no function kl_divergence. Rename kl_div to kl_divergence",
        ),
    ),
    "not_a_function": (24, ("no function reparameterize",)),
    "template_unfinished": (
        0,
        (
            "NotImplementedError while calling reparameterize",
            "vae.py, line 6",
            "line 11",
            "still the template's",
        ),
    ),
    "wrong_arity": (24, ("calling reparameterize", "arguments", "(self, mu, log_var)")),
    "wrong_shape": (24, ("shape (10, 5, 3)", "of shape (5, 3)")),
    "integer_dtype": (24, ("dtype int64", "float32 or float64")),
    "returns_nan": (24, ("6 of 15 values are nan or infinite",)),
    "returns_none": (48, ("returned None", "no return statement")),
    "returns_tuple": (24, ("returned a tuple of 2", "return the result alone")),
    "returns_list": (24, ("returned a list", "one array of shape (5, 3)", ".tolist()")),
    "modifies_inputs": (56, ("changed mu and log_var in place", "+=", "out=")),
    "infinite_loop_call": (24, ("Stopped after 2 s while calling reparameterize", "loop that never ends")),
    "sys_exit_call": (24, ("exit()", "calling reparameterize", "vae.py, line 9: sys.exit(", "Remove")),
    "prints_gigabytes_in_call": (48, ("too much while calling kl_divergence", "line 13: print(", "Remove")),
    "memory_hog": (24, ("calling reparameterize", "more than 512 MB of memory")),
    "exception_in_call": (
        48,
        ("RuntimeError while calling elbo", "[5, 784]", "vae.py, line 15: images = x.view("),
    ),
    "exception_message_evil": (
        24,
        ("ShapeError while calling reparameterize", "vae.py, line 13: raise ShapeErr"),
    ),
    "exception_with_markup": (
        48,
        ("[bold red]not markup[/]", "ä漢", "vae.py, line 12", "[blue]printed[/blue]"),
    ),
    "box_muller_unguarded": (60, ()),
    "prints_politely": (60, ("your file printed:\nexercise 2.2, NumPy",)),
}
# What only staff may see, and what would mean nothing to a student.
INTERNALS = (
    str(ROOT),
    sys.prefix,
    tempfile.gettempdir() + "/",
    "site-packages",
    "Traceback",
    "autograder/",
    "autograder.",
    "python_child",
    "GraderFault",
)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_odd_submission_is_graded_and_explained(name: str, tmp_path: Path, zygotes: Zygotes) -> None:
    """All twelve tests with the same total, what can be graded is, and the words say what to mend."""
    handed_in = shutil.copytree(ODD / name, tmp_path / "handed in", ignore=shutil.ignore_patterns(".gitkeep"))
    limits = msgspec.structs.replace(LIMITS, **(SHORT if name in ENDLESS else {}))
    assignment = msgspec.structs.replace(ASSIGNMENT, limits=limits)
    graded = grade(handed_in, assignment, zygotes, identity="odd", paces=FEW)
    results = valid(graded.results)
    rows = results["tests"]
    text = "\n".join([results["output"], *(f"{row['name']}\n{row['output']}" for row in rows)])
    score, words = EXPECTED[name]
    assert not graded.fault
    assert (results["score"], len(rows), total(results)) == (score, 12, 60)
    assert [word for word in words if word not in text] == []
    assert [word for word in INTERNALS if word in text] == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)
    assert [row["name"] for row in rows if row["status"] == "failed" and not row["output"]] == []


def test_every_odd_submission_is_known_here_and_in_its_readme() -> None:
    """The folders, the table for people, and the table above list the same submissions."""
    folders = {path.name for path in ODD.iterdir() if path.is_dir()}
    readme = (ODD / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE)) == folders == set(EXPECTED)
