"""The bank of known derivations: right ones have full marks, wrong ones fail at the line with the mistake."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from autograder.paths import ROOT
from tests.support.derivations import FOLDER, Mistake, mistakes, of_file, points

RIGHT = [*sorted((FOLDER / "right").iterdir()), ROOT / "reference" / "derivations.tex"]
WRONG = mistakes()
SLOWEST = 2.0  # seconds of a processor for a whole hand-in


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_right_derivations_have_full_marks(path: Path) -> None:
    """Whatever the style: every line is read and true, and every part earns its ten points."""
    judged = of_file(path)
    assert {number: points(part) for number, part in judged.items()} == dict.fromkeys(
        ("1.1", "1.2", "1.3"), 10.0
    )
    assert {line.status for part in judged.values() for line in part.lines} <= {"start", "true", "definition"}


@pytest.mark.parametrize("mistake", WRONG, ids=lambda mistake: mistake.path.stem)
def test_wrong_derivations_fail_at_the_line_with_the_mistake(mistake: Mistake) -> None:
    """And nowhere else: what comes after a mistake is judged by itself."""
    judged = of_file(mistake.path)
    found = [
        (line.number, line.status)
        for part in judged.values()
        for line in part.lines
        if line.status in ("untrue", "leap", "unread")
    ]
    assert found == [(mistake.line, mistake.status)]
    assert min(points(part) for part in judged.values()) < 10


@pytest.mark.parametrize("mistake", WRONG, ids=lambda mistake: mistake.path.stem)
def test_a_verdict_on_a_mistake_shows_numbers_or_names_the_rules(mistake: Mistake) -> None:
    """Both sides in one small model for an untrue step, the key rules for a leap."""
    judged = of_file(mistake.path)
    line = next(line for p in judged.values() for line in p.lines if line.status == mistake.status)
    if mistake.status == "untrue":
        assert line.numbers is not None
        assert abs(line.numbers[0] - line.numbers[1]) > 1e-6
    else:
        assert line.note.endswith(" in one step")


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("log_missing_in_likelihood", "a logarithm is missing"),
        ("kl_added", "a sign is lost"),
        ("elbo_definition_sign", "a sign is lost"),
        ("bayes_over_the_prior", "p(z) stands where p(x) would be right"),
        ("wrong_conditional", "p(z|x) stands where p(x|z) would be right"),
        ("kl_without_weight", "the weight q(z|x) is lost"),
        ("integral_dropped", "the integral over z is dropped"),
        ("jensen_as_equality", "Jensen's inequality"),
        ("kl_swapped", "the arguments of KL are swapped"),
        ("one_put_in_upside_down", "upside down"),
        ("expectation_dropped", "the expectation under q(z|x) is dropped"),
        ("minus_elbo_called_elbo", "-ELBO"),
        ("jensen_wrong_way", "the wrong way"),
        ("expectation_under_the_prior", "under the wrong distribution"),
    ],
)
def test_the_likely_cause_fits_the_mistake(name: str, cause: str) -> None:
    """The smallest change that would make the step true is the mistake that was made."""
    judged = of_file(FOLDER / "wrong" / f"{name}.tex")
    assert [cause in line.note for p in judged.values() for line in p.lines if line.status == "untrue"] == [
        True
    ]


def test_the_bank_is_large_enough_and_its_mistakes_differ() -> None:
    """At least 12 styles and 25 mistakes, each with words of its own."""
    assert len(RIGHT) >= 12
    assert len(WRONG) >= 25
    assert len({mistake.words for mistake in WRONG}) >= 25


@pytest.mark.parametrize("path", [RIGHT[0], WRONG[0].path], ids=lambda path: path.stem)
def test_a_hand_in_is_judged_in_two_seconds(path: Path) -> None:
    """Reading and judging all three parts."""
    started = time.process_time()
    of_file(path)
    assert time.process_time() - started < SLOWEST
