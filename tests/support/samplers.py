"""Samplers without a process: kinds of noise, and ways to put it together with mu and log_var."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.signal import lfilter

from autograder.checks import battery, noise, occasions
from autograder.oracle.case import SamplerCase
from tests.support.oracle import CASES

Noise = NDArray[np.float64]
Generator = np.random.Generator
Shape = tuple[int, int, int]
Kind = Callable[[Generator, Shape], Noise]  # (calls, batch, latent) -> eps of that shape
Map = Callable[[Noise, Noise, Noise], Noise]  # mu, log_var, eps -> z


def normal(rng: Generator, shape: Shape) -> Noise:
    """Right noise."""
    return rng.standard_normal(shape)


def right(mu: Noise, log_var: Noise, eps: Noise) -> Noise:
    """The right way to use noise."""
    return np.asarray(mu + np.exp(log_var / 2) * eps)


def each_call(draw: Callable[[Generator, Shape], Noise]) -> Kind:
    """Noise of which every call gets the same."""
    return lambda rng, shape: np.tile(draw(rng, (1, *shape[1:])), (shape[0], 1, 1))


def shared(*axes: int, draw: Kind = normal) -> Kind:
    """Noise that is the same along some axes."""

    def kind(rng: Generator, shape: Shape) -> Noise:
        calls, batch, latent = (1 if i in axes else n for i, n in enumerate(shape))
        return np.array(np.broadcast_to(draw(rng, (calls, batch, latent)), shape))

    return kind


def centred(*axes: int, scaled: bool = False) -> Kind:
    """Noise that adds up to zero along some axes of a call, and may have unit variance there as well."""

    def kind(rng: Generator, shape: Shape) -> Noise:
        e = rng.standard_normal(shape)
        e -= e.mean(axis=axes, keepdims=True)
        return np.asarray(e / e.std(axis=axes, keepdims=True) if scaled else e)

    return kind


def reseeded(_: Generator, shape: Shape) -> Noise:
    """Noise of a seed that is set in every call."""
    return each_call(normal)(np.random.default_rng(42), shape)


def antithetic_calls(rng: Generator, shape: Shape) -> Noise:
    """Every second call mirrors the one before."""
    e = rng.standard_normal(shape)
    e[1::2] = -e[: len(e) // 2 * 2 : 2]
    return e


def antithetic_rows(rng: Generator, shape: Shape) -> Noise:
    """The second half of the batch mirrors the first."""
    e = rng.standard_normal(shape)
    half = shape[1] // 2
    e[:, half : 2 * half] = -e[:, :half]
    return e


def repeated_rows(rng: Generator, shape: Shape) -> Noise:
    """The second half of the batch repeats the first."""
    e = rng.standard_normal(shape)
    half = shape[1] // 2
    e[:, half : 2 * half] = e[:, :half]
    return e


def autoregressive(correlation: float, axis: int = 0) -> Kind:
    """AR(1): along an axis, each depends on the one before."""

    def kind(rng: Generator, shape: Shape) -> Noise:
        e = rng.standard_normal(shape)
        first = np.take(e, [0], axis=axis)
        rest = np.sqrt(1 - correlation**2) * np.delete(e, 0, axis=axis)
        return np.asarray(lfilter([1.0], [1.0, -correlation], np.concatenate([first, rest], axis), axis=axis))

    return kind


def cycled(count: int) -> Kind:
    """A few noises used again and again, in turn."""

    def kind(rng: Generator, shape: Shape) -> Noise:
        pool = rng.standard_normal((count, *shape[1:]))
        return np.asarray(pool[np.arange(shape[0]) % count])

    return kind


def rarely(value: float) -> Kind:
    """Right noise but for one entry in ten thousand."""
    return lambda rng, shape: np.where(rng.random(shape) < 1e-4, value, rng.standard_normal(shape))


def clamped(at: float) -> Kind:
    """Noise with its tails cut off."""
    return lambda rng, shape: np.clip(rng.standard_normal(shape), -at, at)


def uniform(rng: Generator, shape: Shape) -> Noise:
    """Uniform noise of unit variance."""
    return rng.uniform(-np.sqrt(3), np.sqrt(3), shape)


def laplace(rng: Generator, shape: Shape) -> Noise:
    """Laplace noise of unit variance."""
    return rng.laplace(scale=np.sqrt(0.5), size=shape)


def rademacher(rng: Generator, shape: Shape) -> Noise:
    """Signs."""
    return rng.choice([-1.0, 1.0], shape)


def simulated(
    kind: Kind,
    use: Map,
    seed: int,
    *,
    dtype: str = "float32",
    large: tuple[int, int] = (noise.BATCH, noise.LATENT),
) -> noise.Sampler:
    """A sampler for `noise.judge`, drawn and rounded as the grader would see it.

    Where the large case is smaller than the grader's, single elements get a quarter of the calls, at once.
    """
    is_whole = large == (noise.BATCH, noise.LATENT)
    single_calls = (noise.FEW_CALLS, noise.SINGLE_CALLS) if is_whole else (noise.SINGLE_CALLS // 4,)
    own, grader = (np.random.default_rng([seed, i]) for i in range(2))

    def draws(case: SamplerCase, calls: int) -> battery.Draws:
        log_var = case.inputs["log_var"].astype(np.float64)
        z = use(case.location, log_var, kind(own, (calls, *case.location.shape)))
        return battery.Draws(case.noise(z.astype(dtype)), case.location, log_var)

    def elsewhere() -> Iterator[tuple[str, Noise]]:
        yield occasions.TINY, draws(CASES.sampler.draw(grader, (3, 2), dtype), 2000).noise
        yield occasions.ODD, draws(CASES.sampler.draw(grader, (7, 11), dtype), 64).noise
        yield occasions.WIDE, draws(CASES.sampler.wide(grader, (32, 20), dtype), 16).noise
        yield occasions.NARROW, draws(CASES.sampler.narrow(grader, (32, 20), dtype), 16).noise
        yield occasions.LATE, draws(CASES.sampler.draw(grader, (32, 20), dtype), 16).noise

    return noise.Sampler(
        varied=lambda: draws(CASES.sampler.draw(grader, large, dtype), noise.CALLS),
        constant=lambda: draws(CASES.sampler.constant(grader, large, dtype), noise.CALLS),
        singles=lambda: (
            draws(CASES.sampler.spaced(grader, noise.SINGLE_SIDE, dtype), calls) for calls in single_calls
        ),
        occasions=elsewhere,
        rng=grader,
    )


def at(index: tuple[int | slice, ...], change: Callable[[Noise], Noise]) -> Kind:
    """Right noise but for a part of every call, which is changed."""

    def kind(rng: Generator, shape: Shape) -> Noise:
        e = rng.standard_normal(shape)
        part = (slice(None), *index)
        e[part] = change(e[part])
        return e

    return kind


def copied_row(rng: Generator, shape: Shape) -> Noise:
    """The last row repeats the first."""
    e = rng.standard_normal(shape)
    e[:, -1] = e[:, 0]
    return e


def small_scaled(rng: Generator, shape: Shape) -> Noise:
    """Noise that is divided by its own standard deviation, which shows at small sizes alone."""
    e = rng.standard_normal(shape)
    return np.asarray(e / e.std(axis=(1, 2), keepdims=True))


def pooled(seeds: int) -> Kind:
    """Noise of a seed that is one of a few."""

    def kind(rng: Generator, shape: Shape) -> Noise:
        return np.stack(
            [
                np.random.default_rng(int(rng.integers(seeds))).standard_normal(shape[1:])
                for _ in range(shape[0])
            ]
        )

    return kind


def odd_left_out(rng: Generator, shape: Shape) -> Noise:
    """Box-Muller's pairs: the last of an odd number of elements has no partner, and no noise."""
    e = rng.standard_normal(shape)
    if shape[1] * shape[2] % 2:
        e[:, -1, -1] = 0
    return e


