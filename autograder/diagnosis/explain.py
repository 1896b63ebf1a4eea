"""From failed checks to hints: observes the submission once more and asks which wrong idea it follows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.arrays import Array
from autograder.checks import GROUPS
from autograder.checks.ratio import ratio, suspects
from autograder.checks.spec import specs
from autograder.course.conventions import Function
from autograder.diagnosis import experiments, fits
from autograder.diagnosis.bank import misconceptions
from autograder.diagnosis.experiments import Experiment, NotComparableError
from autograder.diagnosis.fits import Diagnosis, Outcome
from autograder.diagnosis.ideas import ARGUMENTS, KL, ORACLE, Idea
from autograder.findings import Mismatch
from autograder.oracle import cases, parameters
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.session.session import Session

KL_SIZES = {"the latent dimensions": cases.LATENT, "the batch": cases.BATCH}
SIZES = {"kl_divergence": KL_SIZES, "elbo": {"the pixels": cases.PIXELS} | KL_SIZES}
RATIO = "ratio"  # the id of a diagnosis that only names a factor
# The function that each check is about, where it is about one.
FUNCTION_OF: dict[str, Function] = {
    spec.id: spec.group.function for spec in specs(GROUPS) if hasattr(spec.group, "function")
}


class Student:
    """A submission as a subject of experiments."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def call(self, call: Call) -> Outcome:
        """Call the submission's function and return the numbers that it gave."""
        try:
            reply = self._session.call(call)
        except StudentError as error:
            if error.kind == "arguments":
                return ARGUMENTS
            raise NotComparableError from error
        except Mismatch as error:
            raise NotComparableError from error
        if isinstance(reply.output, str):
            raise NotComparableError
        return reply.output


def explain(session: Session, failed: list[Function]) -> dict[str, Diagnosis]:
    """Return what explains the failure of each function, for those where something does."""
    ideas = misconceptions()
    fitting: dict[str, list[str]] = {}
    diagnoses: dict[str, Diagnosis] = {}
    kls: list[KL | None] = [None]
    if "kl_divergence" in failed and (own := _own_kl(session)):
        kls.append(own)
    beta = session.assignment.conventions.beta != "absent"
    for function in failed:
        trials = experiments.of(function, session.cases, session.seeds, session.dtype, beta=beta)
        rests = kls if function == "elbo" else kls[:1]
        try:
            observations = [trial.look(Student(session)) for trial in trials]
        except NotComparableError:
            continue
        if _agrees(ORACLE, trials, observations, rests):
            stops = _stops(session, function)
            fitting[function] = [i.name for i in ideas if stops and i.stops.get(function) == stops]
        else:
            of = [i for i in ideas if not i.stops and function in {FUNCTION_OF.get(c) for c in i.fails}]
            fitting[function] = [i.name for i in of if _agrees(i.path, trials, observations, rests)]
            if not fitting[function] and (hint := _ratio(session, function, trials, observations)):
                diagnoses[function] = Diagnosis(RATIO, hint)
    by_name = {i.name: i for i in ideas}
    chosen = fits.choose(fitting, {i.name: len(i.fails) for i in ideas})
    return diagnoses | {f: Diagnosis(n, by_name[n].hint, by_name[n].about) for f, n in chosen.items()}


@cache
def _idea(path: Path) -> Idea:
    return Idea(path)


def _agrees(path: Path, trials: list[Experiment], observations: list[Any], rests: list[KL | None]) -> bool:
    """Whether an idea, resting on one KL or another, does what was seen in every experiment."""
    return any(_follows(path, trials, observations, kl) for kl in rests)


def _follows(path: Path, trials: list[Experiment], observations: list[Any], kl: KL | None) -> bool:
    """Whether an idea does what was seen; stops at the first experiment in which it does not."""
    try:
        with _idea(path).resting_on(kl) as idea:
            return all(
                trial.agree(observation, trial.look(idea))
                for trial, observation in zip(trials, observations, strict=True)
            )
    except NotComparableError:
        return False


def _own_kl(session: Session) -> KL | None:
    """Return the submission's KL, on which its ELBO may rest; None where it gives nothing usable."""
    if not session.usable("kl_divergence"):
        return None
    student, values_at = Student(session), dict[bytes, Array]()

    def kl(mu: Array, log_var: Array) -> Array:
        inputs = {"mu": mu.astype(session.dtype), "log_var": log_var.astype(session.dtype)}
        key = inputs["mu"].tobytes() + inputs["log_var"].tobytes()
        if key not in values_at:
            values = student.call(Call("kl_divergence", inputs))
            if isinstance(values, str):
                raise NotComparableError
            values_at[key] = values
        return values_at[key]

    return kl


def _stops(session: Session, function: Function) -> frozenset[str]:
    """Return the inputs that no gradient of a function reaches, of those that it should; torch only."""
    if not session.torch:
        return frozenset()
    inputs = parameters.public_inputs(function, session.dtype)
    outputs = inputs["mu"] if function == "reparameterize" else inputs["mu"][:, 0]
    try:
        vjp = session.call(Call(function, inputs, cotangent=np.ones_like(outputs))).vjp
    except (StudentError, Mismatch):
        return frozenset()
    gradients = {name: vjp.get(name) for name in inputs if name != "x"}
    return frozenset(name for name, g in gradients.items() if g is None or not g.any())


def _ratio(session: Session, function: Function, trials: list[Experiment], observations: list[Any]) -> str:
    """Name the factor between values and the right ones, at the default and at beta = 0."""
    if function == "reparameterize":
        return ""
    pairs = [
        (trial.look(_idea(ORACLE)), observation)
        for trial, observation in zip(trials[:2], observations[:2], strict=True)
    ]
    if any(isinstance(observation, str) or observation.shape != right.shape for right, observation in pairs):
        return ""
    right, observation = (np.concatenate(side).astype(np.float64) for side in zip(*pairs, strict=True))
    return ratio(observation, right, suspects(SIZES[function], session.words.conventions))
