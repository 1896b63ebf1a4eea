"""A hand-in's parts: which displayed formulas stand under which heading."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace

from autograder.derivations.tex.headings import Number, headings
from autograder.derivations.tex.macros import expand
from autograder.derivations.tex.tokens import Token, text_of, tokens

DISPLAYS = re.compile(
    r"(align|alignat|flalign|aligned|gather|gathered|multline|split|eqnarray|equation|displaymath|math|cases"
    r"|dmath|dgroup|dseries|darray|empheq|IEEEeqnarray|xalignat|xxalignat)\*?"
)
TABLES = re.compile(r"(tabular|tabularx|longtable|tabulary)\*?")
WITH_COLUMNS = re.compile(
    r"^(?:array|alignat|alignedat|subarray|xalignat|xxalignat|IEEEeqnarray|empheq|tabularx?|tabulary|longtable)\*?$"
)
CLOSING = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
BREAKS = ("\\", "newline", "cr", "tabularnewline")


@dataclass(frozen=True)
class Display:
    """The rows of one displayed formula, and the words that follow it up to the next one."""

    rows: tuple[tuple[Token, ...], ...]
    inline: bool = False  # within a sentence: read as a remark, never as a step
    words: str = ""


def read(source: str, numbers: tuple[Number, ...], preamble: str = "") -> dict[Number, list[Display]]:
    """Return the displayed formulas below each part's heading; Unreadable where it is too much to read.

    Macros may also be defined in a preamble of its own.
    """
    places = headings(source, numbers)
    parts: dict[Number, list[Display]] = {number: [] for _, number in places}
    stream = _without_columns(expand(tokens(source), tokens(preamble)))
    ends: dict[Number, int] = {}  # of each part's last display
    starts = [start for start, _ in places]
    at = 0
    while at < len(stream):
        display, after = _display(stream, at, source)
        heading = bisect.bisect(starts, stream[at].start)
        if display is not None and heading:
            _, number = places[heading - 1]
            _close(parts[number], source[ends.get(number, 0) : stream[at].start])
            parts[number].append(display)
            ends[number] = stream[after - 1].end if after <= len(stream) else len(source)
        at = after
    for number, end in ends.items():
        following = min((start for start, _ in places if start >= end), default=len(source))
        _close(parts[number], source[end:following])
    return parts


def _close(displays: list[Display], words: str) -> None:
    """Give the last display the words that follow it."""
    if displays:
        displays[-1] = replace(displays[-1], words=" ".join(words.split()))


def _without_columns(stream: list[Token]) -> list[Token]:
    r"""Leave out what an environment is told of its columns: \begin{array}[t]{ll}."""
    rest: list[Token] = []
    at = 0
    while at < len(stream):
        token = stream[at]
        rest.append(token)
        at += 1
        if (
            token.kind == "begin"
            and at < len(stream)
            and stream[at].text == "["
            and not stream[at].after_space
        ):
            at = next((n + 1 for n in range(at, min(at + 40, len(stream))) if stream[n].text == "]"), at)
        groups = len(WITH_COLUMNS.findall(token.text)) * (2 if token.text.startswith("tabularx") else 1)
        for _ in range(groups if token.kind == "begin" else 0):
            at = _after_group(stream, at)
    return rest


def _after_group(stream: list[Token], at: int) -> int:
    """Return the place after the group that opens at a place, if one does."""
    depth = 0
    for place in range(at, len(stream)):
        depth += (stream[place].kind == "open") - (stream[place].kind == "close")
        if depth == 0:
            return place + 1 if place > at else at
    return at


def _display(stream: list[Token], at: int, source: str) -> tuple[Display | None, int]:
    """Read the formula that begins at a token, if one does; return where to go on."""
    token = stream[at]
    if token.kind == "begin" and DISPLAYS.fullmatch(token.text):
        inside, after = _environment(stream, at)
    elif token.kind == "begin" and TABLES.fullmatch(token.text):
        inside, after = _environment(stream, at)
        inside = _cells(inside)
    elif token.kind == "math" and token.text in CLOSING:
        after = at + 1
        while after < len(stream) and not (
            stream[after].kind == "math" and stream[after].text == CLOSING[token.text]
        ):
            after += 1
        inside, after = stream[at + 1 : after], after + 1
        if re.search(r"\n\s*\n", source[token.start : stream[min(after, len(stream)) - 1].end]):
            first, last = (inside[0], inside[-1]) if inside else (token, token)
            if token.text == "$$" and first.kind == "begin" and last.kind == "end":
                return Display(_rows(inside)), after
            return None, at + 1  # no formula holds an empty line: a dollar too many, or too few
        if token.text in ("$", "\\("):
            end = stream[min(after, len(stream)) - 1].end
            before = source[source.rfind("\n", 0, token.start) + 1 : token.start]
            behind = source[end : (source.find("\n", end) + 1 or len(source) + 1) - 1]
            alone = not re.search(r"\w", before) and not re.search(r"\w", behind.replace("newline", ""))
            return Display(_rows(inside), inline=not alone), after
    else:
        return None, at + 1
    return Display(_rows(inside)), after


def _environment(stream: list[Token], at: int) -> tuple[list[Token], int]:
    r"""Return what stands between \begin and its \\end, and where to go on."""
    depth, after = 0, at
    while after < len(stream):
        depth += (stream[after].kind == "begin") - (stream[after].kind == "end")
        after += 1
        if depth == 0:
            return stream[at + 1 : after - 1], after
    return stream[at + 1 :], after


def _cells(inside: list[Token]) -> list[Token]:
    """Return a table's formulas: its rows and columns without the words in them."""
    formulas: list[Token] = []
    formula = False
    for token in inside:
        if token.kind == "math":
            formula = not formula
        elif formula or token.text == "&" or token.text in BREAKS:
            formulas.append(token)
    return formulas


