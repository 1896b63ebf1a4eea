"""One question to a function of a submission, as it walks from a check to the process that answers it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from autograder.arrays import Array

Caller = Literal["plain", "no_grad", "requires_grad", "same"]


class Call(NamedTuple):
    """A function, its arrays by their names, and what is to be done with them.

    With a `cotangent` the call is differentiated; with `calls` above one its outputs are stacked:
    (calls, *shape). From the first `hidden` case on, exceptions are told without their message, and names
    only where the submission holds them. With `reseed` the generators are in the state that they had at
    import; `apart` a process answers that has seen nothing but such questions. A `caller` other than a plain
    one keeps no record of gradients, has inputs that require them, or hands in the same tensors in all of the
    calls; where there are no tensors it is a plain one. A `plan` says how a function that was found in open
    form is called. Where all calls would take longer than `seconds`, by the time of the first, no more are
    made. The function is named as the checks name it, and on its way as the submission does.
    """

    function: str
    inputs: Mapping[str, Array]
    keywords: Mapping[str, float] = {}
    cotangent: Array | None = None
    calls: int = 1
    hidden: bool = True
    reseed: bool = False
    apart: bool = False
    caller: Caller = "plain"
    plan: Mapping[str, Any] | None = None
    seconds: float = math.inf
