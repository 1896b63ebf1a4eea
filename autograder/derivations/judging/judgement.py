"""A part's verdicts as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["true", "untrue", "leap", "unread", "definition", "remark", "start"]


@dataclass
class Line:
    """The verdict on one expression and the relation that leads to it."""

    number: int
    source: str
    status: Status
    note: str = ""
    rules: tuple[str, ...] = ()
    numbers: tuple[float, float] | None = None
    is_slip: bool = False  # untrue by a sign or a number alone
    words: str = ""  # the reason that the row gives
    place: int = 0  # in the text


@dataclass(frozen=True)
class Query:
    """What a person has to judge: a line's number, its TeX, what it is about, and what is proposed."""

    line: int
    tex: str
    about: str
    proposal: str


@dataclass
class Judgement:
    """What a part shows."""

    number: str
    lines: list[Line] = field(default_factory=list)
    untrue_remarks: list[Line] = field(default_factory=list)  # for staff: reasons and asides
    queries: list[Query] = field(default_factory=list)
    starts: bool = False
    targets: dict[str, bool] = field(default_factory=dict)
    rules: dict[str, bool] = field(default_factory=dict)

    def count(self, status: Status) -> int:
        """Return how many lines have a status."""
        return sum(line.status == status for line in self.lines)

    @property
    def wrong(self) -> int:
        """How many steps are not true, or cannot be evaluated."""
        return self.count("untrue") + self.count("unread")
