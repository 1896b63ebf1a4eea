"""Frames: what is sent arrives, and what is not a frame is refused before it costs anything."""

from __future__ import annotations

import io
import json
import os
import threading
from typing import Any

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.sandbox import protocol
from autograder.sandbox.protocol import ProtocolError, decode, encode

SHAPES = [(), (0,), (3,), (2, 3), (2, 0, 3), (1, 1, 1, 1, 1, 1, 1, 1)]
VALUES = np.array([0, 1, 2, 3, 4, 5])


def frame(header: object, payload: bytes = b"") -> bytes:
    """Return a frame with any JSON value as its header."""
    return packed(json.dumps(header).encode(), payload)


def packed(text: bytes, payload: bytes = b"") -> bytes:
    """Return a frame whose lengths are right, whatever the header's bytes are."""
    return protocol.PREFIX.pack(protocol.MAGIC, len(text), len(payload)) + text + payload


def array_frame(dtype: object, shape: object, payload: bytes) -> bytes:
    """Return a frame that describes one array."""
    return frame({"arrays": [{"dtype": dtype, "shape": shape}]}, payload)


def read_back(data: bytes) -> protocol.Frame:
    """Decode the bytes of a frame."""
    return decode(io.BytesIO(data).read)


@pytest.mark.parametrize("dtype", protocol.DTYPES)
@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_round_trip(dtype: str, shape: tuple[int, ...]) -> None:
    """Every dtype and shape that may be sent arrives bit for bit."""
    array: Array = np.resize(VALUES, shape).astype(dtype)
    (arrived,) = read_back(encode({}, [array])).arrays
    assert (arrived.dtype, arrived.shape, arrived.tobytes()) == (array.dtype, shape, array.tobytes())


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3).T,
        np.arange(12.0)[::-2],
        np.arange(3, dtype=">f8"),
        np.asfortranarray(np.eye(3)),
    ],
    ids=["transposed", "strided", "big-endian", "column-major"],
)
def test_layouts(array: Array) -> None:
    """An array's values arrive whatever its layout in memory."""
    (arrived,) = read_back(encode({}, [array])).arrays
    np.testing.assert_array_equal(arrived, array)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, -0.0, 5e-324])
def test_special_values(value: float) -> None:
    """Not-a-number, infinities, minus zero and subnormal numbers arrive as they are."""
    (arrived,) = read_back(encode({}, [np.array(value)])).arrays
    assert arrived.tobytes() == np.array(value).tobytes()


def test_header_and_order() -> None:
    """The header arrives without the arrays' descriptions, and the arrays in order."""
    header = {"id": 7, "words": ["é", "\ud800"], "none": None}
    arrived = read_back(encode(header, [np.array(1), np.array([2.0])]))
    assert (arrived.header, [a.tolist() for a in arrived.arrays]) == (header, [1, [2.0]])


@pytest.mark.parametrize("dtype", ["O", "c16", "U3", "S3", "M8[s]", "u4", [("a", "f8")]], ids=repr)
def test_unsendable_dtype(dtype: Any) -> None:
    """An array of a dtype that is not on the list is not sent."""
    with pytest.raises(ProtocolError, match="cannot send"):
        encode({}, [np.zeros(2, dtype)])


@pytest.mark.parametrize(
    ("header", "arrays"),
    [({"text": "z" * protocol.MAX_HEADER}, []), ({}, [np.zeros(protocol.MAX_PAYLOAD + 1, np.uint8)])],
    ids=["header", "payload"],
)
def test_unsendable_size(header: dict[str, Any], arrays: list[Array]) -> None:
    """A frame beyond the caps is not sent."""
    with pytest.raises(ProtocolError, match="beyond the cap"):
        encode(header, arrays)


def test_largest_frame() -> None:
    """A payload of exactly the cap is sent and read."""
    array = np.ones(protocol.MAX_PAYLOAD, np.uint8)
    (arrived,) = read_back(encode({}, [array])).arrays
    np.testing.assert_array_equal(arrived, array)


