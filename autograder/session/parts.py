"""Many calls in as many requests as their time needs: the limit of a call is one call's, not that of all."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import numpy as np

from autograder.findings import Mismatch
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.replies import Reply

FEW = 2  # calls that are always made in one request
SAFETY = 3  # times that a request is expected to fit into its limit
MOST = 4096  # calls in one request, however fast the first was: a busy machine may hold up what follows
UNLIKE = "another shape or dtype from call to call"


class Slow(StudentError):
    """A first call takes too long for all of them to be made; the text says how long."""

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
    """Make a call's `calls` in requests that each take less than a limit, by the time that the first takes.

    The outputs are stacked, (calls, *shape), as if they had come in one; what is no array is returned as it
    is. Raises Slow where all would take longer than the call allows.
    """
    if call.calls <= FEW or call.cotangent is not None:
        return ask(call)
    start = time.monotonic()
    first = ask(dataclasses.replace(call, calls=1))
    took = max(time.monotonic() - start, 1e-6)
    size = min(max(int(seconds / SAFETY / took), 1), MOST)
    if isinstance(first.output, str):
        return first
    if took * call.calls > call.seconds:
        raise Slow(call, took)
    outputs = [first.output[None]]
    while (rest := call.calls - sum(map(len, outputs))) > 0:
        count = min(rest, size)
        reply = ask(dataclasses.replace(call, calls=count))
        if isinstance(reply.output, str):
            return reply
        output = reply.output if count > 1 else reply.output[None]
        if (output.shape[1:], output.dtype) != (first.output.shape, first.output.dtype):
            return dataclasses.replace(reply, output=UNLIKE)
        outputs.append(output)
    return dataclasses.replace(first, output=np.concatenate(outputs))
