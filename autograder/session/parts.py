"""Many calls in as many requests as their time needs: the limit of a call is one call's, not that of all."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable

import numpy as np

from autograder.arrays import Array
from autograder.findings import Mismatch
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.replies import Reply

FEW = 2  # calls that are always made in one request
TRIES = 2  # calls that must be too slow: one may have been held up by the machine
SAFETY = 3  # times that a request is expected to fit into its limit
MOST = 4096  # calls in one request, however fast the first was: a busy machine may hold up what follows
UNLIKE = "another shape or dtype from call to call"


class Slow(StudentError):
    """A call takes too long for all of them to be made; the text says how long."""

    def __init__(self, call: Call, took: float) -> None:
        shape = next(iter(call.inputs.values())).shape
        mismatch = Mismatch(
            f"one call takes {took:.2g} s",
            f"{call.seconds / call.calls:.2g} s at most: {call.calls} calls are made, in {call.seconds:g} s",
            f"inputs of shape {shape}",
            "a loop over elements, each of which draws or computes by itself",
        )
        super().__init__("slow", str(mismatch))


def in_parts(ask: Callable[[Call], Reply], call: Call, seconds: float) -> Reply:
    """Make a call's `calls` in requests that each take less than a limit, by the time that one takes.

    The outputs are stacked, (calls, *shape), as if they had come in one; what is no array is returned as it
    is. Raises Slow where all would take longer than the call allows.
    """
    if call.calls <= FEW or call.cotangent is not None:
        return ask(call)
    replies, outputs, took = list[Reply](), list[Array](), math.inf
    while (rest := call.calls - sum(map(len, outputs))) > 0:
        is_slow = took * call.calls > call.seconds
        if is_slow and len(outputs) == TRIES:
            raise Slow(call, took)
        count = 1 if is_slow else min(max(int(seconds / SAFETY / took), 1), MOST, rest)
        start = time.monotonic()
        reply = ask(call._replace(calls=count))
        took = min(took, max((time.monotonic() - start) / count, 1e-6))
        if isinstance(reply.output, str):
            return reply
        output = reply.output if count > 1 else reply.output[None]
        if outputs and (output.shape[1:], output.dtype) != (outputs[0].shape[1:], outputs[0].dtype):
            return dataclasses.replace(reply, output=UNLIKE)
        replies.append(reply)
        outputs.append(output)
    return dataclasses.replace(replies[0], output=np.concatenate(outputs))
