"""What reading costs grows as its input does: no text makes it worse than linear."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from autograder.derivations.tex.errors import Unreadable
from autograder.sandbox.outside.words import Words
from autograder.submission import magics, notebook
from autograder.submission.encodings import readable
from autograder.submission.files import SubmissionError
from autograder.submission.handin import HandIn

SMALL, FACTOR = 1_500, 8
WORST = 1.5  # an exponent: a quadratic one is 2, and linear ones measure 0.8 to 1.2
FLOOR = 0.01  # seconds; below them a clock says nothing
PARTS = ("1.1", "2.1")


def written(name: str) -> Callable[[str], object]:
    """Return what reads a text as the written part."""

    def read(text: str) -> None:
        found = HandIn(((name, text.encode()),)).writing()
        for part in PARTS:
            with suppress(Unreadable):
                found.displays(part)
            found.answer(part)

    return read


def cell(text: str) -> None:
    """Read a notebook's cell."""
    magics.python(text)
    magics.plain(text.encode())


def ipynb(text: str) -> None:
    """Read a text as a notebook, which it seldom is."""
    with suppress(SubmissionError):
        notebook.read("vae.ipynb", text.encode())


def look_up(text: str) -> None:
    """Look for names and lines in it."""
    words = Words({"vae.py": text.encode()})
    words.are_known("unheard_of")
    words.module_of("jax")
    words.line("vae.py", 3)


READERS: dict[str, Callable[[str], object]] = {
    "TeX": written("derivations.tex"),
    "Markdown": written("derivations.md"),
    "answers": written("short_answers.md"),
    "notes": written("notes.txt"),
    "cell": cell,
    "notebook": ipynb,
    "encoding": lambda text: readable(text.encode()),
    "look-up": look_up,
}
# Each is repeated: what makes a pattern start again, or look further, at every place.
PIECES = [
    *(
        "\n",
        " ",
        "\t",
        " \n",
        "\\",
        "\\\\",
        "\\\\[",
        "\\'",
        "'",
        '"',
        "'''x",
        "a",
        "a.",
        "a ",
        "a, ",
        "_",
        "*",
        "**",
        "1",
        "1.",
    ),
    *(
        "<!--",
        "-->",
        "<!-- -->",
        ">",
        "> ",
        "> >\n",
        "> $$",
        "#",
        "# ",
        "# a\n",
        "# 1.1\n",
        "```",
        "```math\n",
        "`",
        "$",
        "$$",
    ),
    *(
        "{",
        "}",
        "{}",
        "[",
        "]",
        "(",
        ")",
        "%",
        "%\n",
        "%%",
        "!",
        "?",
        "\\begin{",
        "\\begin{a}",
        "\\end{a}",
        "\\item ",
    ),
    *(
        "\\section{",
        "\\section*{1.1}",
        "\\textbf{",
        "\\def",
        "\\newcommand{\\a}{",
        "\\noindent",
        "\u0301",
        "\u0301\u0323",
        "\r",
        "\r\n",
    ),
    *(
        "import a",
        "from a import ",
        "import a as ",
        "-",
        "'-a",
        "(a)",
        "i.",
        "Question 1.1 ",
        "part a) ",
        "pt",
        "=",
        "= !",
        "%cd a\n",
    ),
]


def seconds(read: Callable[[str], object], text: str) -> float:
    """Return the processor time that reading a text takes."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


def growth(read: Callable[[str], object], piece: str) -> float:
    """Return the exponent with which the cost grows, 0 where there is next to none."""
    many = SMALL // len(piece) + 1
    large = seconds(read, piece * many * FACTOR)
    if large < FLOOR:
        return 0.0
    return math.log(large / max(seconds(read, piece * many), FLOOR / FACTOR)) / math.log(FACTOR)


def exponent(read: Callable[[str], object], piece: str) -> float:
    """Return with which exponent the cost grows; where it seems to grow too fast, the lesser of two."""
    once = growth(read, piece)
    return once if once <= WORST else min(once, growth(read, piece))


@pytest.mark.parametrize("reader", READERS)
def test_the_cost_of_reading_grows_as_the_text(reader: str) -> None:
    """Whatever is repeated, eight times as much of it takes about eight times as long."""
    worse = {piece: round(e, 2) for piece in PIECES if (e := exponent(READERS[reader], piece)) > WORST}
    assert worse == {}


def test_a_quadratic_pattern_would_be_seen() -> None:
    """The measure tells one from a linear one."""
    assert exponent(lambda text: re.sub(r"\s*x", "", text), " ") > WORST
