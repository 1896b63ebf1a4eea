"""Frames between the grader and the process that runs student code.

A frame is a magic number, the length of a JSON header (u32), the length of a payload (u64), the
header and the payload: raw little-endian arrays, one after the other, described by the header's
`arrays`. Both ends use this module; neither ever unpickles. The reader trusts nothing: lengths are
checked before anything is allocated and every array must fill its share of the payload exactly.
"""

from __future__ import annotations

import json
import math
import os
import struct
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.arrays import Array
from autograder.errors import AutograderError

REQUEST_FD, REPLY_FD = 3, 4  # of the confined process
MAGIC = b"VAE1"
CHILD = b"child"  # what a zygote is asked to fork; another zygote by the names of what that imports
GO = b"!"  # what a process that has named its layers waits for before it runs student code
PREFIX = struct.Struct("<4sIQ")
MAX_HEADER = 1 << 20
MAX_PAYLOAD = 32 << 20
MAX_DIMENSIONS = 8
DTYPES = ("<f2", "<f4", "<f8", "|b1", "|i1", "|u1", "<i2", "<i4", "<i8")

Read = Callable[[int], bytes | bytearray]
Write = Callable[[dict[str, Any]], str]


class ProtocolError(AutograderError):
    """What was read is not a frame, or a frame beyond the caps."""


class Frame(NamedTuple):
    """A header and its arrays."""

    header: dict[str, Any]
    arrays: list[Array]


def encode(header: dict[str, Any], arrays: Sequence[Array] = (), write: Write = json.dumps) -> bytes:
    """Return the bytes of a frame whose header `write` puts into words.

    Arrays of other dtypes than `DTYPES` are a ProtocolError.
    """
    parts = [np.ascontiguousarray(a).astype(a.dtype.newbyteorder("<"), copy=False) for a in arrays]
    descriptions = [
        {"dtype": p.dtype.str, "shape": list(a.shape)} for p, a in zip(parts, arrays, strict=True)
    ]
    if any(d["dtype"] not in DTYPES for d in descriptions):
        raise ProtocolError(f"cannot send {[d['dtype'] for d in descriptions]}")
    text = write({**header, "arrays": descriptions}).encode()
    size = sum(p.nbytes for p in parts)
    if len(text) > MAX_HEADER or size > MAX_PAYLOAD:
        raise ProtocolError(f"a frame of {len(text)} + {size} bytes is beyond the cap")
    return b"".join([PREFIX.pack(MAGIC, len(text), size), text, *(part.data for part in parts)])


def decode(read: Read) -> Frame:
    """Read one frame with `read(n)`, which returns exactly n bytes or raises."""
    magic, header_size, payload_size = PREFIX.unpack(read(PREFIX.size))
    if magic != MAGIC or header_size > MAX_HEADER or payload_size > MAX_PAYLOAD:
        raise ProtocolError("not a frame")
    try:
        header = json.loads(read(header_size))
    except (ValueError, RecursionError) as error:
        raise ProtocolError("the header is not JSON") from error
    if not isinstance(header, dict) or not isinstance(header.get("arrays"), list):
        raise ProtocolError("the header is not an object with arrays")
    return Frame(header, _arrays(header.pop("arrays"), read(payload_size)))


def _arrays(descriptions: list[Any], payload: bytes | bytearray) -> list[Array]:
    """Return the arrays that the header describes, which share the payload's memory."""
    arrays: list[Array] = []
    start, memory = 0, memoryview(payload).toreadonly()
    for item in descriptions:
        dtype, shape = _dtype_and_shape(item)
        end = start + dtype.itemsize * math.prod(shape)
        if end > len(payload):
            raise ProtocolError("an array is larger than the payload")
        arrays.append(np.frombuffer(memory[start:end], dtype).reshape(shape))
        start = end
    if start != len(payload):
        raise ProtocolError("the payload is larger than its arrays")
    return arrays


def _dtype_and_shape(item: object) -> tuple[np.dtype[Any], tuple[int, ...]]:
    if not isinstance(item, dict) or item.get("dtype") not in DTYPES:
        raise ProtocolError("an array of unknown dtype")
    shape = item.get("shape")
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise ProtocolError("an array without a shape")
    # Lengths of zero are left out of the product: NumPy refuses (0, huge, huge) although it holds nothing.
    if not all(type(n) is int and n >= 0 for n in shape) or math.prod(n or 1 for n in shape) > MAX_PAYLOAD:
        raise ProtocolError("an array with an impossible shape")
    return np.dtype(item["dtype"]), tuple(shape)


def reader(fd: int) -> Read:
    """Return a `read` for `decode` that blocks on a descriptor and raises EOFError at its end."""

    def read(size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            part = os.read(fd, min(size, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    return read


def send(fd: int, frame: bytes) -> None:
    """Write a whole frame to a blocking descriptor."""
    view = memoryview(frame)
    while view:
        view = view[os.write(fd, view) :]
