"""Ways in which students write the formulas: the right ones, and the smallest mistakes.

Each takes arrays of one dtype and computes in it. What forgives a clip or an offset is written with
the value that students use.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.arrays import Array

Formula = Callable[[Array, Array], Array]


def _kl(mu: Array, log_var: Array) -> Array:
    return np.asarray(0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1))


def _loop(mu: Array, log_var: Array) -> Array:
    total = np.zeros_like(mu[:, 0])
    for m, v in zip(mu.T, log_var.T, strict=True):
        total += (m * m + np.exp(v) - 1 - v) / 2
    return total


def _with_offset(offset: float) -> Formula:
    def kl(mu: Array, log_var: Array) -> Array:
        variance = np.exp(log_var) + mu.dtype.type(offset)
        return np.asarray(0.5 * np.sum(mu**2 + variance - 1 - np.log(variance), axis=1))

    return kl


def _in_float32(formula: Formula) -> Formula:
    return lambda a, b: formula(a.astype(np.float32), b.astype(np.float32)).astype(a.dtype)


# kl(mu, log_var), (batch, latent) twice -> (batch,)
RIGHT_KL: dict[str, Formula] = {
    "half of the sum": _kl,
    "minus half of the sum": lambda m, v: -0.5 * np.sum(1 + v - m**2 - np.exp(v), axis=1),
    "square of exp(log_var / 2)": lambda m, v: 0.5 * np.sum(np.exp(v / 2) ** 2 + m * m - 1 - v, axis=1),
    "e to the power": lambda m, v: 0.5 * np.sum(np.e**v + m**2 - 1 - v, axis=1),
    "2 to the power": lambda m, v: 0.5 * np.sum(np.exp2(v / np.log(2)) + m**2 - 1 - v, axis=1),
    "expm1": lambda m, v: 0.5 * np.sum(m**2 + np.expm1(v) - v, axis=1),
    "logarithm of the variance": lambda m, v: 0.5 * np.sum(m**2 + np.exp(v) - 1 - np.log(np.exp(v)), axis=1),
    "standard deviations": lambda m, v: np.sum(
        -np.log(np.exp(v / 2)) + (np.exp(v / 2) ** 2 + m**2) / 2 - 0.5, axis=1
    ),
    "sums apart": lambda m, v: 0.5 * (np.exp(v).sum(1) + (m**2).sum(1) - m.shape[1] - v.sum(1)),
    "einsum": lambda m, v: 0.5 * (np.einsum("ij,ij->i", m, m) + np.exp(v).sum(1) - v.sum(1) - m.shape[1]),
    "mean times length": lambda m, v: 0.5 * m.shape[1] * np.mean(m**2 + np.exp(v) - 1 - v, axis=1),
    "loop over dimensions": _loop,
    "float32 inside": _in_float32(_kl),
    "1e-8 added to the variance": _with_offset(1e-8),
    "1e-6 added to the variance": _with_offset(1e-6),
}


def _sigmoid(logits: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _log_sigmoid(logits: Array) -> Array:
    return np.asarray(-np.logaddexp(0, -logits))


def _likelihood(x: Array, logits: Array) -> Array:
    return np.asarray(np.sum(x * logits - np.logaddexp(0, logits), axis=1))


def _of_probabilities(x: Array, p: Array, offset: float = 0.0) -> Array:
    small = p.dtype.type(offset)
    return np.asarray(np.sum(x * np.log(p + small) + (1 - x) * np.log(1 - p + small), axis=1))


def _clipped(at: float) -> Formula:
    return lambda x, a: _of_probabilities(x, np.clip(_sigmoid(a), a.dtype.type(at), a.dtype.type(1 - at)))


# log_likelihood(x, x_logits), (batch, pixels) twice -> (batch,)
RIGHT_LIKELIHOOD: dict[str, Formula] = {
    "logaddexp": _likelihood,
    "log1p of exp": lambda x, a: np.sum(x * a - np.log1p(np.exp(a)), axis=1),
    "log of 1 + exp": lambda x, a: np.sum(x * a - np.log(1 + np.exp(a)), axis=1),
    "maximum and absolute value": lambda x, a: (
        -np.sum(np.maximum(a, 0) - a * x + np.log1p(np.exp(-np.abs(a))), axis=1)
    ),
    "log-sigmoids": lambda x, a: np.sum(x * _log_sigmoid(a) + (1 - x) * _log_sigmoid(-a), axis=1),
    "log-sigmoid minus logit": lambda x, a: np.sum(
        x * _log_sigmoid(a) + (1 - x) * (_log_sigmoid(a) - a), axis=1
    ),
    "signs": lambda x, a: -np.sum(np.logaddexp(0, (1 - 2 * x) * a), axis=1),
    "sigmoid, then log": lambda x, a: _of_probabilities(x, _sigmoid(a)),
    "tanh, then log": lambda x, a: _of_probabilities(x, (1 + np.tanh(a / 2)) / 2),
    "where": lambda x, a: np.sum(np.log(np.where(x > 0, _sigmoid(a), 1 - _sigmoid(a))), axis=1),
    "powers": lambda x, a: np.sum(np.log(_sigmoid(a) ** x * (1 - _sigmoid(a)) ** (1 - x)), axis=1),
    "log(p + 1e-8)": lambda x, a: _of_probabilities(x, _sigmoid(a), 1e-8),
    "log(p + 1e-6)": lambda x, a: _of_probabilities(x, _sigmoid(a), 1e-6),
    "p clipped at 1e-7": _clipped(1e-7),
    "p clipped at 1e-6": _clipped(1e-6),
    "float32 inside": _in_float32(_likelihood),
}

WRONG_KL: dict[str, Formula] = {
    "1% too large": lambda m, v: 1.01 * _kl(m, v),
    "log_var clamped at 7": lambda m, v: _kl(m, np.clip(v, -7, 7)),
    "1e-2 added to the variance": _with_offset(1e-2),
    "last dimension left out": lambda m, v: _kl(m[:, :-1], v[:, :-1]),
    "in bits": lambda m, v: _kl(m, v) / np.log(2),
}

# At the prior, where a KL has no size that a relative tolerance could forgive anything of.
WRONG_KL_AT_PRIOR: dict[str, Formula] = {
    "1e-4 added to the standard deviation": lambda m, v: (
        0.5 * np.sum(m**2 + (np.exp(v / 2) + 1e-4) ** 2 - 1 - v, axis=1)
    ),
    "1e-4 added to the KL": lambda m, v: _kl(m, v) + 1e-4,
    "at least 1e-3": lambda m, v: np.maximum(_kl(m, v), 1e-3),
    "prior of variance 1.0001": lambda m, v: (
        0.5 * np.sum((m**2 + np.exp(v)) / 1.0001 - 1 - v + np.log(1.01), axis=1)
    ),
}

WRONG_LIKELIHOOD: dict[str, Formula] = {
    "1% too large": lambda x, a: 1.01 * _likelihood(x, a),
    "last pixel left out": lambda x, a: _likelihood(x[:, :-1], a[:, :-1]),
    "p clipped at 0.01": _clipped(1e-2),
    "logits clamped at 5": lambda x, a: _likelihood(x, np.clip(a, -5, 5)),
    "labels smoothed by 5%": lambda x, a: _likelihood(0.95 * x + 0.025, a),
    "in bits": lambda x, a: _likelihood(x, a) / np.log(2),
}
