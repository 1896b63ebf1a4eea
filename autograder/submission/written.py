"""The written part of a hand-in: TeX, Markdown or a notebook's text, and what only a person can read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.derivations.tex.document import Display, headings, read
from autograder.derivations.tex.tokens import plain
from autograder.submission.encodings import readable
from autograder.submission.files import Files, listed

MAX_BYTES = 5 << 20
TEXTS = (".tex", ".md", ".txt", ".ipynb")
SCANS = (".pdf", ".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif", ".tiff", ".docx", ".odt")
QUOTED = re.compile(r"(?m)(?:^[ \t]*>.*\n?){2,}|^[ \t]*>[ \t]*\$\$.*")  # a block in Markdown, not a relation
DERIVATIONS, ANSWERS = "derivations", "short_answers"
PARTS = ("1.1", "1.2", "1.3")


@dataclass(frozen=True)
class Text:
    """One file's text."""

    name: str
    text: str

    @cached_property
    def parts(self) -> dict[str, list[Display]]:
        """The formulas below each part's heading; Unreadable where there is too much to read."""
        return read(self.text, PARTS)


@dataclass(frozen=True)
class Written:
    """What was handed in beside the code: texts, and the names of PDF files and photos."""

    texts: tuple[Text, ...] = ()
    scans: tuple[str, ...] = ()

    def displays(self, number: str) -> tuple[str, list[Display]] | None:
        """Return the file that has a part's heading, and the formulas below it; None where there is none.

        Raises Unreadable where the file is too much to read.
        """
        for text in self._ordered(DERIVATIONS):
            if number in {found for _, found in headings(text.text, PARTS)}:
                return text.name, text.parts[number]
        return None

    @property
    def scanned(self) -> str:
        """The PDF files and photos, in words."""
        return listed(list(self.scans))

    def derivations(self) -> Text | None:
        """Return the file in which derivations are looked for first, if there is one."""
        named = [text for text in self._ordered(DERIVATIONS) if _stem(text.name) == DERIVATIONS]
        return named[0] if named else None

    def answer(self, number: str) -> str | None:
        """Return the text below a short answer's heading, or None where there is none."""
        for text in self._ordered(ANSWERS):
            places = headings(text.text, (number,))
            for place, (start, found) in enumerate(places):
                if found == number:
                    end = places[place + 1][0] if place + 1 < len(places) else len(text.text)
                    _, _, below = text.text[start:end].partition("\n")
                    return re.sub(r"<!--.*?-->", "", below, flags=re.DOTALL).strip()
        return None

    def _ordered(self, stem: str) -> list[Text]:
        """Return the texts, the one with the expected name first."""
        other = ANSWERS if stem == DERIVATIONS else DERIVATIONS
        texts = [text for text in self.texts if _stem(text.name) not in (other, "readme")]
        return sorted(texts, key=lambda text: (_stem(text.name) != stem, text.name))


def written(files: Files) -> Written:
    """Return the written part of the files handed in; what is too large is left out."""
    texts = tuple(
        Text(name, _text(name, content))
        for name, content in files
        if _suffix(name) in TEXTS and len(content) <= MAX_BYTES
    )
    return Written(texts, tuple(name for name, _ in files if _suffix(name) in SCANS))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.lower().replace("-", "_").replace(" ", "_")


def _text(name: str, content: bytes) -> str:
    text = plain(readable(content)[0].decode(errors="replace"))
    if _suffix(name) == ".ipynb":
        text = _cells(text)
    return text if _suffix(name) == ".tex" else _plain_tex(text)


def _cells(source: str) -> str:
    """Return a notebook's Markdown cells, one below the other."""
    try:
        cells = json.loads(source)["cells"]
        found = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        return "\n\n".join(part if isinstance(part, str) else "".join(part) for part in found)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _plain_tex(markdown: str) -> str:
    """Write Markdown's formulas as TeX has them: fences, quotes, escapes, and the % that begins no comment.

    No line is added or taken, so that a line's number stays what the student sees.
    """
    text = QUOTED.sub(lambda block: re.sub(r"(?m)^(?:[ \t]*>)+", "", block[0]), markdown)
    text = re.sub(r"```math\b([^`]*)```", r"$$\1$$", text)
    text = re.sub(r"(?m)^(\s*)\\\\([\[\]])\s*$", r"\1\\\2", text)
    return text.replace("\\\\\\\\", "\\\\").replace("\\_", "_").replace("\\*", "*").replace("%", " ")
