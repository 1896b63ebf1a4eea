"""The model with a known evidence against SciPy's adaptive quadrature and exact identities."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import log_expit
from scipy.stats import norm

from reference.numpy.evidence import (
    OneLatentModel,
    elbo_inputs,
    kl_to_posterior,
    log_evidence,
    nodes,
)
from reference.numpy.vae import elbo

close = partial(pytest.approx, rel=1e-12, abs=1e-12)
IDENTITY = 1e-10  # what 64 nodes guarantee for log_var <= 1 and |slope| <= 1

Density = Callable[[float], float]


def draw_model(seed: int, pixels: int = 17) -> OneLatentModel:
    """Draw a model with every parameter as large as the checks use."""
    rng = np.random.default_rng(seed)
    return OneLatentModel(
        x=rng.integers(0, 2, pixels).astype(np.float64),
        bias=rng.uniform(-3, 3, pixels),
        slope=rng.uniform(-1, 1, pixels),
        mu=rng.uniform(-2, 2),
        log_var=rng.uniform(-4, 1),
    )


def joint(model: OneLatentModel) -> Density:
    """Write p(z) p(x|z) with SciPy's densities."""

    def density(z: float) -> float:
        signed_logits = (2 * model.x - 1) * (model.bias + model.slope * z)
        return float(np.exp(norm.logpdf(z) + np.sum(log_expit(signed_logits))))

    return density


def integrate(density: Density, center: float, scale: float) -> float:
    """Integrate adaptively over the 12 scales around a centre, to the last digits."""
    low, high = center - 12 * scale, center + 12 * scale
    return float(quad(density, low, high, points=[center], epsabs=0, epsrel=1e-13, limit=200)[0])


def expected_elbo(model: OneLatentModel) -> float:
    """Average the reference's ELBO over q(z|x)."""
    z, weights = nodes(model)
    return float(np.sum(weights * elbo(*elbo_inputs(model, z))))


def test_nodes_average_under_the_approximate_posterior() -> None:
    """The weights sum to one and give the mean, the variance and the fourth moment of q."""
    model = draw_model(0)
    z, weights = nodes(model)
    centred, variance = z - model.mu, np.exp(model.log_var)
    assert close(1.0) == np.sum(weights)
    assert close(model.mu) == np.sum(weights * z)
    assert close(variance) == np.sum(weights * centred**2)
    assert close(3 * variance**2) == np.sum(weights * centred**4)


def test_nodes_have_the_count_asked_for() -> None:
    """There are 64 nodes unless another number is given, each with a row of elbo's arguments."""
    model = draw_model(0)
    few = nodes(model, count=5)
    expected = [(5, 17), (5, 17), (5, 1), (5, 1)]
    assert 64 == nodes(model).z.size == nodes(model).weights.size
    assert 5 == few.z.size == few.weights.size
    assert expected == [array.shape for array in elbo_inputs(model, few.z)]


@pytest.mark.parametrize("seed", range(8))
def test_log_evidence_is_the_integral(seed: int) -> None:
    """The log-evidence is the logarithm of the integral of p(z) p(x|z) by adaptive quadrature."""
    model = draw_model(seed)
    assert close(np.log(integrate(joint(model), 0.0, 1.0))) == log_evidence(model)


def test_evidence_sums_to_one_over_all_images() -> None:
    """The evidence is a probability: over all 32 images of five pixels it adds up to one."""
    model = draw_model(0, pixels=5)
    images = [np.array(bits, dtype=np.float64) for bits in product([0, 1], repeat=5)]
    total = sum(np.exp(log_evidence(replace(model, x=x))) for x in images)
    assert close(1.0) == total


@pytest.mark.parametrize("seed", range(8))
def test_kl_to_posterior_is_the_integral(seed: int) -> None:
    """The gap is the integral of q log(q / posterior), both densities by adaptive quadrature."""
    model = draw_model(seed)
    density, scale = joint(model), float(np.exp(model.log_var / 2))
    approximate, evidence = norm(model.mu, scale), integrate(density, 0.0, 1.0)

    def integrand(z: float) -> float:
        log_posterior = np.log(density(z)) - np.log(evidence)
        return float(approximate.pdf(z) * (approximate.logpdf(z) - log_posterior))

    assert close(integrate(integrand, model.mu, scale)) == kl_to_posterior(model, log_evidence(model))


@pytest.mark.parametrize("seed", range(40))
def test_evidence_is_expected_elbo_plus_gap(seed: int) -> None:
    """The log-evidence is E_q[ELBO] + KL(q || posterior), so the ELBO bounds it from below."""
    model = draw_model(seed)
    expected = expected_elbo(model) + kl_to_posterior(model, log_evidence(model))
    assert pytest.approx(expected, abs=IDENTITY) == log_evidence(model)
    assert expected_elbo(model) < log_evidence(model)


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_the_widest_and_steepest_model_keeps_the_identity(sign: float) -> None:
    """The identity survives a hundred pixels of slope one that agree, and the widest q."""
    ones = np.ones(101)
    model = OneLatentModel(x=ones, bias=-3 * ones, slope=sign * ones, mu=2.0, log_var=1.0)
    expected = expected_elbo(model) + kl_to_posterior(model, log_evidence(model))
    assert pytest.approx(expected, abs=IDENTITY) == log_evidence(model)


def test_the_bound_is_tight_when_the_decoder_ignores_z() -> None:
    """With slope zero the posterior is the prior: no gap at q = prior, and the ELBO is log p(x)."""
    model = replace(draw_model(0), slope=np.zeros(17), mu=0.0, log_var=0.0)
    assert close(0.0) == kl_to_posterior(model, log_evidence(model))
    assert close(log_evidence(model)) == expected_elbo(model)
