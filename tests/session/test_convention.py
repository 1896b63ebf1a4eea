"""The adapters: a function of another convention looks like one of the default, in values and gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.course.conventions import Conventions, Function
from autograder.course.words import Words
from autograder.findings import Mismatch
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.replies import Reply
from autograder.session import convention
from reference.numpy import vae as oracle
from reference.numpy.gradients import elbo_gradient, kl_gradient
from tests.support.oracle import REFERENCE

RNG = np.random.default_rng(5)
INPUTS: dict[str, Array] = {
    "x": RNG.integers(0, 2, (7, 5)).astype(np.float64),
    "x_logits": RNG.uniform(-6, 6, (7, 5)),
    "mu": RNG.normal(size=(7, 3)),
    "log_var": RNG.uniform(-3, 2, (7, 3)),
}
LATENT = {name: INPUTS[name] for name in ("mu", "log_var")}
COTANGENT = RNG.uniform(0.5, 1.5, 7)
KL, ELBO = oracle.kl_divergence(**LATENT), oracle.elbo(**INPUTS, beta=2.5)
PLAIN: Function = "kl_divergence"


def ask(function: Callable[..., Any], seen: list[Mapping[str, Any]] | None = None) -> Callable[[Call], Reply]:
    """Return what calls a function by position, and notes the names that it was called by."""

    def asked(call: Call) -> Reply:
        assert call.cotangent is None
        if seen is not None:
            seen.append({**call.inputs, **call.keywords})
        return Reply(np.asarray(function(*call.inputs.values(), *call.keywords.values())), {}, ())

    return asked


def called(
    conventions: Conventions, function: Function, student: Callable[..., Any], beta: float | None = None
) -> Any:
    """Return the output of a student's function by a convention, translated into the default's."""
    inputs = INPUTS if function == "elbo" else LATENT
    given = {} if beta is None else {"beta": beta}
    return convention.call(
        Words(conventions, {}), REFERENCE, Call(function, inputs, given), ask(student)
    ).output


@pytest.mark.parametrize(
    ("choices", "student"),
    [
        ({}, oracle.kl_divergence),
        ({"second_argument": "log_std"}, lambda mu, s: oracle.kl_divergence(mu, 2 * s)),
        ({"second_argument": "std"}, lambda mu, s: oracle.kl_divergence(mu, 2 * np.log(s))),
        ({"second_argument": "var"}, lambda mu, s: oracle.kl_divergence(mu, np.log(s))),
        ({"reduction": "sum"}, lambda mu, s: oracle.kl_divergence(mu, s).sum()),
        ({"reduction": "mean"}, lambda mu, s: oracle.kl_divergence(mu, s).mean()),
        (
            {"order": {"kl_divergence": ("log_var", "mu")}, "sign": "loss"},
            lambda s, mu: oracle.kl_divergence(mu, s),
        ),
    ],
)
def test_a_right_kl_is_right_by_every_convention(
    choices: dict[str, Any], student: Callable[..., Any]
) -> None:
    """Its values, one for each example, are the closed form's."""
    np.testing.assert_allclose(called(Conventions(**choices), PLAIN, student), KL, rtol=1e-12)


@pytest.mark.parametrize(
    ("choices", "student"),
    [
        ({}, oracle.elbo),
        ({"sign": "loss", "beta": "position"}, lambda *given: -oracle.elbo(*given)),
        (
            {"likelihood": "bernoulli_probs", "reduction": "mean"},
            lambda x, p, *rest: oracle.elbo(x, np.log(p) - np.log1p(-p), *rest).mean(),
        ),
        (
            {
                "order": {"elbo": ("mu", "log_var", "x_logits", "x")},
                "second_argument": "std",
                "reduction": "sum",
            },
            lambda mu, s, logits, x, beta: oracle.elbo(x, logits, mu, 2 * np.log(s), beta).sum(),
        ),
    ],
)
def test_a_right_elbo_is_right_by_every_convention(
    choices: dict[str, Any], student: Callable[..., Any]
) -> None:
    """Its values, one for each example, are the closed form's, at a beta."""
    np.testing.assert_allclose(called(Conventions(**choices), "elbo", student, 2.5), ELBO, rtol=1e-11)


def test_arguments_have_the_names_and_the_order_of_the_course() -> None:
    """What is sent is named and ordered as the course has it; beta by position is always given."""
    seen: list[Mapping[str, Any]] = []
    conventions = Conventions(
        beta="position",
        order={"elbo": ("x_logits", "x", "mu", "log_var")},
        names={"log_var": "lv", "beta": "w"},
    )
    convention.call(Words(conventions, {}), REFERENCE, Call("elbo", INPUTS), ask(lambda *_: ELBO, seen))
    assert [list(call) for call in seen] == [["x_logits", "x", "mu", "lv", "w"]]
    assert seen[0]["w"] == 1.0


def differentiated(
    conventions: Conventions, function: Function, gradients: Callable[..., dict[str, Array]]
) -> Mapping[str, Array | None]:
    """Return the gradients that come back where a function's are `gradients(cotangent, **inputs)`."""
    given = INPUTS if function == "elbo" else LATENT

    def asked(call: Call) -> Reply:
        assert call.keywords == {}
        assert call.cotangent is not None
        return Reply(np.zeros(np.shape(call.cotangent)), gradients(call.cotangent, **call.inputs), ())

    return convention.call(
        Words(conventions, {}), REFERENCE, Call(function, given, cotangent=COTANGENT), asked
    ).vjp


