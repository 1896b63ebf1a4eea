"""A hand-in's parts: which displayed formulas stand under which heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.derivations.tex.macros import expand
from autograder.derivations.tex.tokens import Token, text_of, tokens

Number = str  # "1.1"
DISPLAYS = re.compile(
    r"(align|alignat|flalign|aligned|gather|gathered|multline|split|eqnarray|equation|displaymath|math|dmath|cases)"
    r"\*?"
)
COLUMNED = re.compile(r"(array|alignat|alignedat|subarray)\*?")
CLOSING = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
MARKUP = re.compile(r"\\[A-Za-z]+\*?|[^\w.$\\]+")
# A line that begins with a part's number, whatever markup or word like "Question" comes before it; or a
# heading with the number anywhere in it.
NUMBERED = re.compile(
    r"\s*(?:(?:(?:sub)?question|exercise|problem|task|part|answer|solution|derivation|proof|section|q)\s+)?"
    r"(\d\.\d)(?!\d|\.\d)",
    re.IGNORECASE,
)
HEADING = re.compile(r"\s*(?:\\(?:sub)*section|\\paragraph|\\chapter|\\question|\\textbf|#|\*\*)")
INSIDE = re.compile(r"(?<![\d.])(\d\.\d)(?!\d|\.\d)")
MAX_HEADING = 300  # characters
COUNTED = re.compile(r"^\s*\\(section|subsection)\b", re.MULTILINE)
BREAKS = ("\\", "newline", "cr", "tabularnewline")


@dataclass(frozen=True)
class Display:
    """The rows of one displayed formula."""

    rows: tuple[tuple[Token, ...], ...]
    inline: bool = False  # within a sentence: read as a remark, never as a step


def read(source: str, numbers: tuple[Number, ...]) -> dict[Number, list[Display]]:
    """Return the displayed formulas below each part's heading; Unreadable where it is too much to read."""
    places = headings(source, numbers)
    parts: dict[Number, list[Display]] = {number: [] for _, number in places}
    found = _without_columns(expand(tokens(source)))
    at = 0
    while at < len(found):
        display, after = _display(found, at, source)
        if display is not None:
            before = [number for start, number in places if start <= found[at].start]
            if before:
                parts[before[-1]].append(display)
        at = after
    return parts


def headings(source: str, numbers: tuple[Number, ...]) -> list[tuple[int, Number]]:
    """Return where each numbered heading starts; without any, TeX's own numbers of sections count."""
    found: list[tuple[int, Number]] = []
    start = 0
    for whole in source.split("\n"):
        line = whole[:MAX_HEADING]
        if not line.lstrip().startswith(("%", "<!--")):
            numbered = NUMBERED.match(MARKUP.sub(" ", line)) or (HEADING.match(line) and INSIDE.search(line))
            if numbered:
                found.append((start, numbered[1]))
        start += len(whole) + 1
    if any(number in numbers for _, number in found):
        return found
    counted, section, subsection = [], 0, 0
    for match in COUNTED.finditer(source):
        if match[1] == "section":
            section, subsection = section + 1, 0
        else:
            subsection += 1
        counted.append((match.start(), f"{section}.{subsection}"))
    return counted if any(number in numbers for _, number in counted) else []


def _without_columns(found: list[Token]) -> list[Token]:
    r"""Leave out what an environment is told of its columns: \begin{array}{ll}."""
    kept: list[Token] = []
    depth = 0
    for token in found:
        begun = bool(kept) and kept[-1].kind == "begin" and COLUMNED.fullmatch(kept[-1].text) is not None
        if depth or (begun and token.kind == "open"):
            depth += (token.kind == "open") - (token.kind == "close")
        else:
            kept.append(token)
    return kept


def _display(found: list[Token], at: int, source: str) -> tuple[Display | None, int]:
    """Read the formula that begins at a token, if one does; return where to go on."""
    token = found[at]
    if token.kind == "begin" and DISPLAYS.fullmatch(token.text):
        inside, after = _environment(found, at)
    elif token.kind == "math" and token.text in CLOSING:
        after = at + 1
        while after < len(found) and not (
            found[after].kind == "math" and found[after].text == CLOSING[token.text]
        ):
            after += 1
        inside, after = found[at + 1 : after], after + 1
        if re.search(r"\n\s*\n", source[token.start : found[min(after, len(found)) - 1].end]):
            first, last = (inside[0], inside[-1]) if inside else (token, token)
            if token.text == "$$" and first.kind == "begin" and last.kind == "end":
                return Display(_rows(inside)), after
            return None, at + 1  # no formula holds an empty line: a dollar too many, or too few
        if token.text in ("$", "\\("):
            end = found[min(after, len(found)) - 1].end
            before = source[source.rfind("\n", 0, token.start) + 1 : token.start]
            behind = source[end : (source.find("\n", end) + 1 or len(source) + 1) - 1]
            alone = not re.search(r"\w", before) and not re.search(r"\w", behind.replace("newline", ""))
            return Display(_rows(inside), inline=not alone), after
    else:
        return None, at + 1
    return Display(_rows(inside)), after


def _environment(found: list[Token], at: int) -> tuple[list[Token], int]:
    r"""Return what stands between \begin and its \\end, and where to go on."""
    depth, after = 0, at
    while after < len(found):
        depth += (found[after].kind == "begin") - (found[after].kind == "end")
        after += 1
        if depth == 0:
            return found[at + 1 : after - 1], after
    return found[at + 1 :], after


def _rows(inside: list[Token]) -> tuple[tuple[Token, ...], ...]:
    """Split a formula at row breaks outside all braces; nested environments are part of it."""
    rows: list[list[Token]] = [[]]
    depth = 0
    waiting = iter(range(len(inside)))
    for at in waiting:
        token = inside[at]
        following = inside[at + 1] if at + 1 < len(inside) else None
        if token.kind in ("begin", "end"):
            continue
        depth = max(depth + (token.kind == "open") - (token.kind == "close"), 0)
        is_break = token.kind == "macro" and token.text in BREAKS
        # Markdown's doubled backslashes: \\| is \|.
        if is_break and following is not None and following.text == "|" and not following.spaced:
            rows[-1].append(token._replace(text="|"))
            next(waiting)
            continue
        if is_break and depth == 0:
            rows.append([])
            if following is not None and following.text == "*" and not following.spaced:
                next(waiting)
                following = inside[at + 2] if at + 2 < len(inside) else None
            if following is not None and following.text == "[" and _is_length(inside, at):
                for skipped in waiting:
                    if inside[skipped].text == "]":
                        break
        elif token.kind == "macro" and token.text in ("intertext", "shortintertext"):
            rows.append([])
            nested = 0
            for skipped in waiting:
                nested += (inside[skipped].kind == "open") - (inside[skipped].kind == "close")
                if nested == 0:
                    break
        else:
            rows[-1].append(token)
    return tuple(tuple(row) for row in rows if row)


def _is_length(inside: list[Token], at: int) -> bool:
    """Whether a row break is followed by a distance, such as [5pt], and not by a formula in brackets."""
    text = text_of(list(inside[at + 1 : at + 14])).replace(" ", "")
    return re.match(r"\*?\[-?[\d.]*(pt|ex|em|mm|cm|in|\\\w+)\]", text) is not None
