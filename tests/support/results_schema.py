"""What Gradescope accepts as results.json, and what this project promises on top of that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA = json.loads(Path(__file__).with_name("results.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def read_valid(path: Path) -> dict[str, Any]:
    """Read a results.json and return it, if the platform would accept it."""
    return parse_valid(path.read_text(encoding="utf-8"))


def parse_valid(text: str) -> dict[str, Any]:
    """Return the results that a text holds, if the platform would accept it; nan is no JSON."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    results: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return valid(results)


def valid(results: dict[str, Any]) -> dict[str, Any]:
    """Return results that fit the schema, hide no test and add up, or raise."""
    VALIDATOR.validate(results)
    tests = results.get("tests", [])
    assert all(0 <= test["score"] <= test["max_score"] for test in tests if "score" in test)
    assert "hidden" not in [results.get("visibility"), *(test["visibility"] for test in tests)]
    assert results["score"] == round(sum(test.get("score", 0) for test in tests), 6)
    return results


def total(results: dict[str, Any]) -> float:
    """Return the sum of all tests' points, which must not depend on the submission."""
    return sum(float(test.get("max_score", 0)) for test in results["tests"])


def statuses(results: dict[str, Any]) -> dict[str, str]:
    """Return each check's status by its id."""
    return {test["extra_data"]["check"]: test["extra_data"]["status"] for test in results["tests"]}
