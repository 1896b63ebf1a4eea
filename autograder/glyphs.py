"""Text as it is seen: what would hide, or lie over its neighbours, is named.

A student's names, prints and exceptions may hold letters that look like nothing (U+3164) and marks heaped
upon one letter until they cover the lines above. Both are told by their code points; what controls a terminal
or a page gives way to a sign.
"""

from __future__ import annotations

import re
import unicodedata

# What has no shape of its own, of what Python counts as printable: Hangul's fillers, Khmer's
# inherent vowels, selectors of variants, the empty pattern of Braille, and what else joins in silence.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\U00016fe4\U0001d159"
    "\ufe00-\ufe0e\U000e0100-\U000e01ef]"
    # An emoji's own selector is where it belongs behind a sign.
    r"|(?<![\u2190-\u2bff\U0001f000-\U0001faff])\ufe0f"
)
# Languages set up to three marks on a letter; without a letter they would sit on the grader's own text.
HEAP = 3
MAX_MESSAGE = 500


def visible(text: str, layout: str = "\n\t") -> str:
    """Return text in which nothing hides: control characters give way to a sign, blank ones to their names.

    Those of the layout stay.
    """
    plain = "".join(c if c.isprintable() or c in layout else "�" for c in text)
    return plain if plain.isascii() else _without_heaps(BLANK.sub(lambda match: _name(match[0]), plain))


def printable(text: object, limit: int = MAX_MESSAGE) -> str:
    """Return student text in which nothing hides, on the lines it had, cut at a limit.

    What is no text gives none.
    """
    content = visible(text[: limit + 1] if isinstance(text, str) else "")
    return content if len(content) <= limit else content[:limit] + " ..."


def _without_heaps(text: str) -> str:
    """Name the marks that are on no letter, and those beyond what a letter bears."""
    parts = []
    room = 0
    for c in text:
        mark = unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me")
        if not mark:
            room = 0 if c.isspace() else HEAP
        parts.append(_name(c) if mark and not room else c)
        room -= 1 if mark and room else 0
    return "".join(parts)


def _name(c: str) -> str:
    return f"<U+{ord(c):04X}>"
