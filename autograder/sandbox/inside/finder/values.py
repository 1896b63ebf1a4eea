"""Calling functions that return values, not samples, in the ways that the grader asks for.

What is right is not known here: every way is called, and the grader reads the numbers.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.sandbox.inside.finder import roles
from autograder.sandbox.inside.finder.functions import Candidate, Functions
from autograder.sandbox.inside.finder.search import time_limit

SECONDS, MOST_SECONDS = 2.0, 20.0  # for one way, and for all
MOST_PARTS, MOST_NUMBERS = 8, 4096
Plan = Mapping[str, Any]
Function = Callable[..., Any]


def signatures(functions: Functions) -> list[dict[str, Any]]:
    """Return the functions of a hand-in, each with its parameters and those that must be given."""
    return [entry for candidate in functions.all() if (entry := _signature(candidate))]


def _signature(candidate: Candidate) -> dict[str, Any] | None:
    try:
        parameters = roles.parameters(candidate.function)
    except (TypeError, ValueError):
        return None
    place: dict[str, Any] = {"function": candidate.name, "owner": candidate.owner}
    place |= {"file": candidate.file, "line": candidate.line}
    musts = [p.name for p in parameters if p.required]
    return place | {"order": [p.name for p in parameters], "required": musts, "positional": []}


def arrangement(function: Function, plan: Plan, keywords: Mapping[str, float]) -> Function:
    """Return a function of the inputs alone, in the plan's order, that gives the part it names."""

    def once(*inputs: Any) -> Any:
        columns = map(_padding, inputs, plan["blanks"])
        output = function(**dict(zip(plan["arguments"], columns, strict=True)), **keywords)
        return output if plan["part"] == "" else _items(output)[plan["part"]]

    def by_rows(*inputs: Any) -> Any:
        rows = [once(*row) for row in zip(*inputs, strict=True)]
        torch = sys.modules.get("torch")
        return torch.stack(rows) if torch and isinstance(rows[0], torch.Tensor) else np.array(rows)

    return by_rows if plan["shape"] == "vector" else once


def _padding(value: Any, blank: Sequence[Any]) -> Any:
    """Return an input filled up to so many columns with a value, where there is one."""
    if not blank:
        return value
    more = (*value.shape[:-1], blank[0] - value.shape[-1])
    if (torch := sys.modules.get("torch")) and isinstance(value, torch.Tensor):
        return torch.cat([value, torch.full(more, blank[1], dtype=value.dtype)], -1)
    return np.concatenate([value, np.full(more, blank[1], value.dtype)], -1)


def attempts(
    functions: Functions,
    trials: Sequence[Plan],
    inputs: Mapping[str, Any],
    points: int,
    make: Callable[[Any], Any],
) -> tuple[list[list[Any]], list[Any]]:
    """Call in each way at each point, and return the parts of what came back as (points, ...) by their index.

    `inputs` are (points x batch, ...) by name. What fails at one point, or gives no numbers, gives nothing.
    """
    split = {name: np.split(array, points) for name, array in inputs.items()}
    end, rows, outputs = time.monotonic() + MOST_SECONDS, [], list[Any]()
    for trial in trials:
        row = []
        for part, array in _outcome(functions, trial, split, make).items() if time.monotonic() < end else ():
            row.append([part, len(outputs)])
            outputs.append(array)
        rows.append(row)
    return rows, outputs


def _outcome(
    functions: Functions, trial: Plan, inputs: Mapping[str, list[Any]], make: Callable[[Any], Any]
) -> dict[Any, Any]:
    function = functions.find(trial["function"], trial["owner"])
    points: list[dict[Any, Any]] = []
    with contextlib.suppress(BaseException), time_limit(SECONDS):
        call = arrangement(function, {**trial, "part": ""}, trial["keywords"])  # type: ignore[arg-type]
        for point in zip(*(inputs[name] for name in trial["inputs"]), strict=True):
            points.append(_numbers(call(*map(make, point))))
    if len(points) < len(next(iter(inputs.values()))):
        return {}
    same = [part for part in points[0] if len({np.shape(point.get(part, "")) for point in points}) == 1]
    return {part: np.stack([point[part] for point in points]) for part in same[:MOST_PARTS]}


def _items(output: Any) -> Any:
    """Return what came back such that its parts are had by their keys."""
    fields = getattr(type(output), "__dataclass_fields__", None)
    return {name: getattr(output, name) for name in fields} if fields else output


def _numbers(output: Any) -> dict[Any, Any]:
    """Return the parts of what came back that are numbers."""
    items = _items(output)
    if isinstance(items, Mapping):
        parts: dict[Any, Any] = {key: value for key, value in items.items() if isinstance(key, str)}
    elif isinstance(items, tuple | list):
        parts = dict(enumerate(items))
    else:
        parts = {"": items}
    arrays = {key: _array(value) for key, value in parts.items()}
    return {key: array for key, array in arrays.items() if array is not None}


def _array(value: Any) -> Any:
    with contextlib.suppress(Exception):
        array = np.asarray(value.detach() if hasattr(value, "detach") else value, dtype=np.float64)
        return array if 0 < array.size <= MOST_NUMBERS else None
    return None
