"""A line as MathML: drawn as it was meant, and nothing but maths whatever it holds."""

from __future__ import annotations

import re

import pytest

from autograder.derivations.judging.mathml import MAX_SOURCE, mathml


def shown(tex: str) -> str:
    """Return the text of a line's MathML, without white space."""
    return re.sub(r"<[^>]+>|\s", "", mathml(tex))


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\log \frac{p}{q}", "logpq"),
        (r"&= \mathbb{E}_{q}[x]", "=𝔼q[x]"),
        (r"\left[ x \right]", "[x]"),
        # Macros that a student left undefined, and some that the converter does not know.
        (r"\E_{q}[x]", "𝔼q[x]"),
        (r"\Exp[x]", "𝔼[x]"),
        (r"\KL{q}{p}", "KL(q‖p)"),
        (r"\KL(q \| p) \ge \ELBO", "KL(q‖p)≥ELBO"),
        (r"p(\vx)", "p(𝐱)"),
        (r"\operatorname*{E}_q", "Eq"),
        (r"\cancelto{1}{p} + \nicefrac{p}{q}", "p+pq"),
        (r"q \middle| p", "q|p"),
    ],
)
def test_a_line_is_drawn(tex: str, text: str) -> None:
    """Every sign, and no backslash."""
    assert shown(tex) == text


@pytest.mark.parametrize("tex", [r"\frac{", "\\left(", "x" * (MAX_SOURCE + 1), "\\begin{array"])
def test_what_cannot_be_drawn_is_shown_as_its_source(tex: str) -> None:
    """In an element of its own."""
    assert mathml(tex) == f"<code>{tex[:MAX_SOURCE]}</code>"


@pytest.mark.parametrize("tex", [r"\href{javascript:alert(1)}{x}", r"\text{<b>}", r"\class{a}{x} < y"])
def test_a_line_holds_no_links_and_no_markup(tex: str) -> None:
    """What a student wrote is text."""
    assert "href=" not in mathml(tex)
    assert "class=" not in mathml(tex)
    assert "<b>" not in mathml(tex)
