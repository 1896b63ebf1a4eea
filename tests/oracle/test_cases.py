"""Cases: right ways to write the formulas lie within the tolerance, the smallest mistakes do not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.oracle import parameters
from autograder.oracle.case import Case, ElboCase, difference
from autograder.oracle.kl_cases import FAR, HIGHEST, LOWEST
from autograder.oracle.sizes import large_shape, odd_shape, unusual_sizes, usual_sizes
from reference.numpy import gradients
from reference.numpy import vae as oracle
from tests.support.formulas import (
    RIGHT_KL,
    RIGHT_LIKELIHOOD,
    WRONG_KL,
    WRONG_KL_AT_PRIOR,
    WRONG_LIKELIHOOD,
    Formula,
)
from tests.support.oracle import CASES

DTYPES = ("float32", "float64")
DRAWS = 500  # each of 35 or 7 examples: 17,500 for the KL, 3,500 for the ELBO at each of four betas
BETAS = (None, 0.0, 4.0, 0.37)


def rng() -> np.random.Generator:
    """The same generator for every test."""
    return np.random.default_rng(20)


def kl_cases(dtype: str, draws: int = DRAWS) -> list[Case]:
    """Every case of the KL, many times over."""
    generator = rng()
    return [
        case
        for _ in range(draws)
        for case in (*CASES.kl.draw(generator, dtype), *CASES.kl.near_prior(generator, dtype))
    ]


def elbo_cases(dtype: str) -> list[ElboCase]:
    """ELBO cases at several betas, the default among them, many times over."""
    generator = rng()
    drawn = [CASES.elbo.draw(generator, dtype) for _ in range(DRAWS)]
    return [case if beta is None else CASES.elbo.with_beta(case, beta) for case in drawn for beta in BETAS]


def every(drawn: list[Any], name: str) -> Array:
    """All numbers of one input of all cases."""
    return np.concatenate([case.inputs[name].ravel() for case in drawn])


def examples(drawn: list[Any]) -> int:
    """How many examples some cases have together."""
    return sum(len(case.inputs["mu"]) for case in drawn)


def part(observed: Array, case: Any) -> float:
    """The largest part of its tolerance that an example of a case takes up."""
    off = np.abs(observed.astype(np.float64) - case.expected.values)
    return float(np.max(off / case.expected.tolerance))


def worst_kl(kl: Formula, drawn: list[Any]) -> float:
    """The largest part of its tolerance that a KL takes up at any case."""
    return max(part(kl(case.inputs["mu"], case.inputs["log_var"]), case) for case in drawn)


def worst_elbo(likelihood: Formula, kl: Formula, drawn: list[ElboCase]) -> float:
    """The largest part of its tolerance that the ELBO of two formulas takes up at any case."""

    def elbo(case: ElboCase) -> Array:
        x, x_logits, mu, log_var = (case.inputs[n] for n in ("x", "x_logits", "mu", "log_var"))
        beta = np.asarray(case.keywords.get("beta", 1.0), x.dtype)
        return np.asarray(likelihood(x, x_logits) - beta * kl(mu, log_var))

    return max(part(elbo(case), case) for case in drawn)


@pytest.mark.parametrize("dtype", DTYPES)
def test_right_kls_are_within_half_of_the_tolerance(dtype: str) -> None:
    """However the KL is written: 17,500 examples, at the prior, near it and far from it."""
    drawn = kl_cases(dtype)
    used = {name: worst_kl(formula, drawn) for name, formula in RIGHT_KL.items()}
    assert examples(drawn) >= 10_000
    assert max(used.values()) < 0.5, used


@pytest.mark.parametrize("dtype", DTYPES)
def test_right_elbos_are_within_half_of_the_tolerance(dtype: str) -> None:
    """However the likelihood is written: 14,000 examples, at several betas, with logits up to 8."""
    drawn = elbo_cases(dtype)
    assert examples(drawn) >= 10_000
    used = {name: worst_elbo(f, RIGHT_KL["expm1"], drawn) for name, f in RIGHT_LIKELIHOOD.items()}
    assert max(used.values()) < 0.5, used


@pytest.mark.parametrize("dtype", DTYPES)
def test_right_elbos_are_within_half_of_the_tolerance_of_the_evidence(dtype: str) -> None:
    """The mean over quadrature nodes too, whose outer logits are larger and whose weights are tiny."""
    generator = rng()
    for model in (CASES.elbo.one_latent(generator, dtype) for _ in range(60)):
        due = model.log_evidence - model.kl_to_posterior
        tolerance = float(model.weights @ model.elbo.expected.tolerance)
        x, x_logits, mu, log_var = (model.elbo.inputs[n] for n in ("x", "x_logits", "mu", "log_var"))
        for likelihood in RIGHT_LIKELIHOOD.values():
            for kl in (RIGHT_KL["half of the sum"], RIGHT_KL["1e-6 added to the variance"]):
                mean = float(model.weights @ (likelihood(x, x_logits) - kl(mu, log_var)).astype(np.float64))
                assert abs(mean - due) < tolerance / 2


@pytest.mark.parametrize("mistake", WRONG_KL)
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_smallest_mistakes_of_a_kl_exceed_the_tolerance(mistake: str, dtype: str) -> None:
    """Whatever the seed, an example among the cases shows a mistake of 1%."""
    generator = rng()
    for drawn in (CASES.kl.draw(generator, dtype) for _ in range(200)):
        assert worst_kl(WRONG_KL[mistake], drawn) > 2


@pytest.mark.parametrize("mistake", WRONG_KL_AT_PRIOR)
@pytest.mark.parametrize("dtype", DTYPES)
def test_smaller_mistakes_of_a_kl_show_at_the_prior(mistake: str, dtype: str) -> None:
    """Where the KL is zero, an offset of 1e-4 is a mistake."""
    drawn = CASES.kl.near_prior(rng(), dtype)[:1]
    assert worst_kl(WRONG_KL_AT_PRIOR[mistake], drawn) > 2


@pytest.mark.parametrize("mistake", WRONG_LIKELIHOOD)
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_smallest_mistakes_of_a_likelihood_exceed_the_tolerance(mistake: str, dtype: str) -> None:
    """Whatever the seed, an example of the case shows a mistake of 1%."""
    generator = rng()
    for drawn in ([CASES.elbo.draw(generator, dtype)] for _ in range(200)):
        assert worst_elbo(WRONG_LIKELIHOOD[mistake], RIGHT_KL["expm1"], drawn) > 2


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_kl_with_one_percent_more_shows_in_the_elbo_and_at_every_beta(dtype: str) -> None:
    """Beta may not be off by 1% either."""
    for case in elbo_cases(dtype)[:400]:
        used = worst_elbo(RIGHT_LIKELIHOOD["logaddexp"], WRONG_KL["1% too large"], [case])
        assert (used > 1) == (case.keywords.get("beta") != 0)


@pytest.mark.parametrize("dtype", DTYPES)
def test_gradients_in_the_dtype_are_within_half_of_the_tolerance(dtype: str) -> None:
    """The derivatives as automatic differentiation computes them; 1% more of any is too much."""
    generator = rng()
    reach = 5.0
    for _ in range(300):
        for case in CASES.kl.draw(generator, dtype):
            mu, log_var = case.inputs["mu"], case.inputs["log_var"]
            compare(case, {"mu": mu, "log_var": (np.exp(log_var) - 1) / 2})
            compare(
                case, {"mu": mu, "log_var": 0.5 * 2 * np.exp(log_var / 2) * (np.exp(log_var / 2) / 2) - 0.5}
            )
        drawn = CASES.elbo.draw(generator, dtype, reach=reach)
        x, logits = drawn.inputs["x"], drawn.inputs["x_logits"]
        p, small = 1 / (1 + np.exp(-logits)), logits.dtype.type(1e-6)
        compare(drawn, {"x_logits": x - p})
        compare(drawn, {"x_logits": (x / (p + small) - (1 - x) / (1 - p + small)) * p * (1 - p)})


def compare(case: Case, observed: dict[str, Array]) -> None:
    """Assert that gradients are within half of the tolerance, and that 1% more of the largest is not."""
    for name, gradient in observed.items():
        due = case.gradients[name]
        assert (np.abs(gradient.astype(np.float64) - due.values) <= due.tolerance / 2).all()
        assert (np.abs(1.01 * due.values - due.values) > due.tolerance).any()


@pytest.mark.parametrize("dtype", DTYPES)
def test_differences_are_what_a_kl_changes_by(dtype: str) -> None:
    """Two values and their roundings; right formulas of either case stay within half of the tolerance."""
    generator = rng()
    for case in (c for _ in range(100) for c in CASES.kl.draw(generator, dtype)[:2]):
        moved = CASES.kl.beside(case, "log_var", generator.uniform(0.5, 1.5, (len(case.inputs["mu"]), 1)))
        due = difference(moved.expected, case.expected)
        assert np.array_equal(due.values, moved.expected.values - case.expected.values)
        for name in ("e to the power", "square of exp(log_var / 2)", "float32 inside"):
            after, before = (
                RIGHT_KL[name](c.inputs["mu"], c.inputs["log_var"]).astype(np.float64) for c in (moved, case)
            )
            assert (np.abs(after - before - due.values) < due.tolerance / 2).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_inputs_have_the_dtype_and_everything_expected_is_that_of_the_rounded_inputs(dtype: str) -> None:
    """The oracle sees, in float64, exactly the numbers that the submission sees."""
    generator = rng()
    kls = [*CASES.kl.draw(generator, dtype), *CASES.kl.near_prior(generator, dtype)]
    kls.append(CASES.kl.beside(kls[0], "mu", np.full(kls[0].inputs["mu"].shape, 0.1)))
    elbos = [CASES.elbo.draw(generator, dtype), CASES.elbo.one_latent(generator, dtype).elbo]
    elbos.append(CASES.elbo.with_beta(elbos[0], 0.3))
    for case in (*kls, *elbos):
        assert {array.dtype for array in case.inputs.values()} == {np.dtype(dtype)}
        exact: Any = {name: array.astype(np.float64) for name, array in case.inputs.items()}
        keywords: Any = case.keywords
        if isinstance(case, ElboCase):
            assert np.array_equal(oracle.elbo(**exact, **keywords), case.expected.values)
            assert np.array_equal(oracle.elbo(**exact, beta=0.0), case.reconstruction)
            slopes: Any = gradients.elbo_gradient(**exact, **keywords)
        else:
            assert np.array_equal(oracle.kl_divergence(**exact), case.expected.values)
            slopes = gradients.kl_gradient(**exact)
        for name, due in case.gradients.items():
            assert np.array_equal(getattr(slopes, name), due.values)
            assert due.values.shape == exact[name].shape


@pytest.mark.parametrize("dtype", DTYPES)
def test_sampler_cases_describe_the_rounded_parameters(dtype: str) -> None:
    """Location, scale and coefficient are those of the numbers sent; noise undoes them exactly."""
    generator = rng()
    varied = CASES.sampler.draw(generator, (40, 30), dtype)
    moved = CASES.sampler.beside(varied, 0.5, np.full((40, 30), -1.0))
    for case in (varied, moved, CASES.sampler.constant(generator, (40, 30), dtype)):
        assert {array.dtype for array in case.inputs.values()} == {np.dtype(dtype)}
        assert np.array_equal(case.inputs["mu"].astype(np.float64), case.location)
        assert np.array_equal(np.exp(case.inputs["log_var"].astype(np.float64) / 2), case.scale)
        assert case.coefficient == 0.5
        e = generator.standard_normal((3, 40, 30))
        assert np.allclose(case.noise(case.location + case.scale * e), e, rtol=0, atol=1e-13)
    assert np.abs(varied.location).max() <= 2
    assert -4 <= 2 * np.log(varied.scale).min() <= 2 * np.log(varied.scale).max() <= 2
    assert len(np.unique(varied.location)) == len(np.unique(varied.scale)) == 1200
    assert np.allclose(moved.location - varied.location, 0.5, atol=1e-6)
    assert np.allclose(moved.scale / varied.scale, np.exp(-0.5), atol=1e-6)


def test_constant_sampler_cases_hold_one_mu_away_from_zero_and_one_log_var() -> None:
    """All elements alike, mu of either sign, so that leaving it out shows."""
    drawn = [CASES.sampler.constant(rng_, (4, 3), "float32") for rng_ in [rng()] for _ in range(100)]
    assert all(np.ptp(case.location) == np.ptp(case.scale) == 0 for case in drawn)
    locations = np.array([case.location[0, 0] for case in drawn])
    assert (np.abs(locations) >= 0.5).all()
    assert set(np.sign(locations)) == {-1, 1}


def test_the_sizes_are_distinct_primes() -> None:
    """A ratio of two numbers names the axis that was reduced wrongly."""
    drawn = [usual_sizes(np.random.default_rng(seed)) for seed in range(50)]
    assert all(len(set(sizes)) == 3 for sizes in drawn)
    assert {n for sizes in drawn for n in sizes} == {7, 11, 13, 17}
    public = (parameters.PUBLIC_BATCH, parameters.PUBLIC_LATENT, parameters.PUBLIC_PIXELS)
    assert public == (5, 3, 2)


def test_structured_kl_cases_let_every_term_stand_alone() -> None:
    """mu alone, of either sign, and log_var alone, small, middling and large."""
    structured = CASES.kl.draw(rng(), "float64")[2].inputs
    alone_mu = ~structured["log_var"].any(axis=1) & (np.ptp(structured["mu"], axis=1) == 0)
    alone_log_var = ~structured["mu"].any(axis=1) & (np.ptp(structured["log_var"], axis=1) == 0)
    assert {-1, 1} <= set(np.sign(structured["mu"][alone_mu, 0]))
    assert {-8, 1, 8} <= set(structured["log_var"][alone_log_var, 0])


@pytest.mark.parametrize("dtype", DTYPES)
def test_kl_cases_near_the_prior_begin_at_the_prior(dtype: str) -> None:
    """The first is the prior itself, the second leaves it from 1e-5 on."""
    prior, close = CASES.kl.near_prior(rng(), dtype)
    assert not any(array.any() for array in prior.inputs.values())
    assert not prior.expected.values.any()
    assert (close.expected.values > 0).all()
    assert close.expected.values.min() < close.expected.tolerance.min() < close.expected.values.max()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("function", ["reparameterize", "kl_divergence", "elbo"])
def test_public_inputs_are_fixed(function: str, dtype: str) -> None:
    """No seed, no salt: these numbers are what students may know."""
    inputs = parameters.public_inputs(function, dtype)
    mu = np.array([[-1.5, -1.25, -1], [-0.75, -0.5, -0.25], [0, 0.25, 0.5], [0.75, 1, 1.25], [1.5, 1.75, 2]])
    expected = {"mu": mu, "log_var": mu[::-1, ::-1] / 2}
    if function == "elbo":
        logits = (-3 + np.arange(10) * 5 / 9).reshape(5, 2)
        x = np.array([[0, 1], [0, 0], [1, 0], [0, 1], [0, 0]])
        expected = {"x": x, "x_logits": logits} | expected
    assert list(inputs) == list(expected)
    for name, array in inputs.items():
        assert array.dtype == dtype
        assert np.allclose(array, expected[name], rtol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_evidence_identity_holds_and_its_nodes_are_harmless(dtype: str) -> None:
    """log p(x) = E_q[ELBO] + KL to 1e-10, with binary x, one latent dimension and logits within 10."""
    generator = rng()
    for model in (CASES.elbo.one_latent(generator, dtype) for _ in range(60)):
        elbo_values, inputs = model.elbo.expected.values, model.elbo.inputs
        rounding = 0 if dtype == "float64" else float(model.weights @ model.elbo.expected.rounding)
        assert (
            abs(model.log_evidence - model.weights @ elbo_values - model.kl_to_posterior) < 1e-10 + rounding
        )
        assert model.kl_to_posterior > 0
        assert np.abs(inputs["x_logits"]).max() <= 10
        assert set(np.unique(inputs["x"])) <= {0, 1}
        assert inputs["mu"].shape == inputs["log_var"].shape == (64, 1)
        pixels = inputs["x"].shape[1]
        assert inputs["x"].shape == inputs["x_logits"].shape == (64, pixels)
        assert abs(model.weights.sum() - 1) < 1e-12


@pytest.mark.parametrize("dtype", DTYPES)
def test_elbo_cases_are_within_reach_and_binary(dtype: str) -> None:
    """Logits up to 8, or as far as asked; x of zeros and ones, both of them."""
    generator = rng()
    for reach in (8.0, 5.0):
        drawn = [CASES.elbo.draw(generator, dtype, reach=reach) for _ in range(50)]
        logits = np.abs(every(drawn, "x_logits"))
        assert 0.99 * reach < logits.max() <= reach
        assert set(np.unique(every(drawn, "x"))) == {0, 1}


def test_an_elbo_case_gives_the_elbo_of_any_kl_at_its_beta() -> None:
    """Reconstruction minus beta times that KL; with the true one it is what is expected."""
    case = CASES.elbo.draw(rng(), "float64")
    kl = np.arange(len(case.inputs["mu"]), dtype=np.float64)
    for beta, weight in ((None, 1.0), (0.0, 0.0), (2.5, 2.5)):
        at = case if beta is None else CASES.elbo.with_beta(case, beta)
        assert at.keywords == ({} if beta is None else {"beta": beta})
        assert np.allclose(at.with_kl(kl), case.reconstruction - weight * kl, rtol=1e-14)
        assert np.allclose(at.with_kl(case.kl.values), at.expected.values, rtol=1e-12)


def test_cases_are_those_of_their_generator() -> None:
    """The same state gives the same case, and another state another one."""
    first, again, other = (CASES.elbo.draw(np.random.default_rng(s), "float32") for s in (1, 1, 2))
    assert all(np.array_equal(first.inputs[name], again.inputs[name]) for name in first.inputs)
    assert not any(np.array_equal(first.inputs[name], other.inputs[name]) for name in first.inputs)


def test_unusual_sizes_have_a_one_in_every_place() -> None:
    """And one is larger and odd; which they are, and their order, is the seed's."""
    drawn = [unusual_sizes(np.random.default_rng(seed)) for seed in range(20)]
    for sizes in drawn:
        assert {tuple(n == 1 for n in size) for size in sizes} == {
            (True, True, True),
            (True, False, False),
            (False, True, False),
            (False, False, True),
            (False, False, False),
        }
        assert [size for size in sizes if min(size) >= 19 and all(n % 2 for n in size)]
    assert len(set(map(tuple, drawn))) == len(drawn)


