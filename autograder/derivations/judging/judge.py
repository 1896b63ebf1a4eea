"""A part's verdicts: one for each line, what was reached, and which key rules were shown."""

from __future__ import annotations

from dataclasses import replace

from autograder.derivations.judging.judgement import Judgement
from autograder.derivations.judging.parts import part
from autograder.derivations.judging.values import Scope
from autograder.derivations.judging.walk import Walk
from autograder.derivations.judging.work import Work
from autograder.derivations.reading.items import parse
from autograder.derivations.tex.document import Display


def judge(number: str, displays: list[Display]) -> Judgement:
    """Judge a part's displays under the reading that makes most of its steps true."""
    parsed = parse(number, displays)
    scope = Scope(parsed.options(1))
    question = part(number, scope)
    candidates = question.readings
    if parsed.applied:
        candidates = tuple(replace(r, convex=convex) for r in candidates for convex in (True, False))
    if parsed.has_letter:
        candidates += tuple(replace(reading, loss=True) for reading in candidates)
    best: Walk | None = None
    work = Work()
    for reading in candidates:
        walk = Walk(question, reading, scope, parsed, work)
        if best is None or walk.wrong < best.wrong:
            best = walk
        if best.wrong == 0 or work.left < 0:
            break
        work.forget()
    assert best is not None
    return Walk(question, best.bench.reading, scope, parsed, Work(), sized=True).judgement