class Wrong(NamedTuple):
    """A wrong sampler, the properties that do not hold, and those that cannot be judged."""

    kind: Kind
    use: Map
    fails: str
    not_run: str = ""


WRONG = {
    "shifted by half": Wrong(normal, lambda m, v, e: right(m, v, e + 0.5), "mean"),
    "shifted by a tenth": Wrong(normal, lambda m, v, e: right(m, v, e + 0.1), "mean"),
    "0.1 added to z": Wrong(normal, lambda m, v, e: right(m, v, e) + 0.1, "mean"),
    "scaled up": Wrong(normal, lambda m, v, e: right(m, v, 1.1 * e), "variance"),
    "scaled down": Wrong(normal, lambda m, v, e: right(m, v, 0.5 * e), "variance"),
    "scaled far up": Wrong(normal, lambda m, v, e: right(m, v, 10 * e), "variance"),
    "exp(log_var) as std": Wrong(normal, lambda m, v, e: m + np.exp(v) * e, "variance"),
    "log_var as std": Wrong(normal, lambda m, v, e: m + v * e, "variance"),
    "softplus as std": Wrong(normal, lambda m, v, e: m + np.log1p(np.exp(v)) * e, "variance"),
    "unit std": Wrong(normal, lambda m, _, e: m + e, "variance"),
    "std averaged over rows": Wrong(normal, lambda m, v, e: m + np.exp(v / 2).mean(axis=0) * e, "variance"),
    "0.1 added to the variance": Wrong(normal, lambda m, v, e: m + np.sqrt(np.exp(v) + 0.1) * e, "variance"),
    "mu ignored": Wrong(normal, lambda m, v, e: right(0 * m, v, e), "mean"),
    "2 mu": Wrong(normal, lambda m, v, e: right(2 * m, v, e), "mean"),
    "mu averaged over rows": Wrong(normal, lambda m, v, e: right(m.mean(axis=0), v, e), "mean"),
    "2 mu and exp(log_var)": Wrong(normal, lambda m, v, e: 2 * m + np.exp(v) * e, "mean variance"),
    "swapped": Wrong(normal, lambda m, v, e: right(v, m, e), "mean variance"),
    "noise only": Wrong(normal, lambda _m, _v, e: e, "mean variance"),
    "tanh": Wrong(normal, lambda m, v, e: np.tanh(right(m, v, e)), "mean variance shape"),
    "uniform, unit variance": Wrong(uniform, right, "shape"),
    "uniform on [0, 1]": Wrong(lambda r, s: r.random(s), right, "shape"),
    "Laplace, unit variance": Wrong(laplace, right, "shape"),
    "Laplace": Wrong(lambda r, s: r.laplace(size=s), right, "shape"),
    "Rademacher": Wrong(rademacher, right, "shape"),
    "exponential, centred": Wrong(lambda r, s: r.exponential(size=s) - 1, right, "shape"),
    "half normal": Wrong(lambda r, s: np.abs(r.standard_normal(s)), right, "shape"),
    "Student, 5 degrees, unit variance": Wrong(
        lambda r, s: r.standard_t(5, s) * np.sqrt(0.6), right, "shape"
    ),
    "Student, 3 degrees": Wrong(lambda r, s: r.standard_t(3, s), right, "shape"),
    "Cauchy": Wrong(lambda r, s: r.standard_cauchy(s), right, "shape"),
    "clamped at 3": Wrong(clamped(3), right, "shape"),
    "clamped at 2.8": Wrong(clamped(2.8), right, "shape"),
    "clamped at 2.5": Wrong(clamped(2.5), right, "shape"),
    "clamped at 2": Wrong(clamped(2), right, "shape"),
    "noise rounded": Wrong(lambda r, s: np.round(r.standard_normal(s), 1), right, "shape"),
    "rarely infinite": Wrong(rarely(np.inf), right, "shape"),
    "rarely nan": Wrong(rarely(np.nan), right, "shape"),
    "shared over rows": Wrong(shared(1), right, "independence"),
    "shared over dimensions": Wrong(shared(2), right, "independence"),
    "shared over a call": Wrong(shared(1, 2), right, "independence"),
    "rows repeated": Wrong(repeated_rows, right, "independence"),
    "rows mirrored": Wrong(antithetic_rows, right, "independence"),
    "AR(1) over dimensions": Wrong(autoregressive(0.5, 2), right, "independence"),
    "centred over rows": Wrong(centred(1), right, "independence"),
    "centred over dimensions": Wrong(centred(2), right, "independence"),
    "centred over a call": Wrong(centred(1, 2), right, "independence"),
    "standardised over rows": Wrong(centred(1, scaled=True), right, "independence"),
    "standardised over dimensions": Wrong(centred(2, scaled=True), right, "independence"),
    "standardised over a call": Wrong(centred(1, 2, scaled=True), right, "independence"),
    "cached": Wrong(each_call(normal), right, "independence", "mean variance shape"),
    "reseeded": Wrong(reseeded, right, "independence", "mean variance shape"),
    "antithetic calls": Wrong(antithetic_calls, right, "independence", "mean variance shape"),
    "AR(1)": Wrong(autoregressive(0.5), right, "independence", "mean variance shape"),
    "AR(1), alternating": Wrong(autoregressive(-0.5), right, "independence", "mean variance shape"),
    "three noises in turn": Wrong(cycled(3), right, "independence", "mean variance shape"),
    "AR(1), shared over rows": Wrong(
        lambda r, s: np.tile(autoregressive(0.5)(r, (s[0], 1, s[2])), (1, s[1], 1)),
        right,
        "independence",
        "mean variance shape",
    ),
    "cached and exp(log_var)": Wrong(
        each_call(normal), lambda m, v, e: m + np.exp(v) * e, "independence", "mean variance shape"
    ),
    "shared and shifted": Wrong(shared(1), lambda m, v, e: right(m, v, e + 0.5), "mean independence"),
    "shared and shifted less": Wrong(
        shared(1, 2), lambda m, v, e: right(m, v, e + 0.35), "mean independence"
    ),
    "shared and 2 mu": Wrong(shared(1), lambda m, v, e: right(2 * m, v, e), "mean independence"),
    "shared and exp(log_var)": Wrong(shared(2), lambda m, v, e: m + np.exp(v) * e, "variance independence"),
    "shared and scaled": Wrong(shared(1), lambda m, v, e: right(m, v, 1.5 * e), "variance independence"),
    "one number, 0.05 added to std": Wrong(
        shared(1, 2), lambda m, v, e: m + (np.exp(v / 2) + 0.05) * e, "variance independence"
    ),
    "one number, 0.1 added to z": Wrong(
        shared(1, 2), lambda m, v, e: right(m, v, e) + 0.1, "mean independence"
    ),
    "shared and uniform": Wrong(shared(1, draw=uniform), right, "shape independence"),
    "shared and Laplace": Wrong(shared(1, draw=laplace), right, "shape independence"),
    "shared and Rademacher": Wrong(shared(2, draw=rademacher), right, "shape independence"),
    "no noise": Wrong(normal, lambda m, _v, e: m + 0 * e, "variance", "mean shape independence"),
    "hardly any noise": Wrong(
        normal, lambda m, v, e: right(m, v, 1e-8 * e), "variance", "mean shape independence"
    ),
    "a hundredth of the noise": Wrong(
        normal, lambda m, v, e: right(m, v, 0.01 * e), "variance", "mean shape independence"
    ),
    "mu + std": Wrong(normal, lambda m, v, e: right(m, v, e**0), "variance", "mean shape independence"),
    "a row without noise": Wrong(at((0,), np.zeros_like), right, "independence"),
    "a narrow dimension": Wrong(at((slice(None), 1), lambda e: e / 2), right, "independence"),
    "a uniform row": Wrong(at((0,), lambda e: np.sqrt(3) * (2 * special.ndtr(e) - 1)), right, "independence"),
    "a clipped dimension": Wrong(
        at((slice(None), 1), lambda e: np.clip(e, -1.7, 1.7)), right, "independence"
    ),
    "a row copied": Wrong(copied_row, right, "independence"),
    "the odd element left out": Wrong(odd_left_out, right, "independence"),
    "scaled by itself": Wrong(small_scaled, right, "independence"),
    "one of ten thousand seeds": Wrong(pooled(10_000), right, "independence"),
    "log_var clamped at 6": Wrong(normal, lambda m, v, e: right(m, np.clip(v, -6, 6), e), "variance"),
    "log_var clamped at 10": Wrong(normal, lambda m, v, e: right(m, np.clip(v, -10, 10), e), "variance"),
}
