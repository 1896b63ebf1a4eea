"""Source code as it was saved: whatever the encoding and the line ends, the same text comes out."""

from __future__ import annotations

import pytest

from autograder.submission.encodings import MAX_BYTES, readable

TEXT = "# größer \N{EURO SIGN} \N{GREEK SMALL LETTER ALPHA}\nimport numpy as np\n\nx = 1\n"
WESTERN = "# gr\xf6\xdfer\nimport numpy as np\n"


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        (TEXT.encode(), TEXT, ""),
        (TEXT.encode("utf-8-sig"), TEXT, ""),
        (TEXT.encode("utf-16"), TEXT, "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, "UTF-16"),
        (TEXT.encode("utf-32"), TEXT, "UTF-32"),
        (WESTERN.encode("utf-16-le"), WESTERN, "UTF-16-LE"),
        (WESTERN.encode("utf-16-be"), WESTERN, "UTF-16-BE"),
        (WESTERN.encode("cp1252"), WESTERN, "Windows-1252"),
        ("\u201cquoted\u201d".encode("cp1252"), "\u201cquoted\u201d", "Windows-1252"),
        (b"# \x81\xf6\n", "# \x81\xf6\n", "Latin-1"),
        (TEXT.replace("\n", "\r").encode(), TEXT, ""),
        (TEXT.replace("\n", "\r").encode("utf-16"), TEXT, "UTF-16"),
        (TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r\n"), ""),
        (b"", "", ""),
    ],
)
def test_readable(content: bytes, text: str, encoding: str) -> None:
    """The text comes out in UTF-8, and the encoding is named where that is not what it had."""
    assert readable(content) == (text.encode(), encoding)


@pytest.mark.parametrize(
    "content",
    [
        b"# -*- coding: latin-1 -*-\nx = '\xf6'\n",
        b"# coding: no-such-coding\nx = '\xf6'\n",
        b"x = 1\n\0\0\0y = 2\n",
        b"\0" * 100,
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8x\x00",
        b"x = 'a\rb'\ny = 1\n",
        b"\xff" * (MAX_BYTES + 1),
    ],
    ids=lambda content: repr(content[:30]),
)
def test_left_as_it_is(content: bytes) -> None:
    """What says itself how it is encoded, or is no text at all, is not touched."""
    assert readable(content) == (content, "")
