"""Where each part begins: a sectioning command, or a line that holds nothing but a part's number.

Without numbers the headings' words tell the parts, then TeX's own numbers of sections, then (a), (b), (c).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Number = str  # "1.1"
Place = tuple[int, Number]  # where a heading starts, in characters
MAX_LINE = 300  # characters
_NUMBER = r"(?<![\d.,])([1-9]\.[1-9])(?!\d|\.\d)"
_LABEL = r"(?:(?:sub)?question|exercise|problem|task|part|answer|solution|derivation|proof|section|q|ex)"
SECTION = re.compile(
    r"\s*(?:\\(?P<level>(?:sub)*section|(?:sub)?paragraph|chapter|part|question|subpart|problem|exercise)\*?(?![A-Za-z])"
    r"|(?P<hashes>#{1,6})(?=[\s\d\\(]))(?P<title>.*)"
)
# Markup around a line's text: a line all of which is bold or an item's label is a heading by its looks.
MARKUP = re.compile(
    r"\\(?:textbf|textit|underline|emph|textsc|uline|bf|bfseries|noindent|large|Large|LARGE|huge|centering|item"
    r"|indent|textrm|sffamily|newpage|clearpage|begin\s*\{(?:center|enumerate|itemize|flushleft)\}|hspace\*?\{[^{}]*\}"
    r"|vspace\*?\{[^{}]*\}|newline|par|\\)(?![A-Za-z])|[*_{}\[\]~]|<[^<>]{1,20}>|\s+"
)
_AROUND = r"[\s().:\-–—#]"
_NOUN = rf"(?:{_LABEL}(?![A-Za-z]){_AROUND}{{0,3}}(?:(?:to|of|for)\s+(?:{_LABEL}\s+)?)?(?P<noun>))"
LONE = re.compile(rf"{_AROUND}*{_NOUN}?{_NUMBER}{_AROUND}*", re.IGNORECASE)
HEADING = re.compile(
    rf"{_AROUND}{{0,3}}{_NOUN}?{_NUMBER}(?P<mark>[.):\]]|\s*[-–—:(])?"
    r"(?P<title>[^$\\=]{0,80}|\W*\([^()]*(?:\([^()]*\)[^()]*){0,4}\)\W*)",
    re.IGNORECASE,
)
LENGTH = re.compile(r"\s*(?:pt|cm|mm|em|ex|in|points?|marks?|%|x)\b", re.IGNORECASE)
# A title of a line in plain letters is no sentence that only mentions the part.
SENTENCE = re.compile(
    r"\W*(?:we|it|this|that|which|gives?|yields?|implies|shows?|and|above|below|is|was|to|also|says?|tells?|holds?|"
    r"the result)\b",
    re.IGNORECASE,
)
MENTION = re.compile(
    r"\b(?:using|use|by|from|with|see|of|in|via|recall|as|to|and|apply|applying|equation|eq)\W{0,3}(?:\w+\W{1,2})?$",
    re.IGNORECASE,
)
WORDS = (
    (
        "1.3",
        r"jensen|non-?\s?negativ|gibbs|positiv|(?:ge|geq|≥|>=)\s*0|\bbounds?\b.*\bevidence\b|upper bound",
    ),
    (
        "1.2",
        r"log-?\s?evidence|\bevidence\b(?!\s+lower)|marginal|log p\(x\)|posterior gap|log-?\s?likelihood",
    ),
    ("1.1", r"elbo|evidence lower|variational (?:lower )?bound|reconstruction"),
)


@dataclass(frozen=True)
class _Line:
    """One line of a text, and where it starts."""

    start: int
    text: str

    @property
    def section(self) -> re.Match[str] | None:
        return SECTION.match(self.text)


def headings(source: str, numbers: tuple[Number, ...]) -> list[Place]:
    """Return where each heading starts, in order; of the ways to tell them the first that has a part."""
    lines = list(_lines(source))
    ways: tuple[Callable[[list[_Line]], list[Place]], ...] = (_by_number, _by_words, _by_count, _by_letter)
    for way in ways:
        places = way(lines)
        if any(number in numbers for _, number in places):
            return places
    return []


def _lines(source: str) -> Iterator[_Line]:
    start = 0
    for whole in source.split("\n"):
        if not whole.lstrip().startswith("%"):
            yield _Line(start, whole.strip()[:MAX_LINE])
        start += len(whole) + 1


def _by_number(lines: list[_Line]) -> list[Place]:
    """Return the headings that have a number; a line without a sectioning command counts once."""
    places: list[Place] = []
    for line in lines:
        section = line.section
        number = _in_section(section["title"]) if section else _in_line(line.text)
        if number and (section or number not in [other for _, other in places]):
            places.append((line.start, number))
    return places


def _in_section(title: str) -> Number | None:
    """Return the number anywhere in a section's title, unless the title only mentions it."""
    for match in re.finditer(_NUMBER, title):
        if not (LENGTH.match(title, match.end()) or MENTION.search(title[: match.start()])):
            return match[1]
    return None


