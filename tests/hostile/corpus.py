"""Hostile and allowed submissions: what each is expected to score, and what it must not have done."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.glyphs import visible
from tests.support.bank import FOLDER
from tests.support.results_schema import parse_valid, total

MAX_GROWN_MB = 200
TOTAL = 60


@dataclass(frozen=True)
class Attack:
    """A submission, and what it says of itself at its top."""

    path: Path
    expects: str
    framework: str
    limits: dict[str, str]  # its own, where it goes beyond any, so that it does so sooner

    @property
    def name(self) -> str:
        """The file's or folder's name."""
        return self.path.stem


def attacks(kind: str) -> list[Attack]:
    """Return the submissions of a kind, hostile or allowed, in order of their names."""
    entries = (p for p in sorted((FOLDER / kind).iterdir()) if p.suffix in (".py", ".jl") or p.is_dir())
    return [_read(path) for path in entries]


def _read(path: Path) -> Attack:
    text = (path / "vae.py" if path.is_dir() else path).read_text(encoding="latin-1")
    expects = re.search(r"^# expects: (.*)$", text, re.MULTILINE)
    framework = "torch" if "# framework: torch" in text else "julia" if path.suffix == ".jl" else "numpy"
    limits = dict(re.findall(r"^# (import_seconds|call_seconds|memory_mb): (.*)$", text, re.MULTILINE))
    return Attack(path, expects[1] if expects else "full", framework, limits)


def breaches(attack: Attack, record: dict[str, Any], seconds: float) -> list[str]:
    """Return all that an attack achieved, or that went otherwise than expected: nothing, when contained."""
    found = [f"left: {what}" for what in record["left"]]
    if record["status"] != 0:
        return [*found, f"the grader ended with {record['status']}: {record['stdout'][-1500:]}"]
    results = parse_valid(record["results"])
    if results != record["decided"]["results"]:
        found.append("results.json is not what the grader decided")
    if total(results) != TOTAL:
        found.append(f"a total of {total(results)}")
    if record["decided"]["grown_mb"] > MAX_GROWN_MB:
        found.append(f"the grader grew by {record['decided']['grown_mb']:.0f} MB")
    if record["seconds"] > seconds:
        found.append(f"it took {record['seconds']:.0f} s")
    extra = results.pop("extra_data")
    seen = json.dumps([results, *(test.pop("extra_data") and test for test in results["tests"])])
    for secret in (record["secret"], "LOOT", "hidden_input_"):
        if secret in seen:
            at = seen.index(secret)
            found.append(f"a student reads {seen[max(0, at - 80) : at + 80]!r}")
    if hidden := [text for text in shown(results) if visible(text) != text]:
        found.append(f"a student reads what is not as it looks: {ascii(hidden[0])[:500]}")
    if fault := extra.get("fault"):
        found.append(f"grader fault: {fault[-1500:]}")
    return found + _score(attack, record)


def shown(results: dict[str, Any]) -> list[str]:
    """Return the texts that a student reads."""
    return [results["output"], *(test[key] for test in results["tests"] for key in ("name", "output"))]


def _score(attack: Attack, record: dict[str, Any]) -> list[str]:
    results = json.loads(record["results"])
    lost = [t["extra_data"]["check"] for t in results["tests"] if t["score"] < t["max_score"]]
    kind, *checks = attack.expects.split()
    fits = {
        "full": results["score"] == TOTAL,
        "none": results["score"] == 0,
        "any": True,
        "spares": not any(check.startswith(tuple(checks)) for check in lost),
        "partial": set(lost) == set(checks)
        if checks
        else bool(lost) and not any(check.startswith("sampler") for check in lost),
    }[kind]
    if fits:
        return []
    texts = [test["output"][:200] for test in results["tests"] if test["score"] < test["max_score"]]
    said = f"{results['output'][:300]!r} {texts[:3]}"
    return [f"expected {attack.expects}, scored {results['score']}, lost {lost}: {said}"]
