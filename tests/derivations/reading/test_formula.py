"""The grammar of formulas: the example beside each rule is read by it, and every operand has its brackets."""

from __future__ import annotations

import re

import pytest

from autograder.derivations.reading.formula import GRAMMAR, formula
from autograder.derivations.reading.scopes import with_brackets
from autograder.derivations.reading.terminals import terminals
from autograder.derivations.tex.lexeme import Lexeme
from autograder.derivations.tex.lexemes import lex
from autograder.derivations.tex.tokens import tokens

EXAMPLES = [line.split("//")[1].strip() for line in GRAMMAR.splitlines() if re.match(r"\s*[?\w|].*//", line)]
WAYS = [(greedy, wide) for greedy in (True, False) for wide in (True, False)]


def lexemes(tex: str) -> list[Lexeme]:
    """Return a formula's lexemes."""
    return lex(tokens(tex))


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_beside_a_rule_is_read(example: str) -> None:
    """In each of the four ways."""
    for greedy, wide in WAYS:
        assert formula(lexemes(example), greedy=greedy, wide=wide) is not None


def test_every_rule_but_those_that_only_pass_on_has_an_example() -> None:
    """Each alternative that has a name of its own, and each rule that makes something."""
    named = [line for line in GRAMMAR.splitlines() if "->" in line and not line.startswith("//")]
    assert [line for line in named if "//" not in line] == ["     | _MINUS term -> negative"]


@pytest.mark.parametrize(
    ("tex", "greedy", "wide", "written"),
    [
        (r"\log p q", True, False, "log ( p q )"),
        (r"\log p q", False, False, "log p q"),
        (r"\log p \int q", True, False, "log ( p ) int ( q )"),
        (r"E p + q", True, False, "E ( p ) + q"),
        (r"E p + q", True, True, "E ( p + q )"),
        (r"-E p + q", True, True, "- E ( p ) + q"),
        (r"E[p] + q", True, True, "E [ p ] + q"),
        (r"\int p + q dz", True, False, "int ( p + q ) d"),
        (r"\int dz p + q", True, False, "int d ( p ) + q"),
        (r"\int \log p dz", True, True, "int ( log ( p ) ) d"),
        (r"KL(\log p || q)", True, True, "KL ( log ( p ) || q )"),
    ],
)
def test_operands_without_brackets_get_them(tex: str, greedy: bool, wide: bool, written: str) -> None:
    """A logarithm takes a factor or a product; an expectation its term or all that follows."""
    found = with_brackets(terminals(lexemes(tex)), greedy=greedy, wide=wide)
    assert " ".join(str(token) or ")" for token in found) == written.replace("KL", "kl")