def _rows(inside: list[Token]) -> tuple[tuple[Token, ...], ...]:
    """Split a formula at row breaks outside all braces; nested environments are part of it."""
    rows: list[list[Token]] = [[]]
    depth = 0
    waiting = iter(range(len(inside)))
    for at in waiting:
        token = inside[at]
        following = inside[at + 1] if at + 1 < len(inside) else None
        if token.kind in ("begin", "end"):
            if token.text.startswith("dmath"):  # one row of a dgroup
                rows.append([])
            continue
        depth = max(depth + (token.kind == "open") - (token.kind == "close"), 0)
        is_break = token.kind == "macro" and token.text in BREAKS
        # Markdown's doubled backslashes: \\| is \|.
        if is_break and following is not None and following.text == "|" and not following.after_space:
            rows[-1].append(token._replace(text="|"))
            next(waiting)
            continue
        if is_break and depth == 0:
            rows.append([])
            if following is not None and following.text == "*" and not following.after_space:
                next(waiting)
                following = inside[at + 2] if at + 2 < len(inside) else None
            if following is not None and following.text == "[" and _is_length(inside, at):
                for place in waiting:
                    if inside[place].text == "]":
                        break
        elif token.kind == "macro" and token.text in ("intertext", "shortintertext"):
            rows.append([])
            inner = 0
            for place in waiting:
                inner += (inside[place].kind == "open") - (inside[place].kind == "close")
                if inner == 0:
                    break
        else:
            rows[-1].append(token)
    return tuple(tuple(row) for row in rows if row)


def _is_length(inside: list[Token], at: int) -> bool:
    """Whether a row break is followed by a distance, such as [5pt], and not by a formula in brackets."""
    text = text_of(list(inside[at + 1 : at + 14])).replace(" ", "")
    return re.match(r"\*?\[-?[\d.]*(pt|ex|em|mm|cm|in|\\\w+)\]", text) is not None
