"""What a call returned, read out of a frame that student code may have written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.arrays import Array
from autograder.glyphs import printable
from autograder.sandbox.protocol import Frame

KIND = 120  # characters of what came instead of an array
MOST_PARTS = 8  # of what a function returned
UNTOLD = "something else, whose kind is not told in hidden cases"


@dataclass(frozen=True)
class Reply:
    """What a call returned.

    `output` is an array, or the name of what came instead of one. `vjp` holds the vector-Jacobian
    product for each input, None where no gradient arrives. `modified` names the inputs that the call
    changed in place.
    """

    output: Array | str
    vjp: Mapping[str, Array | None]
    modified: tuple[str, ...]


def read_reply(frame: Frame, inputs: Mapping[str, Array], may_be_told: Callable[[str], bool]) -> Reply:
    """Read a reply out of a frame that nothing is known of.

    What came instead of an array is told where it may be. Raises KeyError, IndexError, TypeError or
    AttributeError where the frame holds no reply.
    """

    def array(index: Any) -> Array:
        if type(index) is not int or index < 0:
            raise TypeError(index)
        return frame.arrays[index]

    def gradient(name: str, index: Any) -> Array | None:
        values = None if index is None else array(index)
        if name not in inputs or (values is not None and values.shape != inputs[name].shape):
            raise TypeError(name)
        return values

    def text(words: Any) -> str:
        if not isinstance(words, str):
            raise TypeError(words)
        return printable(words, KIND) if may_be_told(words) else UNTOLD

    header: dict[str, Any] = frame.header
    output, vjp, modified = header["output"], header.get("vjp", {}), list(header.get("modified", []))
    return Reply(
        output=text(output["other"]) if isinstance(output, dict) else array(output),
        vjp={name: gradient(name, index) for name, index in vjp.items()},
        modified=tuple(name for name in inputs if name in modified),
    )


# What each way of calling gave: the arrays by the part of what came back that they are, "" for all of it.
Attempts = list[dict[str | int, Array]]


def read_attempts(frame: Frame, count: int) -> Attempts:
    """Read what ways of calling gave out of a frame; what makes no sense in it is nothing."""
    rows = frame.header.get("parts")
    rows = rows if isinstance(rows, list) and len(rows) == count else [[]] * count
    return [_parts(row, frame.arrays) for row in rows]


def _parts(row: object, arrays: list[Array]) -> dict[str | int, Array]:
    parts = dict[str | int, Array]()
    for item in row[:MOST_PARTS] if isinstance(row, list) else []:
        if isinstance(item, list) and len(item) == 2:
            key, index = item
            if isinstance(key, str | int) and type(index) is int and 0 <= index < len(arrays):
                parts[key] = arrays[index]
    return parts
