"""Gradescope's "Export Submissions": a folder a submission, and submission_metadata.yml with the people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from autograder.batch.attempt import Attempt, Record, base, inside
from autograder.batch.people import BatchError, Student, clean
from autograder.batch.source import Source

METADATA = "submission_metadata.yml"
MAX_METADATA = 2 << 30  # bytes; a class of 10,000 with its results is about 700 MB
NUMBER = re.compile(r"submission_(\d+)\Z")


def knows(names: list[str]) -> bool:
    """Whether the export's metadata is at the top, or in its only folder."""
    return any(base(name) == METADATA and name.count("/") <= 1 for name in names)


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:  # noqa: ARG001 - the metadata has all
    """Return one version a submission; earlier ones have marks and no files in such an export."""
    import yaml

    names = source.names
    place = next(name for name in names if base(name) == METADATA and name.count("/") <= 1)
    root = place.removesuffix(METADATA)
    try:
        # Everything stays text: 00123 is no octal number, and a student called No is not false.
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        entries = yaml.load(source.read(place, MAX_METADATA), Loader=loader)
        return [_attempt(str(folder), entry, root, names) for folder, entry in sorted(dict(entries).items())]
    except (yaml.YAMLError, OSError, AttributeError, TypeError, ValueError) as error:
        raise BatchError(f"{METADATA} cannot be read ({error}). Export the submissions again.") from error


def _attempt(folder: str, entry: dict[str, Any], root: str, names: list[str]) -> Attempt:
    people = entry.get(":submitters") or []
    students = tuple(
        Student(
            name=clean(person.get(":name") or ""),
            number=clean(person.get(":sid") or ""),
            email=clean(person.get(":email") or ""),
        )
        for person in people
    )
    number = NUMBER.search(folder)
    identity = number[1] if number else str(entry.get(":id") or "")
    unknown = () if students else (f"no student is named for {folder}",)
    return Attempt(
        students=students or (Student(lms=folder),),
        members=inside(root + folder, names),
        label=folder,
        time=str(entry.get(":created_at") or ""),
        order=int(identity) if identity.isdigit() else 0,
        identity=identity,
        group=folder if len(students) > 1 else "",
        notes=unknown,
        record=_record(entry),
        past=tuple(_record(past) for past in entry.get(":history") or []),
    )


def _record(entry: dict[str, Any]) -> Record:
    results = entry.get(":results")
    tests = results.get("tests") if isinstance(results, dict) else None
    return Record(
        time=str(entry.get(":created_at") or ""),
        score=_float(entry.get(":score")),
        checks=tuple(_points(tests or [])),
    )


def _points(tests: list[Any]) -> Iterator[tuple[str, float]]:
    """Yield the points of each test, by its check's id where the results have it."""
    for test in tests:
        extra = test.get("extra_data") if isinstance(test, dict) else None
        name = (extra or {}).get("check") or test.get("name")
        score = _float(test.get("score"))
        if name and score is not None:
            yield str(name), score


def _float(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None
