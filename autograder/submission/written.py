"""The written part of a hand-in: TeX, Markdown or a notebook's text, and what only a person can read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.derivations.tex.document import Display, read
from autograder.derivations.tex.headings import headings
from autograder.derivations.tex.hidden import markdown_as_shown, tex_as_printed
from autograder.derivations.tex.tokens import plain
from autograder.submission.archives import unpacked
from autograder.submission.encodings import readable
from autograder.submission.files import Files, listed
from autograder.submission.project import Origin, inputs, project

MAX_BYTES = 5 << 20
TEX = (".tex", ".ltx", ".latex")
TEXTS = (*TEX, ".md", ".markdown", ".qmd", ".rmd", ".mdx", ".txt", ".ipynb")
PREAMBLES = (".sty", ".cls")
# What only a person can read: pages, photos, and the files of other programs.
OTHERS = (
    *(
        ".pdf",
        ".ps",
        ".djvu",
        ".jpg",
        ".jpeg",
        ".png",
        ".heic",
        ".heif",
        ".webp",
        ".tif",
        ".tiff",
        ".gif",
        ".bmp",
    ),
    *(
        ".docx",
        ".doc",
        ".odt",
        ".rtf",
        ".pages",
        ".typ",
        ".lyx",
        ".html",
        ".htm",
        ".rst",
        ".org",
        ".tm",
        ".nb",
    ),
)
QUOTED = re.compile(r"(?m)(?:^[ \t]*>.*\n?){2,}|^[ \t]*>[ \t]*\$\$.*")  # a block in Markdown, not a relation
ELLIPSES = ("ldots", "dots", "cdots")
MAX_PREAMBLE = 40_000  # characters of macros in files of their own
DERIVATIONS, ANSWERS = "derivations", "short_answers"
PARTS = ("1.1", "1.2", "1.3")


@dataclass(frozen=True)
class Text:
    """One file's text as it is shown, macros that other files define, and where each line comes from."""

    name: str
    text: str
    preamble: str = ""
    origins: tuple[Origin, ...] = ()

    @cached_property
    def parts(self) -> dict[str, list[Display]]:
        """The formulas below each part's heading; Unreadable where there is too much to read."""
        return read(self.text, PARTS, self.preamble)

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers of the headings."""
        return {number for _, number in headings(self.text, PARTS)}

    def answers(self, number: str) -> bool:
        """Whether a row stands below a part's heading in which nothing is left to be filled in."""
        rows = (row for display in self.parts[number] for row in display.rows)
        return any(not any(token.text in ELLIPSES for token in row) for row in rows)

    def place(self, line: int) -> str:
        """Return what a line of the text is called: line 3, or line 3 of the file that it comes from."""
        name, number = self.origin(line)
        return f"line {number}" if name == self.name else f"line {number} of {listed([name])}"

    def origin(self, line: int) -> Origin:
        """Return the file that a line comes from, and its number there."""
        return self.origins[line - 1] if line <= len(self.origins) else (self.name, line)


@dataclass(frozen=True)
class Written:
    """What was handed in beside the code: texts, and the names of the files that only a person can read."""

    texts: tuple[Text, ...] = ()
    others: tuple[str, ...] = ()

    def displays(self, number: str) -> tuple[Text, list[Display]] | None:
        """Return the file that answers a part, and the formulas below its heading; None where there is none.

        Where none answers it, the first that has its heading. Raises Unreadable where the file is too much
        to read.
        """
        headed = [text for text in self._ordered(DERIVATIONS) if number in text.numbers]
        for text in headed if len(headed) > 1 else []:
            if text.answers(number):
                return text, text.parts[number]
        return (headed[0], headed[0].parts[number]) if headed else None

    @property
    def received(self) -> str:
        """The files that only a person can read, in words."""
        return listed(list(self.others))

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
                    return below.strip()
        return None

    def _ordered(self, stem: str) -> list[Text]:
        """Return the texts, the one with the expected name first and the one with the other's last."""
        other = ANSWERS if stem == DERIVATIONS else DERIVATIONS
        ranks = {stem: 0, other: 2}
        texts = [text for text in self.texts if _stem(text.name) != "readme"]
        return sorted(texts, key=lambda text: (ranks.get(_stem(text.name), 1), text.name))


def written(files: Files) -> Written:
    """Return the written part of the files handed in; what is too large is left out."""
    files = tuple((name, content) for name, content in unpacked(files) if len(content) <= MAX_BYTES)
    texts = {name: _text(name, content) for name, content in files if _suffix(name) in TEXTS}
    styles = "\n".join(_text(name, content) for name, content in files if _suffix(name) in PREAMBLES)
    included = {target for name in texts if _suffix(name) in TEX for target in inputs(name, texts)}
    return Written(
        tuple(_with_inputs(name, texts, styles) for name in texts if name not in included),
        tuple(name for name, _ in files if _suffix(name) in OTHERS),
    )


def _with_inputs(name: str, texts: dict[str, str], styles: str) -> Text:
    """Return a file with those that it inputs, and the macros of the others."""
    if _suffix(name) not in TEX:
        return Text(name, texts[name], styles[:MAX_PREAMBLE])
    whole = project(name, texts)
    others = (_preamble(text) for other, text in texts.items() if other != name)
    return Text(name, whole.text, "\n".join([*others, styles])[:MAX_PREAMBLE], whole.origins)


def _preamble(text: str) -> str:
    """Return what stands before a document begins."""
    before, document, _ = text.partition("\\begin{document}")
    return before if document else ""


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.lower().replace("-", "_").replace(" ", "_")


def _text(name: str, content: bytes) -> str:
    text = plain(readable(content)[0].decode(errors="replace"))
    if _suffix(name) in (*TEX, *PREAMBLES):
        return tex_as_printed(text)
    return _plain_tex(markdown_as_shown(_cells(text) if _suffix(name) == ".ipynb" else text))


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
    text = re.sub(r"(?m)^([ \t]*)\\\\([\[\]])[ \t]*$", r"\1\\\2", text)
    return text.replace("\\\\\\\\", "\\\\").replace("\\_", "_").replace("\\*", "*").replace("%", " ")
