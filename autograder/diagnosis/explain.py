"""From failed checks to hints: observes the submission once more and asks which wrong idea it follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.arrays import Array
from autograder.checks import GROUPS
from autograder.checks.ratio import ratio, suspects
from autograder.checks.spec import specs
from autograder.course.conventions import Function
from autograder.diagnosis import experiments, fits
from autograder.diagnosis.experiments import ARGUMENTS, Experiment, NotComparableError, as_outcome
from autograder.diagnosis.fits import Diagnosis, Outcome
from autograder.diagnosis.ideas import KL, RIGHT, Idea, Ideas
from autograder.findings import Mismatch
from autograder.oracle.parameters import public_inputs
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.session.session import Session

RATIO = "ratio"  # the id of a diagnosis that only names a factor
OF_GRADIENTS = frozenset(spec.id for spec in specs(GROUPS) if "gradient" in spec.tags)
# The function that each check is about, where it is about one.
FUNCTION_OF: dict[str, Function] = {
    spec.id: spec.group.function for spec in specs(GROUPS) if hasattr(spec.group, "function")
}


class Student:
    """A submission as a subject of experiments."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def call(self, call: Call) -> Outcome:
        """Call the submission's function in its dtype and return the numbers that it gave."""
        inputs = {name: array.astype(self._session.dtype) for name, array in call.inputs.items()}
        try:
            reply = self._session.call(call._replace(inputs=inputs))
        except StudentError as error:
            if error.kind == "arguments":
                return ARGUMENTS
            raise NotComparableError from error
        except Mismatch as error:
            raise NotComparableError from error
        if isinstance(reply.output, str):
            raise NotComparableError
        return reply.output


def explain(
    session: Session, failures: Mapping[Function, Collection[str]], ideas: Ideas
) -> dict[str, Diagnosis]:
    """Return what explains failed checks, by their ids, for those that something explains.

    `failures` are the ids of the failed checks of each function.
    """
    evidence: dict[Function, Evidence] = {}
    fitting: dict[str, list[str]] = {}
    diagnoses: dict[str, Diagnosis] = {}
    stops = {function: _stops(session, function) for function in failures}
    kls: list[KL | None] = [None]
    if "kl_divergence" in failures and (own := _own_kl(session)):
        kls.append(own)
    beta = session.words_of("elbo").conventions.beta != "absent"
    for function in failures:
        trials = experiments.of(function, session.cases, session.seeds, beta=beta)
        rests = kls if function == "elbo" else kls[:1]
        try:
            observations = [trial.observe(Student(session)) for trial in trials]
        except NotComparableError:
            continue
        evidence[function] = of = Evidence(ideas, trials, observations, rests)
        if of.speaks_for(RIGHT):
            at = stops[function]
            fitting[function] = [i.name for i in ideas.wrong if at and i.stops.get(function) == at]
        else:
            rivals = (i for i in ideas.wrong if not i.stops and function in map(FUNCTION_OF.get, i.fails))
            fitting[function] = [i.name for i in rivals if of.speaks_for(i.name)]
            if not fitting[function] and (hint := _ratio(session, function, of)):
                diagnoses[function] = Diagnosis(RATIO, hint)
    by_name = {i.name: i for i in ideas.wrong}
    idea_of = fits.choose(fitting, {i.name: len(i.fails) for i in ideas.wrong})
    diagnoses |= {f: Diagnosis(n, by_name[n].hint, by_name[n].about) for f, n in idea_of.items()}
    return {
        check: diagnosis
        for function, checks in failures.items()
        for check in checks
        if (diagnosis := diagnoses.get(function))
        and _explains(by_name.get(diagnosis.id), check, stops[function], evidence[function])
    }


def _explains(idea: Idea | None, check: str, stops: frozenset[str], evidence: Evidence) -> bool:
    """Whether an idea, or a factor where there is none, explains that a function fails a check.

    `stops` are the inputs that no gradient of the function reaches. Where the idea follows them, there is
    another mistake besides.
    """
    if idea and check not in idea.fails:
        return False
    if check not in OF_GRADIENTS or not stops or (idea and idea.stops):
        return True
    return idea is not None and stops <= fits.omissions(evidence.ideas.look(idea.name, evidence.trials[0]))


@dataclass(frozen=True)
class Evidence:
    """What was observed of a function in its experiments, and the KLs that its ELBO may rest on."""

    ideas: Ideas
    trials: list[Experiment]
    observations: list[Any]
    kls: list[KL | None]

    def speaks_for(self, name: str) -> bool:
        """Whether an idea, resting on one KL or another, does what was observed in every experiment."""
        return any(self._fits(name, kl) for kl in self.kls)

    def _fits(self, name: str, kl: KL | None) -> bool:
        """Whether an idea does what was observed; stops at the first experiment in which it does not."""
        try:
            return all(
                trial.agree(observation, self.ideas.look(name, trial, kl))
                for trial, observation in zip(self.trials, self.observations, strict=True)
            )
        except NotComparableError:
            return False


def _own_kl(session: Session) -> KL | None:
    """Return the submission's KL, on which its ELBO may rest; None where it gives nothing usable."""
    if not session.usable("kl_divergence"):
        return None
    student, values_at = Student(session), dict[bytes, Array]()

    def kl(mu: Array, log_var: Array) -> Array:
        key = mu.tobytes() + log_var.tobytes()
        if key not in values_at:
            values = student.call(Call("kl_divergence", {"mu": mu, "log_var": log_var}))
            if isinstance(values, str):
                raise NotComparableError
            values_at[key] = values
        return values_at[key]

    return kl


def _stops(session: Session, function: Function) -> frozenset[str]:
    """Return the inputs that no gradient of a function reaches, of those that it should; torch only."""
    if not session.torch:
        return frozenset()
    inputs = public_inputs(function, session.dtype)
    outputs = inputs["mu"] if function == "reparameterize" else inputs["mu"][:, 0]
    try:
        vjp = session.call(Call(function, inputs, cotangent=np.ones_like(outputs))).vjp
    except (StudentError, Mismatch):
        return frozenset()
    gradients = {name: vjp.get(name) for name in inputs if name != "x"}
    return frozenset(name for name, g in gradients.items() if g is None or not g.any())


def _ratio(session: Session, function: Function, evidence: Evidence) -> str:
    """Name the factor between values and the right ones, at the default and at beta = 0."""
    if function == "reparameterize":
        return ""
    trials = evidence.trials[:2]
    rights = [as_outcome(evidence.ideas.look(RIGHT, trial)) for trial in trials]
    pairs = list(zip(rights, evidence.observations, strict=False))
    if any(isinstance(o, str) or isinstance(r, str) or o.shape != r.shape for r, o in pairs):
        return ""
    right, observation = (np.concatenate(side).astype(np.float64) for side in zip(*pairs, strict=True))
    return ratio(
        observation, right, suspects(_axes(trials[0].inputs), session.words_of(function).conventions)
    )


def _axes(inputs: Mapping[str, Array]) -> dict[str, int]:
    """Return the lengths of the axes that may have been averaged, by what they are: distinct primes."""
    batch, latent = inputs["mu"].shape
    pixels = {"the pixels": inputs["x"].shape[1]} if "x" in inputs else {}
    return pixels | {"the latent dimensions": latent, "the batch": batch}
