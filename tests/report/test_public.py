"""The plots' inputs: public, the same for everybody, and exact in both dtypes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.arrays import Float64
from autograder.oracle import stored
from autograder.oracle.recording import Recording
from autograder.report.public import public
from tests.support.oracle import REFERENCE

EXPECTED = public(REFERENCE)
INPUTS = {
    "sampler mu": EXPECTED.sampler.mu,
    "sampler log_var": EXPECTED.sampler.log_var,
    "moved mu": EXPECTED.moves["mu"].mu,
    "moved log_var": EXPECTED.moves["log_var"].log_var,
    "cotangent": EXPECTED.cotangent,
    "swept mu": EXPECTED.sweeps["mu"].mu,
    "swept log_var": EXPECTED.sweeps["log_var"].log_var,
    **{f"elbo {name}": array for name, array in EXPECTED.line.inputs.items()},
    "beta": np.array(EXPECTED.line.betas),
}


@pytest.mark.parametrize("name", INPUTS)
def test_inputs_are_exact_in_float32(name: str) -> None:
    """So one set of expected numbers serves NumPy's float64 and PyTorch's float32."""
    assert np.array_equal(INPUTS[name].astype(np.float32).astype(np.float64), INPUTS[name])


def test_inputs_are_the_same_every_time() -> None:
    """They depend on no seed, salt or submission."""
    again = public(REFERENCE)
    assert np.array_equal(again.sampler.log_var, EXPECTED.sampler.log_var)
    assert np.array_equal(again.cotangent, EXPECTED.cotangent)


@pytest.mark.parametrize("name", ["mu", "log_var"])
def test_a_parameter_moves_alone_in_both_directions_and_keeps_its_order(name: str) -> None:
    """A sampler that sorts its variances gives each element its old noise."""
    before, after = EXPECTED.sampler, EXPECTED.moves[name]
    moved, order = getattr(after, name) - getattr(before, name), np.argsort(getattr(before, name), axis=None)
    other = "log_var" if name == "mu" else "mu"
    assert np.array_equal(getattr(after, other), getattr(before, other))
    assert np.array_equal(np.argsort(getattr(after, name), axis=None), order)
    assert moved.min() < -0.2
    assert moved.max() > 0.5


def test_numbers_come_from_the_oracle_alone(tmp_path: Path) -> None:
    """So a student's copy, which has no formula, looks them up: the same inputs are asked for every time."""
    recording, path = Recording(REFERENCE), tmp_path / "cases.npz"
    public(recording)
    stored.write(path, recording.answers)
    found = public(stored.Stored(path))
    assert np.array_equal(found.sampler.scale, EXPECTED.sampler.scale)
    assert np.array_equal(found.sweeps["log_var"].kl, EXPECTED.sweeps["log_var"].kl)
    assert np.array_equal(found.line.slope, EXPECTED.line.slope)


def test_noise_is_standardised() -> None:
    """One scale above the location is noise of one."""
    sampler = EXPECTED.sampler
    assert np.allclose(sampler.noise(sampler.location + sampler.scale), 1)


@pytest.mark.parametrize(
    ("values", "least"),
    [(EXPECTED.sweeps["mu"].kl, 13), (EXPECTED.sweeps["log_var"].kl, 24), (-EXPECTED.line.slope, 3)],
)
def test_expected_values_differ_enough_to_be_told_apart(values: Float64, least: float) -> None:
    """A picture needs heights."""
    assert values.min() >= 0
    assert np.ptp(values) > least