def _in_line(text: str) -> Number | None:
    """Return the number that a line is a heading with."""
    bare = MARKUP.sub(" ", text).strip()
    if lone := LONE.fullmatch(bare):
        return lone[2]
    heading = HEADING.fullmatch(bare)
    if heading is None:
        bold = re.fullmatch(r"\s*(?:\\noindent)?\s*(?:\\textbf\s*\{(.+)\}|\*\*(.+)\*\*)\W*", text)
        return _in_section(bold[1] or bold[2]) if bold else None
    title = heading["title"]
    stands_out = heading["mark"] or heading["noun"] is not None or _is_bold(text)
    if LENGTH.match(title) or SENTENCE.match(title) or not stands_out:
        return None
    return heading[2]


def _is_bold(text: str) -> bool:
    """Whether a line begins with what makes it bold or underlined."""
    return (
        re.match(
            r"\s*(?:\\noindent\s*)?(?:\{?\\(?:textbf|bf|bfseries|underline|large|Large)\b|\*\*|__)", text
        )
        is not None
    )


def _by_words(lines: list[_Line]) -> list[Place]:
    """Return the sections whose titles name a part's subject, if they name two parts at least."""
    places: list[Place] = []
    for line in lines:
        if (section := line.section) is not None:
            title = section["title"].lower()
            number = next((number for number, words in WORDS if re.search(words, title)), "0.0")
            places.append((line.start, number))
    parts = [number for _, number in places if number != "0.0"]
    return places if len(set(parts)) >= 2 and len(set(parts)) == len(parts) else []


def _by_count(lines: list[_Line]) -> list[Place]:
    """Return sections by TeX's own numbers."""
    places: list[Place] = []
    section = subsection = 0
    for line in lines:
        level = match["level"] if (match := line.section) else None
        if level == "section":
            section, subsection = section + 1, 0
        elif level == "subsection":
            subsection += 1
        if level in ("section", "subsection"):
            places.append((line.start, f"{section}.{subsection}"))
    return places


LETTER = re.compile(r"\W*(?:part|question|problem)?\W{0,3}([a-eA-E])\s*[.):\]]", re.IGNORECASE)
ROMAN = re.compile(r"\W*\(?(iii|ii|i|iv|v)\s*[.):\]]", re.IGNORECASE)
MAJOR = re.compile(
    r"\W*(?:question|problem|exercise|task|part|section|q)\W{0,3}(\d)\b(?!\.\d)", re.IGNORECASE
)
BEGIN, END, ITEM = (
    re.compile(rf"\s*\\{word}") for word in (r"begin\{enumerate\}", r"end\{enumerate\}", r"item\b")
)


def _by_letter(lines: list[_Line]) -> list[Place]:
    """Return (a), (b), (c), or the items of a list, as the parts of the question that they belong to."""
    places: list[Place] = []
    major, minor, depth = 1, 0, 0
    for line in lines:
        section = line.section
        bare = MARKUP.sub(" ", section["title"] if section else line.text).strip()
        depth += len(re.findall(BEGIN, line.text)) - len(re.findall(END, line.text))
        if question := MAJOR.match(bare):
            major, minor = int(question[1]), 0
            places.append((line.start, f"{major}.0"))
            continue
        item = depth == 1 and ITEM.match(line.text) is not None
        letter = LETTER.match(bare)
        roman = ROMAN.match(bare)
        if letter or roman or item:
            order = "abcde".index(letter[1].lower()) + 1 if letter else 0
            order = order or (
                ("i", "ii", "iii", "iv", "v").index(roman[1].lower()) + 1 if roman else minor + 1
            )
            if order == minor + 1:
                minor = order
                places.append((line.start, f"{major}.{minor}"))
    return places
