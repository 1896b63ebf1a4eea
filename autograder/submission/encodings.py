"""Source code as all kinds of editors save it, brought into UTF-8 with a line feed at each line's end."""

from __future__ import annotations

import codecs
import io
import tokenize

WIDE = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
MAX_BYTES = 16 << 20  # what is larger was not typed by anyone
ASCII = 0.4  # the share of a text's bytes that are null where it is mostly ASCII, saved with two bytes each


def readable(content: bytes) -> tuple[bytes, str]:
    """Return source code as Python and Julia can read it, and the encoding that it had where not UTF-8.

    What is readable as it is, or in no way, stays as it is.
    """
    if len(content) > MAX_BYTES:
        return content, ""
    source, encoding = _in_utf8(content)
    if b"\n" not in source:  # line ends of Mac OS 9
        source = source.replace(b"\r", b"\n")
    return source, encoding


def _in_utf8(content: bytes) -> tuple[bytes, str]:
    if encoding := _wide(content):
        try:
            return content.decode(encoding).encode(), encoding.upper()
        except UnicodeError:
            return content, ""
    if _declares_its_encoding(content):
        return content, ""
    try:
        content.decode()
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252").encode(), "Windows-1252"
        except UnicodeDecodeError:
            return content.decode("latin-1").encode(), "Latin-1"
    return content.removeprefix(codecs.BOM_UTF8), ""


def _wide(content: bytes) -> str:
    """Return the encoding of a text with two or four bytes a character, or nothing for any other."""
    for mark, encoding in WIDE.items():
        if content.startswith(mark):
            return encoding
    every = len(content) * ASCII
    for start, encoding in ((1, "UTF-16-LE"), (0, "UTF-16-BE")):
        other = content[1 - start :: 2].count(0)
        if content and content[start::2].count(0) > every and not other:
            return encoding
    return ""


def _declares_its_encoding(content: bytes) -> bool:
    """Whether a line such as `# -*- coding: latin-1 -*-` says how the text is encoded, rightly or not."""
    try:
        return tokenize.detect_encoding(io.BytesIO(content).readline)[0] not in ("utf-8", "utf-8-sig")
    except SyntaxError as error:
        return "unknown encoding" in str(error) or "encoding problem" in str(error)
