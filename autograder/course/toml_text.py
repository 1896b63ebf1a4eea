"""A TOML file as a table, however an editor has saved it; what is no TOML is said with its line."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from autograder.errors import CommandError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_LINE = 100  # characters of a wrong line
# What the parser says, and what it means to somebody who has just edited the file.
MEANING = {
    r"Cannot overwrite a value": "this key is written twice. Keep one of the lines",
    r"Cannot declare \(.*\) twice": "this table is written twice. Put the lines of both below one of them",
    r"Illegal character '\\n'": "a quote is missing at the end of the line",
    r"Invalid value": "a value is text in straight double quotes, a number, true, false or a list in [ ]",
    r"Expected '=' after a key": "write key = value",
    r"Unclosed array|Unterminated string": "a bracket or quote is never closed",
}


class TomlError(CommandError):
    """The file is no TOML; the text says where, why and what to do, but not which file."""


def table(path: Path) -> dict[str, Any]:
    """Read a TOML file, with or without a byte order mark, with any line ends."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise TomlError(f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TomlError(f"line {line} is not in UTF-8. Save the file as UTF-8 in your editor.") from error
    text = re.sub(r"\r\n?", "\n", text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(f"not valid TOML: {_explanation(str(error), text)}") from error
    except ValueError as error:  # a number of thousands of digits
        raise TomlError("not valid TOML: a number has thousands of digits.") from error


def _explanation(problem: str, text: str) -> str:
    """Return what is wrong with a line, and the line."""
    where = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", problem)
    plain = next((words for pattern, words in MEANING.items() if re.match(pattern, problem)), "")
    if where is None:
        return f"{plain or problem}."
    number = int(where[1] or len(text.splitlines()))
    line = text.splitlines()[number - 1].strip()[:MAX_LINE]
    return f"line {number}, {line!r}: {plain or problem[: where.start()]}."
