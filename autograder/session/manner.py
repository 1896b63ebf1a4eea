"""How a function that was found in open form is understood and called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.course.words import Words
from autograder.sandbox.outside.call import Call

SINGLE = 2  # calls of a question that is no law's


@dataclass(frozen=True)
class Manner:
    """A function's own words, and the plan of its call; without a plan none was found."""

    words: Words
    plan: Mapping[str, Any] | None


def by_plan(call: Call, plan: Mapping[str, Any]) -> Call:
    """Return a call by a plan: a matrix is turned for the laws, and stands as it is for gradients."""
    single = call.calls <= SINGLE or call.cotangent is not None
    is_matrix = plan.get("shape") in ("covariance", "cholesky")
    return call._replace(plan={**plan, "shape": "matrix"} if single and is_matrix else plan)
