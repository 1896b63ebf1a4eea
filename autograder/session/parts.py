"""Many calls in as many requests as their time needs: the limit of a call is one call's, not that of all."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import numpy as np

from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.replies import Reply

FEW = 2  # calls that are always made in one request
SAFETY = 3  # times that a request is expected to fit into its limit
UNLIKE = "another shape or dtype from call to call"


def in_parts(ask: Callable[[Call], Reply], call: Call, seconds: float) -> Reply:
    """Make a call's `calls` in requests that each take less than a limit, by the time that the first takes.

    The outputs are stacked, (calls, *shape), as if they had come in one; what is no array is returned as it
    is.
    """
    if call.calls <= FEW or call.cotangent is not None:
        return ask(call)
    started = time.monotonic()
    first = ask(dataclasses.replace(call, calls=1))
    took = max(time.monotonic() - started, 1e-6)
    size = max(int(seconds / SAFETY / took), 1)
    if isinstance(first.output, str):
        return first
    outputs = [first.output[None]]
    while (left := call.calls - sum(map(len, outputs))) > 0:
        count = min(left, size)
        reply = ask(dataclasses.replace(call, calls=count))
        if isinstance(reply.output, str):
            return reply
        output = reply.output if count > 1 else reply.output[None]
        if (output.shape[1:], output.dtype) != (first.output.shape, first.output.dtype):
            return dataclasses.replace(reply, output=UNLIKE)
        outputs.append(output)
    return dataclasses.replace(first, output=np.concatenate(outputs))