def test_shapes_are_drawn_within_their_bounds() -> None:
    """A large one at most a sixteenth larger than the least; an odd number of elements."""
    generator = rng()
    for _ in range(50):
        batch, latent = large_shape(generator, (256, 160))
        assert (256 <= batch <= 272, 160 <= latent <= 170) == (True, True)
        assert np.prod(odd_shape(generator)) % 2 == 1


@pytest.mark.parametrize("dtype", DTYPES)
def test_right_formulas_serve_the_whole_range(dtype: str) -> None:
    """mu and log_var up to 20: within half of the tolerance, 1e-6 more variance is forgiven."""
    generator = rng()
    drawn = [CASES.kl.at_the_ends(generator, dtype) for _ in range(100)]
    reach = np.concatenate([np.abs(case.inputs["log_var"]).max(axis=1) for case in drawn])
    assert 19 < reach.max() <= parameters.RANGE
    forgiven = "1e-6 added to the variance"
    used = {name: worst_kl(formula, drawn) for name, formula in RIGHT_KL.items()}
    assert used.pop(forgiven) <= 1
    assert max(used.values()) < 0.5, used
    right = RIGHT_KL["expm1"]
    for case in drawn:
        assert worst_kl(lambda mu, log_var: right(mu, np.maximum(log_var, -8)), [case]) > 1
        assert worst_kl(lambda mu, log_var: right(mu, np.minimum(log_var, 8)), [case]) > 1
        assert worst_kl(lambda mu, log_var: right(np.clip(mu, -8, 8), log_var), [case]) > 1


