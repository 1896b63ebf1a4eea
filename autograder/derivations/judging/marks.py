"""The points of a part, and the words for a student: one line for each line of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.derivations.judging.judgement import Judgement, Line

MISTAKES = 3  # untrue steps after which nothing is left of the credit for true ones
SHOWN = 160  # characters of a line that are shown
WORDS = {
    "start": "",
    "true": "true",
    "untrue": "NOT TRUE",
    "leap": "LEAP",
    "unread": "not read",
    "definition": "a definition",
    "remark": "not judged",
}


@dataclass(frozen=True)
class Credit:
    """The shares of a part's points, in [0, 1], that each of the four criteria has earned."""

    start: float
    target: float
    truth: float
    no_leaps: float


def credit(judgement: Judgement) -> Credit:
    """Return what a part has earned.

    Truth and small steps count as far as the key rules are there: shown, or tried in an untrue step, and
    at most half of them where the first target, which needs them all, is not reached.
    """
    wrong, keys = judgement.count("untrue"), len(judgement.shown)
    targets = list(judgement.reached.values())
    reached = sum(targets) / len(targets)
    shown = min(sum(judgement.shown.values()) / keys, 1.0 if targets[0] else 0.5)
    shown = 1.0 if reached == 1.0 else shown
    tried = min(1.0, shown + wrong / keys) if shown else 0.0
    return Credit(
        start=float(judgement.starts),
        target=reached,
        truth=tried * max(0.0, 1 - wrong / MISTAKES),
        no_leaps=shown if not judgement.count("leap") else 0.0,
    )


def explain(judgement: Judgement) -> str:
    """Return what a student reads about a part."""
    said = [_told(line) for line in judgement.lines]
    missing = [f"Not shown yet: {words}." for words, there in judgement.reached.items() if not there]
    if not judgement.starts and judgement.lines:
        missing.append("It does not start from what the question gives.")
    skipped = [rule for rule, there in judgement.shown.items() if not there]
    if skipped and missing:
        missing.append(f"No true step of its own shows: {', '.join(skipped)}.")
    if judgement.count("unread"):
        missing.append(
            "What could not be read is not held against you: a person will look at it, and points may rise. "
            "To have it judged here, write it with log, \\mathbb{E}_{q(z|x)}[...], \\int ... dz, p(x|z) and "
            "KL(q(z|x) \\| p(z)), one step per row."
        )
    return "\n".join([*said, *missing])


def evidence(judgement: Judgement) -> dict[str, Any]:
    """Return a part's verdicts as data."""
    return {
        "lines": [
            {
                "line": line.number,
                "tex": line.source,
                "status": line.status,
                "note": line.note,
                "rules": list(line.rules),
            }
            | ({"left": line.numbers[0], "right": line.numbers[1]} if line.numbers else {})
            for line in judgement.lines
        ],
        "starts": judgement.starts,
        "reached": judgement.reached,
        "shown": judgement.shown,
        "for_a_person": judgement.count("unread") > 0,
    }


def _told(line: Line) -> str:
    source = line.source if len(line.source) <= SHOWN else line.source[:SHOWN] + " ..."
    words = [WORDS[line.status], *line.rules]
    if line.numbers:
        words.append(f"left {line.numbers[0]:.4g}, right {line.numbers[1]:.4g} in a small example")
    if line.note:
        words.append(f"likely cause: {line.note}" if line.status == "untrue" else line.note)
    verdict = "; ".join(word for word in words if word)
    return f"line {line.number}: {source}" + (f"\n    {verdict}" if verdict else "")
