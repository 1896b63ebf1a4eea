"""Numbers between the default convention, which checks and cases know, and a course's own.

Two pure translations: what is sent to a function, and what it gives back. How a log-variance is turned into
another scale, or a logit into a probability, is a formula: it comes from the oracle, as numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, cast

import numpy as np

from autograder.arrays import Array
from autograder.course.conventions import Conventions, Function
from autograder.course.words import Words
from autograder.findings import Mismatch, wrong_return
from autograder.oracle.oracle import Oracle, Question
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.replies import Reply

# What a batch gives and what its examples give may differ by so much: policy, a hundred times rounding's.
RELATIVE, ABSOLUTE = 1e-3, 1e-4


class Arguments(NamedTuple):
    """The arguments of a call by the course's names, in its order, and d(argument)/d(default's argument)."""

    inputs: dict[str, Array]
    slopes: dict[str, Array]


def call(words: Words, oracle: Oracle, call: Call, ask: Callable[[Call], Reply]) -> Reply:
    """Make a call by the course's convention, and return what it would give by the default.

    `ask` makes a call that is translated already. Raises Mismatch where the function should give one number
    for a batch, and gives something else.
    """
    function, conventions = cast(Function, call.function), words.conventions
    whole = to_course(conventions, oracle, function, call.inputs)
    course_keywords = keywords(conventions, function, call.keywords)

    def once(part: Arguments, cotangent: Array | None) -> Reply:
        question = call._replace(inputs=part.inputs, keywords=course_keywords, cotangent=cotangent)
        return to_default(conventions, function, part, ask(question))

    if not conventions.reduces(function):
        return once(whole, call.cotangent)
    batch = len(call.inputs["mu"])
    weights = [None] * batch if call.cotangent is None else list(call.cotangent)
    replies = [once(part, weight) for part, weight in zip(copies(whole), weights, strict=True)]
    reply = join(words, function, replies, call.calls)
    assert not isinstance(reply.output, str)
    if call.cotangent is None and call.calls == 1:
        require_reduction(words, function, reply.output, once(whole, None))
    return reply


def to_course(
    conventions: Conventions, oracle: Oracle, function: Function, inputs: Mapping[str, Array]
) -> Arguments:
    """Translate the inputs of a call; the dtype stays."""
    arguments, slopes = dict[str, Array](), dict[str, Array]()
    for argument in conventions.arguments(function):
        array = inputs[argument]
        if (question := _question(conventions, argument)) is not None:
            numbers = oracle.numbers(question, **{argument: array.astype(np.float64)})
            array, slopes[argument] = numbers["values"].astype(array.dtype), numbers["slope"]
        arguments[conventions.name(argument)] = array
    return Arguments(arguments, slopes)


def _question(conventions: Conventions, argument: str) -> Question | None:
    """Return what the oracle is asked for in the place of an argument, where the course has another."""
    if argument == "log_var" and conventions.second_argument != "log_var":
        return conventions.second_argument
    if argument == "x_logits" and conventions.likelihood != "bernoulli_logits":
        return conventions.likelihood
    return None


def keywords(conventions: Conventions, function: Function, values: Mapping[str, float]) -> dict[str, float]:
    """Translate the keywords of a call; beta by position is always given."""
    if function == "elbo" and conventions.beta == "position":
        values = {"beta": 1.0, **values}
    return {conventions.name("beta") if name == "beta" else name: value for name, value in values.items()}


def to_default(conventions: Conventions, function: Function, call: Arguments, reply: Reply) -> Reply:
    """Translate what came back: signs, and the gradients' names and slopes."""
    sign = -1 if function == "elbo" and conventions.sign == "loss" else 1
    default = {conventions.name(argument): argument for argument in conventions.arguments(function)}

    def gradient(name: str, array: Array | None) -> Array | None:
        slope = call.slopes.get(default[name], np.ones(()))
        if array is None or slope.shape not in ((), array.shape):
            return array
        return sign * slope * array if sign < 0 or slope.shape else array

    return Reply(
        output=_negative(reply.output) if sign < 0 else reply.output,
        vjp={default[name]: gradient(name, array) for name, array in reply.vjp.items()},
        modified=tuple(default[name] for name in reply.modified),
    )


def _negative(output: Array | str) -> Array | str:
    """Return the negative of real numbers; anything else is told as it is."""
    if isinstance(output, str) or not np.issubdtype(output.dtype, np.floating):
        return output
    return -output


def copies(call: Arguments) -> Iterator[Arguments]:
    """Yield for each example a batch of copies of it, as large as the batch that it is in.

    What a function adds up over them tells its value, and a mistake about the batch shows as it would there.
    """
    batch = len(next(iter(call.inputs.values())))
    for row in range(batch):
        at = [row] * batch
        yield Arguments(*({name: array[at] for name, array in arrays.items()} for arrays in call))


def join(words: Words, function: Function, replies: list[Reply], calls: int) -> Reply:
    """Return replies to copies of each example as one reply (batch,), or (calls, batch).

    Gradients are those of <cotangent, values> where each reply's was taken with its example's cotangent.
    Raises Mismatch where a reply is no single number.
    """
    part = 1 / len(replies) if words.conventions.reduction == "sum" else 1.0
    rows: list[Array] = []
    for reply in replies:
        if isinstance(reply.output, str):
            raise wrong_return(reply.output, words["returned"], _batch(len(replies)))
        _require_one(words, function, reply.output, calls, len(replies))
        rows.append(np.reshape(reply.output, calls) * part)
    values = np.stack(rows, axis=1)
    return Reply(
        output=values if calls > 1 else values[0],
        vjp={name: _sum_copies([reply.vjp.get(name) for reply in replies], part) for name in replies[0].vjp},
        modified=tuple(dict.fromkeys(name for reply in replies for name in reply.modified)),
    )


def require_reduction(words: Words, function: Function, values: Array, whole: Reply) -> None:
    """Hold what a function gives for a batch against what it gives for each example (batch,).

    Raises Mismatch where it is no single number, or not the sum or mean of theirs.
    """
    if isinstance(whole.output, str):
        raise wrong_return(whole.output, words["returned"], _batch(len(values)))
    _require_one(words, function, whole.output, 1, len(values))
    observed = float(whole.output.ravel()[0])
    due = float(values.sum() if words.conventions.reduction == "sum" else values.mean())
    room = RELATIVE * float(np.abs(values).sum()) + ABSOLUTE * len(values)
    if np.isfinite(values).all() and not abs(observed - due) <= room:
        raise Mismatch(
            f"{observed:.6g} for a batch of {len(values)}",
            f"{due:.6g}, {words['total']} of what it gives for batches of copies of each example",
            cause="examples of a batch are mixed, or some are left out",
        )


def _require_one(words: Words, function: Function, output: Array, calls: int, batch: int) -> None:
    if output.size != calls:
        raise Mismatch(
            f"shape {output.shape[int(calls > 1) :]}",
            words["returned"],
            _batch(batch),
            f"{words[function]} is asked for one number here, not for one an example",
        )


def _batch(size: int) -> str:
    return f"a batch of {size}"


def _sum_copies(gradients: list[Array | None], part: float) -> Array | None:
    """Add the gradients up over the copies: (batch, ...), None where none arrives."""
    rows = [None if gradient is None else gradient.sum(axis=0) * part for gradient in gradients]
    if all(row is None for row in rows):
        return None
    like = next(row for row in rows if row is not None)
    return np.stack([np.zeros_like(like) if row is None else row for row in rows])
