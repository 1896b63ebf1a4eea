"""The points of a part, and the words for a student: one line for each line of theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from autograder.derivations.judging.judgement import Judgement, Line

MISTAKES = 3  # untrue steps beside those that leave a rule unshown, after which nothing is left for truth
WEIGHTS = {"Jensen's inequality": 3.0, "normalisation": 2.0}  # of key rules, where they are not equal
SECOND = 2.0  # the weight of a second target, beside those of the rules for the first
MAX_SOURCE = 160  # characters of a line that are shown
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

    Each key rule has a share of the points for truth and small steps, earned where a true step shows it,
    whatever else is wrong; half of it where only a sign or number in that step is. A second target is such a
    share too. A mistake costs the rule that it leaves unshown, or a third of the points for truth.
    """
    targets = list(judgement.targets.values())
    target = sum(targets) / len(targets) if targets else 0.0
    missing = [rule for rule, there in judgement.rules.items() if not there]
    untrue = [line for line in judgement.lines if line.status == "untrue"]
    slips = min(len(missing), sum(line.is_slip for line in untrue))
    weights = {rule: WEIGHTS.get(rule, 1.0) for rule in judgement.rules}
    keys = sum(weights.values()) - sum(weights[rule] for rule in missing)
    keys += sum(sorted(weights[rule] for rule in missing)[:slips]) / 2
    whole = sum(weights.values())
    if not (any(targets[:1]) or missing):
        keys = whole / 2  # every rule, but for another end
    if len(targets) > 1:
        keys, whole = keys + SECOND * targets[1], whole + SECOND
    share = keys / whole if whole else 0.0
    others = max(0, len(untrue) - len(missing))
    large = judgement.count("leap") and not missing
    return Credit(
        start=float(judgement.starts),
        target=target,
        truth=share * max(0.0, 1 - others / MISTAKES),
        no_leaps=share / (2 if large else 1),
    )


def _line(number: int) -> str:
    return f"line {number}"


def explain(judgement: Judgement, place: Callable[[int], str] = _line) -> str:
    """Return what a student reads about a part; `place` says what a line is called."""
    texts = [_text(line, place(line.number)) for line in judgement.lines]
    missing = [f"Not shown yet: {words}." for words, there in judgement.targets.items() if not there]
    if not judgement.starts and judgement.lines:
        missing.append("It does not start from what the question gives.")
    gaps = [rule for rule, there in judgement.rules.items() if not there]
    if gaps and missing:
        missing.append(f"No true step of its own shows: {', '.join(gaps)}.")
    if judgement.queries:
        lines = ", ".join(dict.fromkeys(place(query.line) for query in judgement.queries))
        missing.append(f"A person will look at {lines}: the points above are the least that you get.")
    if judgement.count("unread"):
        missing.append(
            "To have a line judged here, write it with log, \\mathbb{E}_{q(z|x)}[...], \\int ... dz, p(x|z) "
            "and KL(q(z|x) \\| p(z)), one step per row."
        )
    return "\n".join([*texts, *missing])


def _here(number: int) -> tuple[str, int]:
    return "", number


def evidence(judgement: Judgement, origin: Callable[[int], tuple[str, int]] = _here) -> dict[str, Any]:
    """Return a part's verdicts as data; `origin` is the file that a line comes from, and its number there."""
    queries = []
    for query in judgement.queries:
        file, line = origin(query.line)
        queries.append(asdict(query) | {"file": file, "line": line})
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
        "reached": judgement.targets,
        "shown": judgement.rules,
        "for_a_person": bool(judgement.queries),
        "queries": queries,
        "untrue_remarks": [{"line": line.number, "tex": line.source} for line in judgement.untrue_remarks],
    }


def _text(line: Line, place: str) -> str:
    source = line.source if len(line.source) <= MAX_SOURCE else line.source[:MAX_SOURCE] + " ..."
    words = [WORDS[line.status], *line.rules]
    if line.numbers:
        words.append(f"left {line.numbers[0]:.4g}, right {line.numbers[1]:.4g} in a small example")
    if line.note:
        words.append(f"likely cause: {line.note}" if line.status == "untrue" else line.note)
    verdict = "; ".join(word for word in words if word)
    return f"{place}: {source}" + (f"\n    {verdict}" if verdict else "")
