"""What the confined process proposes, read into types and held against the source."""

from __future__ import annotations

import re
from typing import Any, Literal

from autograder.openform.names import claim, likeness
from autograder.openform.source import Source

Kind = Literal["exact", "about", "still", "shape"]
_ORDER: tuple[Kind, ...] = ("exact", "about", "still", "shape")


class Proposal(Source, frozen=True):
    """A function, how it is called with mu and a width, and how it behaved: `finder/search.py` says of it."""

    keywords: list[str]
    roles: dict[str, str]
    shape: Literal["batch", "vector", "scalar", "columns", "list", "matrix"]
    packed: Literal["", "pair", "joined", "distribution", "stub"]
    part: str | int
    kind: Kind
    shared: bool

    @property
    def samples(self) -> bool:
        """Whether it moved with mu and had noise."""
        return self.kind in ("exact", "about")

    @property
    def likeness(self) -> int:
        """How much its name is a sampler's."""
        return likeness(self.function, self.owner)

    @property
    def is_named(self) -> bool:
        """Whether its parameters are called what a sampler's are: then it is one that was meant and fails."""
        mean, width = self.parameter("mean"), self.parameter("width")
        is_packed = "packed" in self.roles.values()
        return is_packed or bool(re.search(r"mu|mean|loc|^m|μ", mean.lower())) or claim(width) != "nothing"

    @property
    def plan(self) -> dict[str, Any]:
        """How it is called, as the confined process takes it."""
        return {
            name: getattr(self, name) for name in self.__struct_fields__ if name not in ("kind", "shared")
        }

    def parameter(self, role: str) -> str:
        """Return the parameter with a role, or nothing."""
        return next((name for name in self.order if self.roles.get(name) == role), "")

    @property
    def takes_noise(self) -> bool:
        """Whether the noise is an argument, and the caller's."""
        return "noise" in self.roles.values()


def ranking(proposals: list[Proposal]) -> list[Proposal]:
    """Return those that may be the sampler, the likeliest first.

    Names choose among those that sample, because a layer of noise looks like a sampler; where none samples,
    what is called a sampler and does not is the one that was meant.
    """
    samplers = [p for p in proposals if p.samples]
    candidates = [p for p in samplers if p.likeness > -2] or samplers
    candidates = candidates or [p for p in proposals if p.likeness == 2 and p.is_named]
    return sorted(candidates, key=_rank)


def _rank(proposal: Proposal) -> tuple[int, int, bool, int]:
    plain = proposal.packed == "" and not proposal.takes_noise
    return -proposal.likeness, _ORDER.index(proposal.kind), not plain, proposal.line
