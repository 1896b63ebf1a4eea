"""What to do about an exception of a student's, by its name and message."""

from __future__ import annotations

import re

from autograder.sandbox.outside.words import Words

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


def advice(words: Words, name: str, message: str) -> str:
    """Return a line that says what to do, after a line break; empty where nothing is known of it."""
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
    line = NO_CUDA if "not compiled with CUDA" in message else language.advice.get(name, "")
    return f"\n{line}" if line else ""