@pytest.mark.parametrize("dtype", DTYPES)
def test_sure_decoders_have_logits_of_all_sizes_and_mostly_wrong_ones(dtype: str) -> None:
    """About 20, 30 and 100, of both signs, and a bound that shows each wrong pixel."""
    drawn = CASES.elbo.at_large_logits(rng(), dtype)
    sizes = [float(np.abs(case.inputs["x_logits"]).mean()) for case in drawn]
    assert sizes == pytest.approx([20, 30, 100], rel=0.05)
    for case in drawn:
        x, logits = case.inputs["x"].astype(np.float64), case.inputs["x_logits"].astype(np.float64)
        right = np.sum(x * logits - np.logaddexp(0, logits), axis=1)
        clipped = np.sum(np.maximum(x * logits - np.logaddexp(0, logits), np.log(1e-8)), axis=1)
        assert np.allclose(right, case.reconstruction, rtol=1e-12)
        assert (np.abs(clipped - right) > case.expected.tolerance).any()


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_kl_is_differentiated_at_the_ends_of_its_range_in_each_example(dtype: str) -> None:
    """So that a clamp is seen on every seed or on none: the largest log_var and mu, the smallest log_var."""
    generator = rng()
    for _ in range(DRAWS):
        _, wide, narrow = (case.inputs for case in CASES.kl.for_gradients(generator, dtype))
        ends = [wide["log_var"].max(axis=1), wide["mu"].max(axis=1), narrow["log_var"].min(axis=1)]
        assert [set(end.tolist()) for end in ends] == [{HIGHEST}, {FAR}, {LOWEST}]
