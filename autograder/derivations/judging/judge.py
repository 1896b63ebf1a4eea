"""A part's verdicts: one for each line, what was reached, and which key rules were shown."""

from __future__ import annotations

import re
from dataclasses import replace

from autograder.derivations.judging import queries
from autograder.derivations.judging.judgement import Judgement
from autograder.derivations.judging.parts import part
from autograder.derivations.judging.scope import Scope
from autograder.derivations.judging.walk import Walk
from autograder.derivations.judging.work import Work
from autograder.derivations.reading.items import parse
from autograder.derivations.tex.document import Display

OURS = re.compile(r"\b[pqz]\b")  # what the reader calls the densities and the latent


def judge(number: str, displays: list[Display]) -> Judgement:
    """Judge a part's displays under the reading that makes most of its steps true."""
    derivation = parse(number, displays)
    scope = Scope(derivation.options(1))
    question = part(number, scope)
    candidates = question.readings
    if derivation.functions:
        candidates = tuple(replace(r, convex=convex) for r in candidates for convex in (True, False))
    if derivation.has_letter:
        candidates += tuple(replace(reading, loss=True) for reading in candidates)
    best: Walk | None = None
    work = Work()
    for reading in candidates:
        walk = Walk(question, reading, scope, derivation, work)
        if best is None or walk.judgement.wrong < best.judgement.wrong:
            best = walk
        if best.judgement.wrong == 0 or work.budget < 0:
            break
        work.forget()
    assert best is not None
    judgement = Walk(question, best.bench.reading, scope, derivation, Work(), with_sizes=True).judgement
    for line in judgement.lines if derivation.names else []:
        line.note = OURS.sub(lambda name: derivation.names.get(name[0], name[0]), line.note)
    if not all(judgement.targets.values()):
        judgement.queries += queries.of_words(displays)
    return judgement
