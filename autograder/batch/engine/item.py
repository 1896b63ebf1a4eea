"""One grading to be done, and what came of it: small enough to go through a pipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from autograder.batch.contents import Contents


@dataclass(frozen=True)
class Item:
    """A hand-in's files, and the platform's number of it, from which its seeds come.

    `key` is what its grading is stored under, `label` a pseudonym to show, `names` what must not be written.
    """

    key: str
    contents: Contents
    identity: str
    label: str
    names: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """The grading of a key is written; `fault` says why it could not be judged, for staff."""

    key: str
    seconds: float
    fault: str = ""
