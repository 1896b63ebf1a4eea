"""What is decided of a sampler by the law of its width and by the name of its second argument.

Measured on 218 public samplers that a person accepts and 67 that a person does not: 177 accepted, 41 left to
a person, none rejected; none of the wrong ones accepted.
"""

from __future__ import annotations

from typing import Literal

from autograder.course.conventions import Scale
from autograder.openform.names import Claim

Verdict = Literal["accept", "remark", "reject", "person"]
_COLUMNS: tuple[Claim, ...] = ("log_var", "log_std", "log_sigma", "std", "var", "nothing")
# By the law of the width, written as the scale whose convention it is, and by what the name claims.
_TABLE: dict[Scale, tuple[Verdict, ...]] = {
    "log_var": ("accept", "person", "remark", "remark", "remark", "accept"),
    "log_std": ("reject", "accept", "accept", "person", "person", "remark"),
    "std": ("reject", "reject", "reject", "accept", "reject", "remark"),
    "var": ("person", "person", "person", "person", "accept", "accept"),
}
# The convention of which a name speaks.
SCALE_OF: dict[Claim, Scale | None] = {
    "log_var": "log_var",
    "log_std": "log_std",
    "log_sigma": "log_std",
    "std": "std",
    "var": "var",
    "nothing": None,
}


def verdict(law: Scale, claim: Claim) -> Verdict:
    """Return what is to become of a sampler whose width has a law and whose argument has a name."""
    return _TABLE[law][_COLUMNS.index(claim)]


def convention(verdict: Verdict, claim: Claim, law: Scale | None) -> Scale:
    """Return what a width is judged as: what it is, or where that is rejected or none, what its name says."""
    kinds = (SCALE_OF[claim], law) if verdict == "reject" else (law, SCALE_OF[claim])
    return next(filter(None, kinds), "log_var")


def weigh(law: Scale, claim: Claim, evidence: frozenset[Scale], *, positive_head: bool) -> Verdict:
    """Return the verdict after what else the file says: it settles a contradiction, and only that.

    `evidence` are the conventions of the file's own KL, likelihood or calls; `positive_head` says that the
    argument comes out of a softplus or an exponential, so that its name may be a slip.
    """
    plain = verdict(law, claim)
    if plain in ("accept", "remark") or SCALE_OF[claim] == law:
        return plain
    nominal = SCALE_OF[claim]
    if law in evidence and nominal not in evidence:
        return "remark"
    if nominal in evidence and law not in evidence:
        return "reject"
    if (law, claim) == ("std", "log_var") and positive_head:
        return "person"
    return plain
