"""What a student is advised to do about an exception."""

from __future__ import annotations

import pytest

from autograder.sandbox.outside.advice import WIDTH, advice
from autograder.sandbox.outside.languages import JULIA
from autograder.sandbox.outside.words import Words

WORDS = Words({"vae.py": b""})


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
    assert said in advice(WORDS, "ModuleNotFoundError", message)


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
    text = advice(Words({"vae.py": source}), "NameError", f"name '{name}' is not defined")
    told = f"{framework} cannot be graded here: use PyTorch or NumPy"
    assert ("cannot be graded here" in text, told in text) == (bool(framework), bool(framework))


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
    julia = Words({"vae.jl": b""}, JULIA)
    told = {words.language.name: advice(words, kind, message) for words in (WORDS, julia)}
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
    assert (WIDTH in advice(WORDS, "ValueError", message)) is named
