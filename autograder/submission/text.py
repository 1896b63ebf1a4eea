"""One text of a hand-in, as its readers see it: TeX, Markdown, or the words of a notebook."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.derivations.tex.blanks import markdown_as_shown, tex_as_printed
from autograder.derivations.tex.document import Display, read
from autograder.derivations.tex.headings import headings
from autograder.derivations.tex.tokens import plain
from autograder.submission.encodings import readable
from autograder.submission.files import name_list
from autograder.submission.project import Origin

TEX = (".tex", ".ltx", ".latex")
TEXTS = (*TEX, ".md", ".markdown", ".qmd", ".rmd", ".mdx", ".txt", ".ipynb")
PREAMBLES = (".sty", ".cls")
QUOTE = re.compile(r"(?m)(?:^[ \t]*>.*\n?){2,}|^[ \t]*>[ \t]*\$\$.*")  # a block in Markdown, not a relation
ELLIPSES = ("ldots", "dots", "cdots")
RELATIONS = ("=", "<", ">", "le", "leq", "ge", "geq", "approx", "equiv")
END = "\\end{document}"
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
        return any(not _is_open([token.text for token in row]) for row in rows)

    def is_blank(self, number: str) -> bool:
        """Whether below a part's heading all is left to be filled in, and no word says anything."""
        words = " ".join(display.words.replace(END, "") for display in self.parts[number])
        return not self.answers(number) and not re.search(r"\w", words)

    def place(self, line: int) -> str:
        """Return what a line of the text is called: line 3, or line 3 of the file that it comes from."""
        name, number = self.origin(line)
        return f"line {number}" if name == self.name else f"line {number} of {name_list([name])}"

    def origin(self, line: int) -> Origin:
        """Return the file that a line comes from, and its number there."""
        return self.origins[line - 1] if line <= len(self.origins) else (self.name, line)


def suffix(name: str) -> str:
    """Return how a file's name ends, in small letters."""
    return PurePosixPath(name).suffix.lower()


def as_shown(name: str, content: bytes) -> str:
    """Return what readers of a text see of it, its formulas in TeX."""
    text = plain(readable(content)[0].decode(errors="replace"))
    if suffix(name) in (*TEX, *PREAMBLES):
        return tex_as_printed(text)
    return _plain_tex(markdown_as_shown(_cells(text) if suffix(name) == ".ipynb" else text))


def _cells(source: str) -> str:
    """Return a notebook's Markdown cells, one below the other."""
    try:
        cells = json.loads(source)["cells"]
        parts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        return "\n\n".join(part if isinstance(part, str) else "".join(part) for part in parts)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _plain_tex(markdown: str) -> str:
    """Write Markdown's formulas as TeX has them: fences, quotes, escapes, and the % that begins no comment.

    No line is added or taken, so that a line's number stays what the student sees.
    """
    text = QUOTE.sub(lambda block: re.sub(r"(?m)^(?:[ \t]*>)+", "", block[0]), markdown)
    text = re.sub(r"```math\b([^`]*)```", r"$$\1$$", text)
    text = re.sub(r"(?m)^([ \t]*)\\\\([\[\]])[ \t]*$", r"\1\\\2", text)
    return text.replace("\\\\\\\\", "\\\\").replace("\\_", "_").replace("\\*", "*").replace("%", " ")


def _is_open(row: list[str]) -> bool:
    """Whether a row, as its tokens, has nothing but an ellipsis on its right side, or nothing at all."""
    *rest, last = [text for text in row if text not in ("&", ".", ",")] or [ELLIPSES[0]]
    return last in ELLIPSES and [text for text in rest if text in RELATIONS] == rest[-1:]