def gradient(found: Mapping[str, Array | None], name: str) -> Array:
    """Return a gradient that must have arrived."""
    array = found[name]
    assert array is not None
    return array


@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
@pytest.mark.parametrize("scale", ["log_var", "log_std", "std", "var"])
def test_gradients_of_the_kl_are_those_with_respect_to_log_var(scale: str, reduction: str) -> None:
    """The chain rule leads back to log_var, and copies of an example add up to its gradient."""

    def gradients(cotangent: Array, mu: Array, **second: Array) -> dict[str, Array]:
        (given,) = second.values()
        factor = 2 if scale in ("log_std", "std") else 1
        logarithm = scale.startswith("log")
        log_var = factor * (given if logarithm else np.log(given))
        slope = factor * (np.ones_like(given) if logarithm else 1 / given)
        due = kl_gradient(mu, log_var)
        weight = np.reshape(cotangent, (-1, 1)) / (len(mu) if reduction == "mean" else 1)
        return {"mu": weight * due.mu, scale: weight * due.log_var * slope}

    conventions = Conventions(second_argument=scale, reduction=reduction)  # type: ignore[arg-type]
    found, due = differentiated(conventions, PLAIN, gradients), kl_gradient(**LATENT)
    np.testing.assert_allclose(gradient(found, "mu"), COTANGENT[:, None] * due.mu, rtol=1e-12)
    np.testing.assert_allclose(gradient(found, "log_var"), COTANGENT[:, None] * due.log_var, rtol=1e-12)


def test_gradients_of_a_loss_from_probabilities_are_those_of_the_elbo_from_logits() -> None:
    """Sign and likelihood are translated together."""

    def gradients(cotangent: Array, x: Array, x_probs: Array, mu: Array, log_var: Array) -> dict[str, Array]:
        logits = np.log(x_probs) - np.log1p(-x_probs)
        due, weight = elbo_gradient(x, logits, mu, log_var, 1.0), -cotangent[:, None]
        slope = 1 / (x_probs * (1 - x_probs))
        return {"x_probs": weight * due.x_logits * slope, "mu": weight * due.mu}

    conventions = Conventions(sign="loss", likelihood="bernoulli_probs")
    found, due = differentiated(conventions, "elbo", gradients), elbo_gradient(**INPUTS, beta=1.0)
    assert set(found) == {"x_logits", "mu"}
    for name in found:
        expected = COTANGENT[:, None] * getattr(due, name)
        np.testing.assert_allclose(gradient(found, name), expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("student", "factor"),
    [
        (lambda mu, s: oracle.kl_divergence(mu, s).mean(), 1 / 7),
        (lambda mu, s: oracle.kl_divergence(mu, s).sum() / mu.shape[1], 1 / 3),
    ],
    ids=["over the batch", "over the latent dimensions"],
)
def test_an_average_in_the_place_of_a_sum_shows_as_its_ratio(
    student: Callable[..., Any], factor: float
) -> None:
    """The factor that names the axis survives the translation."""
    values = called(Conventions(reduction="sum"), PLAIN, student)
    np.testing.assert_allclose(values, factor * KL, rtol=1e-12)


@pytest.mark.parametrize(
    ("student", "told"),
    [
        (
            oracle.kl_divergence,
            "Observed: shape (7,)\nExpected: one number, the sum over the batch\nWhere: a batch of 7",
        ),
        (lambda mu, s: oracle.kl_divergence(mu, s)[0] * len(mu), "Observed: "),
        (lambda mu, s: oracle.kl_divergence(mu - mu.mean(axis=0), s).sum(), "Observed: "),
    ],
    ids=["not reduced", "the first alone", "the batch mixed in"],
)
def test_what_is_not_the_sum_over_the_batch_is_told(student: Callable[..., Any], told: str) -> None:
    """A function that does not reduce, leaves examples out or mixes them is a mismatch."""
    with pytest.raises(Mismatch) as caught:
        called(Conventions(reduction="sum"), PLAIN, student)
    assert str(caught.value).startswith(told)


def test_what_is_no_number_is_told_by_the_convention() -> None:
    """Also where it is another kind of value altogether."""

    def asked(call: Call) -> Reply:
        assert call.inputs
        return Reply("a tuple of 3", {}, ())

    with pytest.raises(Mismatch) as caught:
        convention.call(Words(Conventions(reduction="mean"), {}), REFERENCE, Call(PLAIN, LATENT), asked)
    told = "Observed: your function returned a tuple of 3\nExpected: one number, the mean over the batch"
    assert str(caught.value).startswith(told)


def test_the_sign_of_what_has_none_stays() -> None:
    """Integers and truth values go through as they are, to be told as what they are."""
    loss = Conventions(sign="loss")
    outputs = [called(loss, "elbo", lambda *_, kind=kind: np.ones(7, kind)) for kind in ("uint8", "bool")]
    assert [output.dtype.name for output in outputs] == ["uint8", "bool"]


def test_inputs_that_were_changed_are_named_by_the_default() -> None:
    """What is told of them is translated with everything else."""

    def asked(call: Call) -> Reply:
        return Reply(np.zeros((7, 3)), {}, tuple(call.inputs))

    reply = convention.call(
        Words(Conventions(second_argument="std"), {}), REFERENCE, Call("reparameterize", LATENT), asked
    )
    assert reply.modified == ("mu", "log_var")
