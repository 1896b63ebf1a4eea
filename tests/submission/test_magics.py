"""Cells: what is no Python is left out, line by line, and all else stays where it is."""

from __future__ import annotations

import time

import pytest

from autograder.submission.magics import python


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "%time f(x)",
        "!pip install torch",
        "!ls",
        "?print",
        "print?",
        "torch.exp??",
        "files = !ls",
        "a, b = !ls",
        "took = %timeit -o f()",
        "pip install torch",
        "conda install numpy",
    ],
)
def test_a_line_that_is_no_python_is_left_out(line: str) -> None:
    """Alone, and in a block that would be empty without it; it is told as it was."""
    assert python(f"x = 1\n{line}\ny = 2") == (f"x = 1\npass  # {line}\ny = 2", [line])
    assert python(f"if x:\n    {line}") == (f"if x:\n    pass  # {line}", [line])


@pytest.mark.parametrize(
    "source",
    [
        "x = (a\n% b)",
        "x = [\n!a]",
        "x = a \\\n  % b",
        '"""\n%d items\n!\n"""',
        "'''it's\n!x\n'''",
        "x = '''a''' '''\n%b\n'''",
        'x = "\'" + """\n!y\n"""',
        "x = 'it\\'s' # ('\ny = 1",
        "x = f(a) % b",
        "x = y == z % w",
        "x != y",
        "pip = 3",
        "x = 'why?'",
        "# what is this?",
        "print('%s' % x)",
        "",
        "\n\n",
    ],
)
def test_python_stays(source: str) -> None:
    """A line within brackets, a string or a joined line is no magic, whatever it begins with."""
    assert python(source) == (source, [])


def test_a_quote_that_is_not_closed_ends_with_its_line() -> None:
    """A mistake in one line does not hide a magic in the next."""
    assert python("x = 'a\n!ls") == ("x = 'a\npass  # !ls", ["!ls"])


def test_a_shell_line_goes_on() -> None:
    """What a backslash joins to a line that is left out is left out with it."""
    source = "!pip install a \\\n    b\nx = 1"
    assert python(source) == ("pass  # !pip install a \\\n    # b\nx = 1", ["!pip install a \\"])


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%writefile vae.py", "  %% timeit -n 3"])
def test_a_cell_of_python_keeps_its_code(magic: str) -> None:
    """Cell magics that time, catch or save Python are left out without their cell."""
    assert python(f"\n{magic}\nx = 1") == (f"\n# {magic.strip()}\nx = 1", [magic.strip()])


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%latex", "%%javascript", "%%R -i x", "%%"])
def test_a_cell_of_another_language_is_left_out(magic: str) -> None:
    """Its lines stay as comments, so that the others keep their numbers."""
    assert python(f"{magic}\nls\n\necho") == (f"# {magic}\n# ls\n# \n# echo", [magic])


@pytest.mark.parametrize("text", ["x" * 10**6, "'" * 10**6, "(" * 10**6, "x = " * 250_000, "\\" * 10**6])
def test_a_hostile_cell_is_read_soon(text: str) -> None:
    """The time is that of reading each character about once."""
    started = time.monotonic()
    python(text)
    python(text.replace("x", "x\n"))
    assert time.monotonic() - started < 10