@pytest.mark.parametrize(
    ("magic", "header", "payload"),
    [
        (b"VAE2", 2, 0),
        (b"\0\0\0\0", 0, 0),
        (protocol.MAGIC, protocol.MAX_HEADER + 1, 0),
        (protocol.MAGIC, 2**32 - 1, 0),
        (protocol.MAGIC, 2, protocol.MAX_PAYLOAD + 1),
        (protocol.MAGIC, 2, 2**64 - 1),
    ],
)
def test_prefix_refused(magic: bytes, header: int, payload: int) -> None:
    """A wrong magic number or a length beyond the caps is refused before anything more is read."""
    asked: list[int] = []

    def read(size: int) -> bytes:
        asked.append(size)
        return protocol.PREFIX.pack(magic, header, payload)

    with pytest.raises(ProtocolError, match="not a frame"):
        decode(read)
    assert asked == [protocol.PREFIX.size]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"{'arrays': []}",
        b"\xff\xfe\xfd",
        b'{"arrays": [] \0}',
        b'{"arrays": []} {}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
    ],
    ids=["nothing", "half", "quotes", "bytes", "null", "two", "lists", "objects", "deep"],
)
def test_header_not_json(text: bytes) -> None:
    """A header that is not JSON, or too deep to be read, is refused."""
    with pytest.raises(ProtocolError, match="not JSON"):
        read_back(packed(text))


@pytest.mark.parametrize(
    "header", [None, 3, "arrays", [], {}, {"arrays": None}, {"arrays": {}}, {"arrays": "[]"}], ids=repr
)
def test_header_not_an_object(header: object) -> None:
    """A header that is not an object with a list of arrays is refused."""
    with pytest.raises(ProtocolError, match="not an object with arrays"):
        read_back(frame(header))


@pytest.mark.parametrize(
    "dtype",
    ["|O", "<c16", ">f8", "=f8", "f8", "float64", "<U1", "|V8", "<M8[s]", "", None, 3, [], ["<f8"], {}],
    ids=repr,
)
def test_dtype_refused(dtype: object) -> None:
    """A dtype that is not on the list is refused, Python objects above all."""
    with pytest.raises(ProtocolError, match="unknown dtype"):
        read_back(array_frame(dtype, [1], b"\0" * 8))


@pytest.mark.parametrize("item", [None, 3, "<f8", ["<f8", [1]], {}], ids=repr)
def test_description_refused(item: object) -> None:
    """A description that is not an object with a dtype is refused."""
    with pytest.raises(ProtocolError, match="unknown dtype"):
        read_back(frame({"arrays": [item]}, b"\0" * 8))


@pytest.mark.parametrize("shape", [None, 1, "1", {}, [1] * 9], ids=repr)
def test_no_shape(shape: object) -> None:
    """A shape that is not a list of at most eight lengths is refused."""
    with pytest.raises(ProtocolError, match="without a shape"):
        read_back(array_frame("<f8", shape, b"\0" * 8))


@pytest.mark.parametrize(
    "shape",
    [
        [-1],
        [-1, -1],
        [1.0],
        [True],
        ["1"],
        [None],
        [[1]],
        [protocol.MAX_PAYLOAD + 1],
        [2**63],
        [10**400],
        [2**13, 2**13],
        [2**32, 2**32],
        [0, 2**25, 2**25, 2**25],
        [0, 2**62],
    ],
    ids=lambda shape: repr(shape)[:20],
)
def test_shape_refused(shape: object) -> None:
    """A length that is negative, no integer, or too large in itself or with the others is refused."""
    with pytest.raises(ProtocolError, match="impossible shape"):
        read_back(array_frame("<f8", shape, b"\0" * 8))


@pytest.mark.parametrize(("shape", "size"), [([1], 0), ([1], 7), ([2, 3], 47), ([], 7), ([2**20], 8)])
def test_payload_too_short(shape: list[int], size: int) -> None:
    """An array that is larger than what is left of the payload is refused."""
    with pytest.raises(ProtocolError, match="larger than the payload"):
        read_back(array_frame("<f8", shape, b"\0" * size))


@pytest.mark.parametrize(("shape", "size"), [([1], 9), ([0], 1), ([2, 3], 56), ([], 16)])
def test_payload_too_long(shape: list[int], size: int) -> None:
    """A payload with bytes that belong to no array is refused."""
    with pytest.raises(ProtocolError, match="larger than its arrays"):
        read_back(array_frame("<f8", shape, b"\0" * size))


def test_payload_of_no_array() -> None:
    """A payload that no array describes is refused."""
    with pytest.raises(ProtocolError, match="larger than its arrays"):
        read_back(frame({"arrays": []}, b"\0"))


def test_pipe() -> None:
    """A frame larger than a pipe's buffer passes through one, and the end of the pipe is an EOFError."""
    read_end, write_end = os.pipe()
    array = np.arange(1 << 18, dtype=np.float64)

    def write() -> None:
        protocol.send(write_end, encode({"id": 1}, [array]))
        os.close(write_end)

    writer = threading.Thread(target=write)
    writer.start()
    arrived = decode(protocol.reader(read_end))
    writer.join()
    np.testing.assert_array_equal(arrived.arrays[0], array)
    with pytest.raises(EOFError):
        decode(protocol.reader(read_end))
    os.close(read_end)
