"""What a check asked of a submission and what came back, as two hashes: a replay compares them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np

SIZE = 16  # bytes


class Trace(dict[str, str]):
    """The hashes of all "inputs" and of all "outputs" up to now, in hexadecimal."""

    def add_inputs(self, *parts: Any) -> None:
        """Add what a call was given: arrays, words, numbers, or mappings of these."""
        self._add("inputs", parts)

    def add_outputs(self, *parts: Any) -> None:
        """Add what a call returned."""
        self._add("outputs", parts)

    def follow(self, other: Trace) -> None:
        """Add calls that were made for more than one check."""
        for key, digest in other.items():
            self._add(key, (digest,))

    def _add(self, key: str, parts: Iterable[Any]) -> None:
        state = hashlib.blake2b(self.get(key, "").encode(), digest_size=SIZE)
        for part in _flat(parts):
            if isinstance(part, np.ndarray):
                # A checksum, five times as fast as a hash: nobody gains by forging one.
                checksum = zlib.crc32(np.ascontiguousarray(part).data)
                state.update(f"{part.dtype.str}{part.shape}{checksum}".encode())
            else:
                state.update(repr(part).encode())
        self[key] = state.hexdigest()


def _flat(parts: Iterable[Any]) -> Iterable[Any]:
    """Yield the parts, a mapping as its keys and values in order."""
    for part in parts:
        if isinstance(part, dict):
            for key, value in part.items():
                yield key
                yield value
        else:
            yield part
