"""The two reference submissions against each other, torch.distributions and quadrature."""

import sys
from collections.abc import Callable
from functools import partial
from importlib.machinery import PathFinder
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import norm
from torch.distributions import Bernoulli, Normal
from torch.distributions import kl_divergence as torch_kl_divergence

from reference import vae as torch_vae
from reference.numpy import vae as numpy_vae

REFERENCE = Path(torch_vae.__file__).parent

# What float64 leaves of two different ways to compute the same sum of about ten terms.
close = partial(pytest.approx, rel=1e-12, abs=1e-12)

_rng = np.random.default_rng(2014)
MU = _rng.uniform(-3, 3, (7, 11))
LOG_VAR = _rng.uniform(-8, 8, (7, 11))
X = _rng.integers(0, 2, (7, 13)).astype(np.float64)
X_LOGITS = _rng.uniform(-8, 8, (7, 13))


def tensors(*arrays: NDArray[np.float64]) -> list[torch.Tensor]:
    """Turn arrays into tensors that share nothing with them."""
    return [torch.tensor(array) for array in arrays]


def test_kl_divergence_agrees() -> None:
    """PyTorch and NumPy compute the same KL."""
    expected = torch_vae.kl_divergence(*tensors(MU, LOG_VAR)).numpy()
    assert close(expected) == numpy_vae.kl_divergence(MU, LOG_VAR)


@pytest.mark.parametrize("beta", [0.0, 1.0, 4.0, 0.37])
def test_elbo_agrees(beta: float) -> None:
    """PyTorch and NumPy compute the same ELBO for every beta."""
    x, x_logits, mu, log_var = tensors(X, X_LOGITS, MU, LOG_VAR)
    expected = torch_vae.elbo(x, x_logits, mu, log_var, beta=beta).numpy()
    assert close(expected) == numpy_vae.elbo(X, X_LOGITS, MU, LOG_VAR, beta=beta)


def test_kl_divergence_is_that_of_torch_distributions() -> None:
    """The KL per example is the sum over latent dimensions of the registered normal KL."""
    mu, log_var = tensors(MU, LOG_VAR)
    posterior = Normal(mu, torch.exp(log_var / 2))
    expected = torch_kl_divergence(posterior, Normal(0.0, 1.0)).sum(dim=1).numpy()
    assert close(expected) == numpy_vae.kl_divergence(MU, LOG_VAR)


@pytest.mark.parametrize("mu", [-3.0, 0.0, 0.7])
@pytest.mark.parametrize("log_var", [-8.0, -0.5, 0.0, 2.0, 8.0])
def test_kl_divergence_is_the_integral(mu: float, log_var: float) -> None:
    """The closed form is the integral of q log(q / p)."""
    posterior = norm(mu, np.exp(log_var / 2))

    def integrand(noise: float) -> float:
        z = mu + np.exp(log_var / 2) * noise
        return float(norm.pdf(noise) * (posterior.logpdf(z) - norm.logpdf(z)))

    expected, _ = quad(integrand, -12, 12, points=[0], epsabs=1e-13, epsrel=1e-13)
    actual = numpy_vae.kl_divergence(np.array([[mu]]), np.array([[log_var]]))
    assert close([expected]) == actual


@pytest.mark.parametrize("x", [X, _rng.uniform(0, 1, X.shape)], ids=["binary", "grey"])
def test_elbo_without_kl_is_the_bernoulli_log_likelihood(x: NDArray[np.float64]) -> None:
    """At beta = 0 the ELBO is log Bernoulli(x | sigmoid(x_logits)), grey pixels included."""
    decoder = Bernoulli(logits=torch.tensor(X_LOGITS), validate_args=False)
    log_prob: Callable[[torch.Tensor], torch.Tensor] = decoder.log_prob
    expected = log_prob(torch.tensor(x)).sum(dim=1).numpy()
    assert close(expected) == numpy_vae.elbo(x, X_LOGITS, MU, LOG_VAR, beta=0.0)


def test_elbo_is_log_likelihood_minus_beta_kl() -> None:
    """Raising beta by one lowers the ELBO by one KL, and beta is 1 unless given."""
    kl = numpy_vae.kl_divergence(MU, LOG_VAR)
    elbo = partial(numpy_vae.elbo, X, X_LOGITS, MU, LOG_VAR)
    assert close(elbo(beta=0.0) - kl) == elbo()
    assert close(elbo() - 3 * kl) == elbo(beta=4.0)


