"""What a person has to judge: lines not read, reasons in words, and versions that contradict each other."""

from __future__ import annotations

import re

from autograder.derivations.judging.judgement import Judgement, Line, Query
from autograder.derivations.reading.chains import Link
from autograder.derivations.reading.items import Derivation
from autograder.derivations.reading.syntax import Expr
from autograder.derivations.tex.document import Display
from autograder.derivations.tex.tokens import text_of

MAX_WORDS = 160
# "The first term is the ELBO", in what follows a display.
CLAIM = re.compile(
    r"\b(?:first|second|third|last|left|other|remaining)\b[^.;]{0,60}\b(?:is|are|equals?|becomes?|as|called|=)\b[^.;]{0,60}"
    r"(?:ELBO|evidence lower bound|variational (?:lower )?bound|KL|Kullback)",
    re.IGNORECASE,
)


def query(line: Line, about: str, proposal: str) -> Query:
    """Return the query about a line."""
    return Query(line.number, line.source, about, proposal)


def of_line(line: Line, link: Link) -> list[Query]:
    """Ask a person about a line that is not read, or is large with its reasons in words."""
    if line.status == "unread":
        return [query(line, f"not read: {line.note}", "its share of the points where it is right")]
    if line.status == "leap" and link.reason:
        about = f"a large step, with the reason {link.reason!r}"
        return [query(line, about, "no points lost where the reason is right")]
    return []


def contradictions(judgement: Judgement, derivation: Derivation) -> list[Query]:
    """Ask a person which of two versions counts, where one is true and the other is not."""
    lines = {line.place: line for line in judgement.lines}
    versions: dict[Expr, set[str]] = {}
    queries = []
    for _, items in derivation.chains:
        steps = [lines[item.link.place] for item in items[1:] if item.link.place in lines]
        if items[0].options and steps:
            verdicts = versions.setdefault(items[0].options[0], set())
            verdicts.add("untrue" if any(line.status == "untrue" for line in steps) else "true")
            if len(verdicts) > 1:
                proposal = "the marks of the one that counts"
                queries.append(query(steps[0], "two versions that contradict each other", proposal))
    return queries


def of_words(displays: list[Display]) -> list[Query]:
    """Ask a person about what the words after a display call one of its terms."""
    queries = []
    for display in displays:
        if (match := CLAIM.search(display.words)) and display.rows:
            row = display.rows[-1]
            about = f"words: {match[0].strip()[:MAX_WORDS]!r}"
            queries.append(Query(row[0].line, text_of(list(row)), about, "the target is reached, if so"))
    return queries
