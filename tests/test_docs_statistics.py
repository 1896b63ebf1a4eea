"""The figures in docs/statistics.md are those of the grader."""

from __future__ import annotations

from math import prod

import pytest

from autograder.checks import drawing, noise, power, shares
from autograder.checks.pace import PACES
from autograder.course.assignment import Statistics
from autograder.paths import ROOT

LEVEL, MISSED = Statistics().alpha * shares.SHARE, 1e-6
OTHER = LEVEL * shares.PART
MIDDLE = noise.CALLS * prod(drawing.MIDDLE)
CALLS, BATCH, LATENT = noise.CALLS, noise.BATCH, noise.LATENT
N = CALLS * BATCH * LATENT
TEXT = " ".join((ROOT / "docs" / "statistics.md").read_text(encoding="utf-8").split())


def correlations() -> str:
    """Return the smallest correlations along the three axes."""
    found = (power.min_effect_independence(N, length, LEVEL, MISSED) for length in (CALLS, BATCH, LATENT))
    return "a correlation of {:.4f}, {:.4f}, {:.4f}".format(*found)


@pytest.mark.parametrize(
    "claim",
    [
        f"eleven laws of {N:,} draws",
        f"in {CALLS} calls with a batch of {BATCH} and {LATENT} latent dimensions",
        f"all samples {power.min_effect_mean(N, LEVEL, MISSED):.3f} standard deviations off",
        f"a standard deviation {power.min_effect_variance(N, LEVEL, MISSED):.2%} too large",
        f"a distance of {power.min_effect_kolmogorov_smirnov(N, LEVEL, MISSED):.4f}",
        f"{power.min_effect_tails(N, LEVEL, MISSED):.3%} instead of 0.373%",
        f"noise clamped at {power.min_effect_extreme(N, LEVEL) - 0.005:.2f} or less",
        correlations(),
        f"products of successive calls: N(0, 1), exact | a correlation of "
        f"{power.min_effect_serial(N, LEVEL, MISSED):.3f}",
        f"two that correlate by {power.min_effect_pairs(N, BATCH, OTHER, MISSED):.3f}, "
        f"{power.min_effect_pairs(N, LATENT, OTHER, MISSED):.3f}",
        f"a distance of {power.min_effect_norms(drawing.TINY_CALLS, OTHER, MISSED):.2f} for the sums; "
        f"a seed from a pool of {power.min_effect_copies(drawing.TINY_CALLS, MISSED):,}",
        f"a standard deviation {power.min_effect_variance(MIDDLE, OTHER, MISSED):.0%} off",
        *(
            f"| {pace.name} | {pace.large} | {pace.draws:,} "
            f"| {power.min_effect_variance(pace.draws, LEVEL, MISSED):.2%} |"
            for pace in PACES
        ),
        f"Each law is tested at 1e-9 / {1 / shares.SHARE:.0f}",
        f"each at 1e-9 / {1 / shares.SHARE / shares.PART:.0f}",
        f"add up to {sum(shares.SHARES.values()):.2f} of alpha",
        f"would be {power.min_effect_mean(N // 10, LEVEL, MISSED):.3f} and "
        f"{power.min_effect_variance(N // 10, LEVEL, MISSED):.1%}",
    ],
)
def test_a_claim_about_power_is_what_the_laws_say(claim: str) -> None:
    """Word for word, to the last digit."""
    assert claim in TEXT
