"""What a student writes is shown as what it is: nothing blank, nothing heaped over other lines."""

from __future__ import annotations

import pytest

from autograder.glyphs import printable, visible


@pytest.mark.parametrize(
    "blank",
    [
        "\u3164",
        "\uffa0",
        "\u115f",
        "\u1160",
        "\u034f",
        "\u17b4",
        "\u180b",
        "\u2800",
        "\ufe00",
        "\U0001d159",
        "\U000e0100",
    ],
    ids=ascii,
)
def test_blank_letters(blank: str) -> None:
    """A letter that looks like nothing, which a name may hold, is told by its code point."""
    assert visible(f"log{blank}var") == f"log<U+{ord(blank):04X}>var"


def test_heaps() -> None:
    """Marks beyond three on a letter are told, and so is one on none, on the text before."""
    assert visible("Z" + "\u0301" * 5) == "Z" + "\u0301" * 3 + "<U+0301>" * 2
    assert visible("\u0301a \u0489b") == "<U+0301>a <U+0489>b"


@pytest.mark.parametrize("text", ["σ² ∇ 漢", "ê\u0301n", "क्षेत्र", "ผู้ที่", "שָׁ֑", "❤\ufe0f ✔\ufe0f"])
def test_languages(text: str) -> None:
    """What languages and signs need stays as it is."""
    assert visible(text) == text


def test_twice() -> None:
    """Text that was made visible stays so: it passes several doors."""
    once = visible("\u3164\u202e" + "e\u0301\u0301\u0301\u0301")
    assert visible(once) == once


def test_layout() -> None:
    """Lines and tabs stay where they are layout, and are signs in a file's name."""
    assert (visible("a\n\tb"), visible("a\n\tb", layout="")) == ("a\n\tb", "a��b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("é 漢 σ² ∇", "é 漢 σ² ∇"),
        ("\x1b[31mred\x07\r\x00\x7f\x9b", "�[31mred�����"),
        ("\u202ereversed\u2066\u200b", "�reversed��"),
        ("\ud800", "�"),
        ("mu\u3164", "mu<U+3164>"),
        ("Z\u0301\u0301\u0301\u0301", "Z\u0301\u0301\u0301<U+0301>"),
        ("z" * 40, "z" * 40),
        ("z" * 41, "z" * 40 + " ..."),
        ("", ""),
        (None, ""),
        (3, ""),
        (["z"], ""),
    ],
    ids=repr,
)
def test_printable(text: object, expected: str) -> None:
    """Student text keeps its lines and letters and loses what controls a terminal or a page."""
    assert printable(text, 40) == expected
