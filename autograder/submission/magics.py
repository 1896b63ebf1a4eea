"""What a notebook's cells hold beside Python: magics, shell lines and calls for help, which are left out."""

from __future__ import annotations

import re

# Cell magics whose cell is Python, which stays; any other's is another language, or no code.
PYTHON_CELLS = ("time", "timeit", "capture", "prun", "writefile", "file", "python", "python3")
CELL = re.compile(r"\s*%%\s*(\w*)")
LINE = re.compile(
    r"""\s*(
        [%!?]                                       # %matplotlib inline, !ls, ?print
        | (pip3?|conda|mamba)\s+\w                  # pip install torch, which a notebook takes without a %
        | [\w., ]{1,200}=\s*(!|%\s*[A-Za-z])        # files = !ls
        | [\w.]{1,200}\?{1,2}\s*$                   # print?
    )""",
    re.VERBOSE,
)
FIRST = rb"(?m)^[ \t\f]*[%!]\S"  # what no line of Python begins with, unless a string or a bracket is open
OUTSIDE = re.compile(r"""#.*|\"\"\"|'''|"|'|[([{]|[)\]}]""")
INSIDE = {quote: re.compile(rf"\\.|{quote}") for quote in ('"""', "'''", '"', "'")}


def python(source: str) -> tuple[str, list[str]]:
    """Return a cell as Python, with as many lines, and the lines of it that were left out."""
    lines = source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    omissions: list[str] = []
    if cell := CELL.match(lines[first]):
        omissions.append(lines[first].strip())
        if cell[1] not in PYTHON_CELLS:
            return "\n".join(f"# {line}" for line in lines), omissions
        lines[first] = f"# {lines[first].strip()}"
    more, others = without(lines)
    return "\n".join(more), omissions + others


def plain(source: bytes) -> tuple[bytes, list[str]]:
    """Return a Python file without the lines that are a notebook's, and these lines: %matplotlib inline."""
    if not re.search(FIRST, source):
        return source, []
    lines, omissions = without(source.decode(errors="surrogateescape").split("\n"))
    return "\n".join(lines).encode(errors="surrogateescape"), omissions


def without(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return as many lines without those that are no Python, and these."""
    lines, omissions = list(lines), list[str]()
    open_ = Open()
    goes_on = False  # a line that was left out goes on in this one
    for n, line in enumerate(lines):
        if goes_on or (not open_ and LINE.match(line)):
            if not goes_on:
                omissions.append(line.strip())
            indent = line[: len(line) - len(line.lstrip())]
            lines[n] = f"{indent}{'' if goes_on else 'pass  '}# {line.strip()}"
            goes_on = line.endswith("\\")
        else:
            open_.read(line)
    return lines, omissions


class Open:
    """What is still open at the end of a line, so that the next one does not begin a statement."""

    def __init__(self) -> None:
        self._quote, self._depth, self._goes_on = "", 0, False

    def __bool__(self) -> bool:
        return bool(self._quote) or self._depth > 0 or self._goes_on

    def read(self, line: str) -> None:
        """Go on by one line: its strings, brackets and comments."""
        at = 0
        while sign := (INSIDE[self._quote] if self._quote else OUTSIDE).search(line, at):
            at = sign.end()
            if self._quote:
                self._quote = "" if sign[0] == self._quote else self._quote
            elif sign[0] in INSIDE:
                self._quote = sign[0]
            elif sign[0] in "([{":
                self._depth += 1
            elif sign[0] in ")]}":
                self._depth = max(0, self._depth - 1)
            elif sign[0].startswith("#"):
                self._goes_on = False
                return
        self._goes_on = line.endswith("\\")
        if len(self._quote) == 1 and not self._goes_on:
            self._quote = ""
