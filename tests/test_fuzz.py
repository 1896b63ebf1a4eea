"""No bytes of a student's become a grader fault: random ones, and right ones mutilated, of every kind."""

from __future__ import annotations

import contextlib
import io
import os
import random

import pytest

from autograder.derivations.tex.errors import Unreadable
from autograder.paths import ROOT
from autograder.sandbox.outside.words import Words
from autograder.sandbox.protocol import ProtocolError, decode, encode
from autograder.submission.files import SubmissionError
from autograder.submission.handin import HandIn

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "500"))  # 10,000 for a night
RIGHT = {
    ".py": b"# coding: latin-1\nimport torch\n\ndef kl(mu):\n    return '\xe9' + mu\n",
    ".jl": b"using Random\nf(x) = x .+ randn(size(x))\n",
    ".ipynb": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["%time\\n", "x = 1"]}]}',
    ".tex": (ROOT / "reference" / "derivations.tex").read_bytes()[:3000],
    ".md": (ROOT / "reference" / "short_answers.md").read_bytes()[:3000],
    ".zip": b"PK\x03\x04" + bytes(60),
}
CODINGS = [
    b"undefined",
    b"rot13",
    b"hex",
    b"zlib",
    b"idna",
    b"punycode",
    b"unicode_escape",
    b"utf-7",
    b"bz2",
    b"\xff",
]


def mutilated(rng: random.Random, right: bytes) -> bytes:
    """Return random bytes, or a right file with some bytes cut out, put in, repeated or changed."""
    if rng.random() < 0.2:
        return rng.randbytes(rng.randrange(400))
    text = bytearray(right)
    for _ in range(rng.randrange(1, 8)):
        at, size = rng.randrange(len(text) + 1), rng.randrange(1, 40)
        text[at : at + rng.choice([0, size])] = rng.choice(
            [
                b"",
                rng.randbytes(size),
                text[at : at + size] * 3,
                bytes(size),
                b"# coding: " + rng.choice(CODINGS) + b"\n",
            ]
        )
    return bytes(text)


@pytest.mark.parametrize("suffix", RIGHT)
def test_files(suffix: str) -> None:
    """Reading ends in a submission or in a reason, as code and as the written part."""
    rng = random.Random(suffix)
    for _ in range(ROUNDS):
        content = mutilated(rng, RIGHT[suffix])
        for name in (f"vae{suffix}", f"derivations{suffix}"):
            hand_in = HandIn(
                ((name, content), ("vae.py", b"x = 1")) if "vae" not in name else ((name, content),)
            )
            with contextlib.suppress(SubmissionError):
                hand_in.code("vae.py", julia=True)
            writing = hand_in.writing()
            writing.answer("2.1")
            with contextlib.suppress(Unreadable):
                writing.displays("1.1")
            words = Words({name: content})
            words.line(name, 2)
            words.are_known("mu")


def test_frames() -> None:
    """What comes through the channel is a frame or no frame, and nothing else happens."""
    rng = random.Random(0)
    right = encode({"id": 1, "output": 0, "modified": []})
    kinds = set()
    for _ in range(ROUNDS):
        stream = io.BytesIO(mutilated(rng, right))

        def read(size: int, stream: io.BytesIO = stream) -> bytes:
            part = stream.read(size)
            if len(part) < size:
                raise EOFError
            return part

        try:
            kinds.add(type(decode(read)).__name__)
        except (ProtocolError, EOFError) as error:
            kinds.add(type(error).__name__)
    assert {"EOFError", "ProtocolError"} <= kinds