@pytest.mark.parametrize("logit", [-1e4, -100.0, 100.0, 1e4])
def test_elbo_is_exact_at_extreme_logits(logit: float) -> None:
    """A pixel decoded wrongly with certainty costs its logit and one decoded rightly nothing."""
    x, x_logits = np.array([[0.0, 1.0]]).T, np.full((2, 1), logit)
    prior = np.zeros((2, 1))
    expected = np.array([min(0.0, -logit), min(0.0, logit)])
    assert close(expected) == numpy_vae.elbo(x, x_logits, prior, prior)
    x_t, x_logits_t, prior_t = tensors(x, x_logits, prior)
    assert close(expected) == torch_vae.elbo(x_t, x_logits_t, prior_t, prior_t).numpy()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_kl_divergence_is_nonnegative_and_zero_at_the_prior(dtype: type[np.float32]) -> None:
    """The KL is exactly zero at the prior and never below zero around it, in either dtype."""
    around = np.concatenate([[0], np.geomspace(1e-12, 1, 2000)]).astype(dtype)
    mu, log_var = np.zeros((4001, 1), dtype), np.concatenate([-around[:0:-1], around])[:, None]
    for kl in (
        numpy_vae.kl_divergence(mu, log_var),
        torch_vae.kl_divergence(torch.tensor(mu), torch.tensor(log_var)).numpy(),
    ):
        assert kl[2000] == 0
        assert kl.min() == 0


def test_reparameterize_moves_and_scales_standard_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    """NumPy's z is mu plus the standard deviation times the generator's next normal draws."""
    monkeypatch.setattr(numpy_vae, "rng", np.random.default_rng(5))
    expected = MU + np.sqrt(np.exp(LOG_VAR)) * np.random.default_rng(5).standard_normal(MU.shape)
    assert close(expected) == numpy_vae.reparameterize(MU, LOG_VAR)


def test_reparameterize_is_rsample() -> None:
    """PyTorch's z is what Normal.rsample draws from the same generator state."""
    mu, log_var = tensors(MU, LOG_VAR)
    with torch.random.fork_rng():
        torch.manual_seed(5)
        expected = Normal(mu, torch.exp(log_var).sqrt()).rsample().numpy()
        torch.manual_seed(5)
        assert close(expected) == torch_vae.reparameterize(mu, log_var).numpy()


def test_reparameterize_draws_fresh_noise() -> None:
    """No two elements and no two calls share their noise."""
    prior = np.zeros((7, 11))
    draws = [numpy_vae.reparameterize(prior, prior) for _ in range(2)]
    draws += [torch_vae.reparameterize(*tensors(prior, prior)).numpy() for _ in range(2)]
    assert 4 * prior.size == np.unique(draws).size


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_and_the_inputs_are_kept(dtype: type[np.float32]) -> None:
    """Every function returns the dtype it was given, one row per example, and alters no input."""
    x, x_logits, mu, log_var = inputs = [a.astype(dtype) for a in (X, X_LOGITS, MU, LOG_VAR)]
    before = [array.copy() for array in inputs]
    numpy_outputs = [
        numpy_vae.reparameterize(mu, log_var),
        numpy_vae.kl_divergence(mu, log_var),
        numpy_vae.elbo(x, x_logits, mu, log_var, beta=4.0),
    ]
    x_t, x_logits_t, mu_t, log_var_t = (torch.from_numpy(array) for array in inputs)
    torch_outputs = [
        torch_vae.reparameterize(mu_t, log_var_t).numpy(),
        torch_vae.kl_divergence(mu_t, log_var_t).numpy(),
        torch_vae.elbo(x_t, x_logits_t, mu_t, log_var_t, beta=4.0).numpy(),
    ]
    expected = [(np.dtype(dtype), shape) for shape in ((7, 11), (7,), (7,))]
    assert expected == [(output.dtype, output.shape) for output in numpy_outputs]
    assert expected == [(output.dtype, output.shape) for output in torch_outputs]
    assert all(np.array_equal(old, new) for old, new in zip(before, inputs, strict=True))


def test_the_folder_named_numpy_does_not_shadow_numpy() -> None:
    """With reference/ first on the path, as when it is graded, `import numpy` finds NumPy."""
    found = PathFinder.find_spec("numpy", [str(REFERENCE), *sys.path])
    assert found is not None
    assert np.__file__ == found.origin
