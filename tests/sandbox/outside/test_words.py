"""Which names may be told: those that were there before any hidden input."""

from __future__ import annotations

import pytest

from autograder.sandbox.outside.words import Words

WORDS = Words(
    {"vae.py": b"class Gaussian: pass\nhidden = 'w0 w1'\n", "lib/helper.py": "caf\xe9 = 1\n".encode()}
)


@pytest.mark.parametrize(
    "text",
    [
        "ValueError",
        "LinAlgError",
        "None",
        "list",
        "a tuple of 2",
        "vae.Gaussian",
        "an array of dtype complex128",
        "a tensor of dtype torch.bfloat16",
        "an array of shape (33, 1048576), too large",
        "another shape or dtype from call to call",
        "helper",
    ],
)
def test_known(text: str) -> None:
    """Python's names, NumPy's and the submission's own are told, and the words around them."""
    assert WORDS.are_known(text)


@pytest.mark.parametrize(
    "text",
    [
        "hidden_0123456",
        "hidden 0.123456",
        "0.123456",
        "123456",
        "Gaussian<img>",
        "a tuple of 123456",
        f"an array of shape ({'1, ' * 40})",
        "an array of dtype [('mu', '<f8')]",
        "w0.w2",
        "",
        "None\n",
    ],
)
def test_unknown(text: str) -> None:
    """Numbers, and names that could be made of them, are not told."""
    assert not WORDS.are_known(text)


@pytest.mark.parametrize(
    ("file", "number", "expected"),
    [
        ("vae.py", 1, "class Gaussian: pass"),
        ("vae.py", 3, ""),
        ("vae.py", 0, ""),
        ("vae.py", -1, ""),
        ("lib/helper.py", 1, "caf\xe9 = 1"),
        ("other.py", 1, None),
    ],
)
def test_line(file: str, number: int, expected: str | None) -> None:
    """A line is read from what was handed in, whatever the process has made of its files."""
    assert WORDS.line(file, number) == expected


def test_line_in_another_encoding() -> None:
    """A declared encoding is used, a wrong one does no harm."""
    latin = Words({"a.py": b"# coding: latin-1\nx = '\xe9'", "b.py": b"# coding: nothing\nx = '\xe9'"})
    assert (latin.line("a.py", 2), latin.line("b.py", 2)) == ("x = '\xe9'", "x = '\ufffd'")


NOTEBOOK = Words({"vae.ipynb": b"a = 1\nb = 2\nc = 3\n", "x.py": b"1\n"}, cells={"vae.ipynb": (1, 3)})


@pytest.mark.parametrize(
    ("file", "number", "expected"),
    [
        ("vae.ipynb", 1, "code cell 1, line 1"),
        ("vae.ipynb", 2, "code cell 1, line 2"),
        ("vae.ipynb", 3, "code cell 2, line 1"),
        ("vae.ipynb", 4, "line 4"),
        ("x.py", 1, "line 1"),
    ],
)
def test_place(file: str, number: int, expected: str) -> None:
    """In a notebook a line is one of a cell, as its author counts."""
    assert NOTEBOOK.place(file, number) == expected


@pytest.mark.parametrize(
    ("file", "number", "expected"),
    [
        ("vae.ipynb", 3, True),
        ("vae.ipynb", 4, False),
        ("vae.ipynb", 0, False),
        ("vae.ipynb", True, False),
        ("other.py", 1, False),
        (None, 1, False),
        ("x.py", 10**400, False),
    ],
)
def test_has(file: object, number: object, expected: bool) -> None:
    """Only what was handed in has lines to speak of."""
    assert NOTEBOOK.has(file, number) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(0, True), (1, True), (2, False), (-1, False), ("0", False), (True, False)]
)
def test_has_cell(number: object, expected: bool) -> None:
    """A cell that a child speaks of must be one of the notebook's."""
    assert NOTEBOOK.has_cell(number) == expected


def test_the_module_of_a_name_is_found_however_much_is_empty() -> None:
    """A megabyte of empty lines is read once, not once for each of them."""
    source = b"\n" * (1 << 20) + b"from torch import nn\n    import jax.numpy as jnp\n"
    words = Words({"vae.py": b"import numpy as np\n  from torch import nn\n", "blank.py": source})
    assert [words.module_of(name) for name in ("np", "nn", "jnp")] == ["numpy", "torch", ""]
