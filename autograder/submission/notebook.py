"""A notebook as a Python file: its code cells one below the other, and the lines at which they begin.

It comes from a student, so it is first read into types, which leaves out all but code and bounds what is
kept; nbformat, which knows the formats of all years, gets only that.
"""

from __future__ import annotations

import importlib
import json
import warnings
from dataclasses import dataclass
from typing import Any

import msgspec

from autograder.submission import magics
from autograder.submission.encodings import readable
from autograder.submission.files import SubmissionError, name_list

SUFFIX = ".ipynb"
MAX_BYTES = 16 << 20
MAX_CODE = 1 << 20
MAX_CELLS = 1000
FORMATS = (3, 4)
Source = str | list[str] | None


class Cell(msgspec.Struct):
    """A cell of any kind; before format 4 its code was its input."""

    cell_type: str
    source: Source = None
    input: Source = None


class Worksheet(msgspec.Struct):
    """What held the cells before format 4."""

    cells: list[Cell] = []


class Language(msgspec.Struct):
    """The language of a kernel, by either of its keys."""

    language: str = ""
    name: str = ""


class Metadata(msgspec.Struct):
    """What says in which language the cells are."""

    kernelspec: Language | None = None
    language_info: Language | None = None


class Document(msgspec.Struct):
    """A notebook as far as it is read."""

    nbformat: int
    nbformat_minor: int = 0
    cells: list[Cell] = []
    worksheets: list[Worksheet] = []
    metadata: Metadata | None = None


@dataclass(frozen=True)
class Notebook:
    """The code, the lines at which the cells begin, and the lines left out, each with its cell's number."""

    source: str
    starts: tuple[int, ...]
    omissions: tuple[tuple[int, str], ...]

    @property
    def note(self) -> str:
        """What to tell the student of what was left out."""
        if not self.omissions:
            return ""
        lines = name_list([f"{line} (code cell {cell})" for cell, line in self.omissions])
        return f"Left out of your notebook, as no Python: {lines}."


def prepare() -> None:
    """Import what converts notebooks: forked readers then need not, each again."""
    importlib.import_module("nbformat")


def read(name: str, content: bytes) -> Notebook:
    """Read a notebook; SubmissionError says what is wrong with it and what to do."""
    if len(content) > MAX_BYTES:
        raise SubmissionError(
            f"{name} has {len(content) / (1 << 20):.1f} MB, more than {MAX_BYTES >> 20}. Clear its outputs, "
            "save it and hand it in again."
        )
    lines: list[str] = []
    starts: list[int] = []
    omissions: list[tuple[int, str]] = []
    for number, cell in enumerate(_code(name, content), 1):
        text, strays = magics.python(cell.replace("\r\n", "\n").replace("\r", "\n"))
        starts.append(len(lines) + 1)
        lines += text.split("\n")
        omissions += [(number, line) for line in strays]
    return Notebook("\n".join(lines) + "\n", tuple(starts), tuple(omissions))


def _code(name: str, content: bytes) -> list[str]:
    """Return the source of each code cell, in order."""
    try:
        document = msgspec.json.decode(readable(content)[0], type=Document)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise SubmissionError(_unreadable(name, str(error))) from error
    if document.nbformat not in FORMATS:
        raise SubmissionError(_unreadable(name, f"its format is {document.nbformat}, not 3 or 4"))
    language = _language(document.metadata)
    if language.lower() not in ("", "python"):
        raise SubmissionError(
            f"{name} is a notebook in {name_list([language])}, which cannot be graded here. Hand in your "
            "functions in Python, or in a file of its own where your course takes that language."
        )
    cells = [*document.cells, *(cell for sheet in document.worksheets for cell in sheet.cells)]
    code = [cell for cell in cells if cell.cell_type == "code"]
    size = sum(len(part) for cell in code for text in (cell.source, cell.input) for part in text or ())
    if len(code) > MAX_CELLS or size > MAX_CODE:
        raise SubmissionError(
            f"{name} has {len(code)} cells with {size / (1 << 20):.1f} MB of code, more than can be graded. "
            "Hand in the cells with your functions alone."
        )
    return _current_cells(name, document, code)


def _current_cells(name: str, document: Document, code: list[Cell]) -> list[str]:
    """Have nbformat bring the code cells into its current format, whichever they are in."""
    old = document.nbformat < 4
    plain: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
    plain |= {"language": "python", "collapsed": False} if old else {"execution_count": None}
    cells = [
        plain | {key: text for key in ("source", "input") if (text := getattr(cell, key)) is not None}
        for cell in code
    ]
    content = {"worksheets": [{"cells": cells, "metadata": {}}]} if old else {"cells": cells}
    numbers = {"nbformat": document.nbformat, "nbformat_minor": document.nbformat_minor, "metadata": {}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nbformat: Any = importlib.import_module("nbformat")  # a third of a second, for notebooks alone
        try:
            current = nbformat.convert(nbformat.reader.reads(json.dumps(content | numbers)), max(FORMATS))
            return [str(cell.get("source", "")) for cell in current.cells]
        except Exception as error:  # its converters look into what they are given
            raise SubmissionError(_unreadable(name, type(error).__name__)) from error


def _language(metadata: Metadata | None) -> str:
    """Return the language that a notebook says it is in; nothing where it does not say."""
    if metadata is None:
        return ""
    of_kernel = metadata.kernelspec.language if metadata.kernelspec else ""
    return of_kernel or (metadata.language_info.name if metadata.language_info else "")


def _unreadable(name: str, reason: str) -> str:
    return (
        f"{name} cannot be read as a notebook ({name_list([reason])}). Open it in Jupyter, save it and hand "
        "it in again, or hand in its functions in a Python file."
    )
