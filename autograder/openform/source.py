"""Where a function stands that the confined process speaks of, held against the source."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

import msgspec

SHOWN = 20  # lines below its own in which a function's head must end
T = TypeVar("T")


class Source(msgspec.Struct, frozen=True):
    """A function of a hand-in: its name, its class's where it is a method, its place and its parameters."""

    function: str
    owner: str
    file: str
    line: int
    order: list[str]

    def signature(self) -> str:
        """Return the function with its parameters, as its author wrote it."""
        name = f"{self.owner}.{self.function}" if self.owner else self.function
        return f"{name}({', '.join(self.order)})"

    def body(self, files: Mapping[str, bytes]) -> str:
        """Return the function's lines: what is further in than its head, from there on."""
        lines = files.get(self.file, b"").decode(errors="replace").splitlines()[max(self.line - 1, 0) :]
        depth = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
        start = next((i for i, line in enumerate(lines) if not line.lstrip().startswith("@")), 0)
        rest = itertools.takewhile(
            lambda line: not line.strip() or line[: depth + 1].isspace(), lines[start + 1 :]
        )
        return "\n".join([*lines[: start + 1], *rest])

    def stands_in(self, files: Mapping[str, bytes]) -> bool:
        """Whether the source has this function with these parameters where it is said to be."""
        lines = files.get(self.file, b"").decode(errors="replace").splitlines()
        head = unicodedata.normalize("NFKC", "\n".join(lines[max(self.line - 2, 0) : self.line + SHOWN]))
        names = (unicodedata.normalize("NFKC", name) for name in (self.function, *self.order))
        return all(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", head) for name in names)


def read(account: object, kind: type[T]) -> list[T]:
    """Return the entries of an account that are of a kind; a process that says anything else says nothing."""
    entries = []
    for entry in account if isinstance(account, list) else []:
        try:
            entries.append(msgspec.convert(entry, kind))
        except msgspec.ValidationError:
            continue
    return entries
