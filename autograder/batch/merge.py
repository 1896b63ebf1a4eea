"""Parts of a class, graded apart, put together into one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from autograder.batch.people import BatchError
from autograder.batch.records.index import Index
from autograder.batch.records.store import CLASS, Store

SAME = {
    "pseudonyms": "other pseudonyms: give every part the same --key",
    "layout": "another layout",
    "version": "another --version",
}
Json = dict[str, Any]


def merge(parts: Sequence[Path], out: Path) -> None:
    """Copy the gradings of all parts, in the class's order; BatchError where they are not of one class."""
    classes = [_class(part) for part in parts]
    _refuse(parts, classes)
    by_shard = sorted(classes, key=lambda content: content["shard"][0])
    store = Store(out)
    store.make()
    keys = set[str]()
    for part in parts:
        one = Store(part)
        theirs = set(one.keys())
        keys |= theirs
        for key in theirs:
            if not store.path(key).exists():
                store.path(key).parent.mkdir(parents=True, exist_ok=True)
                half = store.path(key).with_suffix(".part")
                shutil.copyfile(one.path(key), half)
                half.replace(store.path(key))
    rows = chain.from_iterable(zip_longest(*(content["rows"] for content in by_shard)))
    store.write_class(by_shard[0] | {"shard": [1, 1], "rows": [row for row in rows if row is not None]})
    with Index(out) as index:
        index.catch_up(store, keys)


def _class(part: Path) -> Json:
    try:
        return Store(part).read_class()
    except (OSError, ValueError) as error:
        raise BatchError(f"{part.name}: holds no {CLASS}: it is not the out folder of a run.") from error


def _refuse(parts: Sequence[Path], classes: Sequence[Json]) -> None:
    """Refuse parts of different classes, and a class of which a part is missing or there twice."""
    for part, content in zip(parts, classes, strict=True):
        for key, problem in SAME.items():
            if content[key] != classes[0][key]:
                raise BatchError(f"{part.name}: was graded with {problem}.")
    shards = sorted(tuple(content["shard"]) for content in classes)
    if shards != [(i + 1, len(classes)) for i in range(len(classes))]:
        there = ", ".join(f"{i}/{n}" for i, n in shards)
        raise BatchError(f"These are the parts {there}: all parts of one class are needed, each once.")
