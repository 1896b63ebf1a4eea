"""Seeds: the same for the same submission and purpose, and for nothing else."""

from __future__ import annotations

import itertools

import pytest

from autograder.session.seeds import Seeds, seed

PARTS = ["", "a", "b", "ab", "ba", "1", "1:", "1:a", "2:ab", ":", "0:", "é", "a\n", "\0"]


def test_the_same_parts_give_the_same_seed() -> None:
    """A seed depends on nothing but its parts: not on the process, the platform or the day."""
    assert seed("salt", "submission", "noise") == 0x667B004A161E93568EDBFF36AD25FCD3
    assert Seeds("salt", "submission").of("noise") == seed("salt", "submission", "noise")


def test_other_parts_give_another_seed() -> None:
    """No two lists of up to three parts share a seed, though many of them read the same when joined."""
    lists = [parts for n in (1, 2, 3) for parts in itertools.product(PARTS, repeat=n)]
    assert len({seed(*parts) for parts in lists}) == len(lists)


@pytest.mark.parametrize(
    ("salt", "submission", "purpose"), [("t", "s", "p"), ("s", "t", "p"), ("s", "s", "q")]
)
def test_salt_submission_and_purpose_each_change_everything(salt: str, submission: str, purpose: str) -> None:
    """Half of the bits differ, give or take what chance does to 128 of them, and so do the draws."""
    one, other = Seeds("s", "s"), Seeds(salt, submission)
    assert 34 <= (one.of("p") ^ other.of(purpose)).bit_count() <= 94
    assert set(one.generator("p").random(9)).isdisjoint(other.generator(purpose).random(9))


def test_a_seed_fills_128_bits() -> None:
    """No seed is too long for NumPy, and none of its bits is always the same."""
    seeds = [seed(str(i)) for i in range(200)]
    every, some = seeds[0], 0
    for value in seeds:
        every, some = every & value, some | value
    assert (every, some) == (0, 2**128 - 1)


def test_a_regrade_repeats_every_draw_of_every_purpose() -> None:
    """Two gradings of a submission draw the same, in whatever order they ask."""
    purposes = ["noise", "ties", "kl_values/float32", "kl_values/float64"]
    first, again = Seeds("salt", "submission"), Seeds("salt", "submission")
    drawn = {p: first.generator(p).standard_normal(5).tolist() for p in purposes}
    repeated = {p: again.generator(p).standard_normal(5).tolist() for p in reversed(purposes)}
    assert drawn == repeated
    assert len({tuple(draw) for draw in drawn.values()}) == len(purposes)
