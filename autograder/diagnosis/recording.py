"""Numbers in place of wrong formulas: what each wrong idea does in every experiment, kept for students."""

from __future__ import annotations

import dataclasses
import zlib
from typing import get_args

import msgspec
import numpy as np

from autograder.arrays import Array
from autograder.course.conventions import Function
from autograder.diagnosis import experiments
from autograder.diagnosis.experiments import Experiment, Look, NotComparableError, as_outcome
from autograder.diagnosis.explain import FUNCTION_OF
from autograder.diagnosis.ideas import KL, RIGHT, Ideas
from autograder.diagnosis.recorded import Packed, Record
from autograder.oracle.cases import Cases
from autograder.session.seeds import Seeds


@np.errstate(all="ignore")  # a wrong idea may give anything
def record(ideas: Ideas, cases: Cases, seeds: Seeds) -> bytes:
    """Return the content of `recorded.FILE`; the same ideas give the same bytes."""
    trials = {f: experiments.of(f, cases, seeds, beta=True) for f in get_args(Function)}
    looks = {RIGHT: _looks(ideas, RIGHT, [trial for of in trials.values() for trial in of])}
    wrong = [dataclasses.replace(idea, name=str(place)) for place, idea in enumerate(ideas.wrong)]
    for idea, entry in zip(ideas.wrong, wrong, strict=True):
        functions = set() if idea.stops else {FUNCTION_OF[check] for check in idea.fails}
        looks[entry.name] = _looks(ideas, idea.name, [t for f in sorted(functions) for t in trials[f]])
    return zlib.compress(msgspec.msgpack.encode(Record(wrong, looks), order="deterministic"), 9)


def _looks(ideas: Ideas, name: str, trials: list[Experiment]) -> dict[str, dict[str, Packed]]:
    """Return what is seen of an idea in some experiments, but for those in which it gives nothing."""
    looks = {}
    for trial in trials:
        try:
            look = dict(ideas.look(name, trial))
            look |= _rest(ideas, name, trial) if "x" in trial.inputs else {}
        except NotComparableError:
            continue
        looks[trial.name] = {field: _pack(array) for field, array in look.items()}
    return looks


def _rest(ideas: Ideas, name: str, trial: Experiment) -> Look:
    """Return how an idea's ELBO rests on a KL divergence: nothing where it does not."""
    order: list[str] = []

    def kl(*, example: int | None = None) -> KL:
        def unit(mu: Array, log_var: Array) -> Array:
            order[:] = [
                n for a in (mu, log_var) for n in ("mu", "log_var") if np.array_equal(a, trial.inputs[n])
            ]
            values: Array = (np.arange(len(mu)) == example).astype(np.float64)
            return values

        return unit

    intercept = as_outcome(ideas.look(name, trial, kl()))
    if not order or isinstance(intercept, str) or not np.isfinite(intercept).all():
        return {}
    outcomes = [as_outcome(ideas.look(name, trial, kl(example=i))) for i in range(len(trial.inputs["mu"]))]
    if isinstance(outcomes[0], str):  # of what varies from call to call there is a word alone
        return {"other": np.array(outcomes[0])}
    slope = np.stack([outcome - intercept for outcome in outcomes], axis=-1)
    return {"intercept": intercept, "slope": slope, "arguments": np.array(order)}


def _pack(array: Array) -> Packed:
    """Return an array as it is kept: numbers in single precision, which is finer than what is compared."""
    single = np.asarray(array, dtype="<f4") if array.dtype.kind == "f" else array
    return Packed(single.dtype.str, single.shape, single.tobytes())
