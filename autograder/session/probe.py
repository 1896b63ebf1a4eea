"""The public case of each function, which is asked before any hidden one: of it all may be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from autograder.course.conventions import Function
from autograder.course.words import Words
from autograder.findings import Mismatch, problem_with
from autograder.oracle.parameters import public_inputs
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.replies import Reply

WHERE = "the public case, {{ dtype }} inputs {{ mu }} and {{ log_var }} of shape {{ latent }}"
PIXELS = ", {{ x }} and {{ x_logits }} of shape {{ pixels }}"


@dataclass(frozen=True)
class Probe:
    """What the public case showed of a function: why it is unusable, and which inputs it changes."""

    problem: StudentError | Mismatch | None
    modified: tuple[str, ...] = ()


def probe(ask: Callable[[Call], Reply], function: Function, dtype: str, kind: str, words: Words) -> Probe:
    """Ask a function of the public case, and say whether its answer is of the right shape and kind."""
    inputs = public_inputs(function, dtype)
    shape = inputs["mu"].shape if function == "reparameterize" else inputs["mu"].shape[:1]
    try:
        reply = ask(Call(function, inputs, hidden=False))
    except (StudentError, Mismatch) as error:
        return Probe(error)
    pixels = inputs.get("x", inputs["mu"]).shape
    sentence = WHERE + (PIXELS if function == "elbo" else "")
    where = words.say(sentence, dtype=dtype, latent=inputs["mu"].shape, pixels=pixels)
    return Probe(problem_with(reply.output, shape, kind, where), reply.modified)
