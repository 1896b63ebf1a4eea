"""The gradings of a folder, by their keys: each a results.json that is there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.results import file as results_file

Json = dict[str, Any]
GRADINGS, RESULTS, CLASS = "gradings", "results.json", "class.json"


class Store:
    """A run's out folder, which only its owner may enter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        """Make the folder, or close one that is there to others."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def path(self, key: str) -> Path:
        """Return where the grading of a key is: a folder holds at most a 256th of a class."""
        return self.folder / GRADINGS / key[:2] / key / RESULTS

    def write(self, key: str, results: Json) -> None:
        """Write a grading in one step."""
        results_file.write(self.path(key), results)

    def read(self, key: str) -> Json | None:
        """Return a grading, or None where there is none that can be read: then it is graded again."""
        try:
            results = json.loads(self.path(key).read_bytes())
            return results if results["extra_data"]["provenance"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keys(self) -> Iterator[str]:
        """Yield the keys of all gradings."""
        for path in (self.folder / GRADINGS).glob(f"*/*/{RESULTS}"):
            yield path.parent.name

    def write_class(self, content: Json) -> None:
        """Write who is in the class, by pseudonyms, and which gradings are theirs."""
        results_file.write(self.folder / CLASS, content)

    def read_class(self) -> Json:
        """Return what write_class wrote; OSError or ValueError where there is none."""
        content: Json = json.loads((self.folder / CLASS).read_bytes())
        return content
