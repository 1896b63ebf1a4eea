"""grades.sqlite: every run, submission, check, mark, diagnosis and time, to be asked in SQL.

It is made from results.json and class.json, and made again from them where it is lost or behind.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from autograder.batch.records.states import possible, state
from autograder.batch.records.store import Store

FILE = "grades.sqlite"
COMMIT_SECONDS = 1.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS run (id TEXT PRIMARY KEY, provenance TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS grading (
    key TEXT PRIMARY KEY, run TEXT NOT NULL, submission TEXT NOT NULL, seed_identity TEXT NOT NULL,
    state TEXT NOT NULL, score REAL NOT NULL, possible REAL NOT NULL, seconds REAL NOT NULL,
    framework TEXT, output TEXT NOT NULL, fault TEXT, tree TEXT NOT NULL, assignment TEXT NOT NULL,
    environment TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mark (
    key TEXT NOT NULL REFERENCES grading, "check" TEXT NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL,
    status TEXT NOT NULL, score REAL, possible REAL, diagnosis TEXT, waits INTEGER NOT NULL, seconds REAL,
    PRIMARY KEY (key, "check")
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS submission (
    student TEXT NOT NULL, version INTEGER NOT NULL, key TEXT, time TEXT NOT NULL, late INTEGER NOT NULL,
    counts INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (student, version)
);
"""
Json = dict[str, Any]


class Index(ExitStack):
    """The database of an out folder. One process writes it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._path = folder / FILE
        self._connection = self._open()
        self.callback(self._connection.close)
        self.callback(self.commit)
        self._since = time.monotonic()

    def keys(self, but: str = "") -> set[str]:
        """Return the keys of the gradings that are in it, but for those in a state."""
        return {
            key for (key,) in self._connection.execute("SELECT key FROM grading WHERE state != ?", (but,))
        }

    def add(self, key: str, results: Json) -> None:
        """Put a grading in, in place of an earlier one of the same key."""
        extra, origin = results["extra_data"], results["extra_data"]["provenance"]
        self._connection.execute(
            "INSERT OR REPLACE INTO run VALUES (?, ?)", (origin["run"], json.dumps(origin, sort_keys=True))
        )
        self._connection.execute("DELETE FROM mark WHERE key = ?", (key,))
        self._connection.execute(
            f"INSERT OR REPLACE INTO grading VALUES ({', '.join('?' * 14)})",
            (
                key,
                *(origin[name] for name in ("run", "submission", "seed_identity")),
                state(results),
                *(results["score"], possible(results), results["execution_time"]),
                *(extra.get("framework"), results["output"], extra.get("fault")),
                *(origin[name] for name in ("tree", "assignment", "environment")),
            ),
        )
        self._connection.executemany(
            f"INSERT INTO mark VALUES ({', '.join('?' * 10)})", [_mark(key, row) for row in results["tests"]]
        )
        if time.monotonic() - self._since > COMMIT_SECONDS:
            self.commit()

    def catch_up(self, store: Store, keys: Iterable[str]) -> None:
        """Put in what is in files and not here: after a kill, or where the database was lost."""
        for key in set(keys) - self.keys():
            if results := store.read(key):
                self.add(key, results)
        self.commit()

    def set_class(self, rows: Iterable[tuple[str, int, str | None, str, bool, bool, str]]) -> None:
        """Replace who handed in what: (student, version, key, time, late, counts, state)."""
        self._connection.execute("DELETE FROM submission")
        self._connection.executemany("INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self.commit()

    def commit(self) -> None:
        """Make what was added last."""
        self._connection.commit()
        self._since = time.monotonic()

    def _open(self) -> sqlite3.Connection:
        """Open the database; one that is damaged is deleted, for the files have all of it."""
        try:
            return _connect(self._path)
        except sqlite3.DatabaseError:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(FILE + suffix).unlink(missing_ok=True)
            return _connect(self._path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript(SCHEMA)
    path.chmod(0o600)
    return connection


def _mark(key: str, row: Json) -> tuple[Any, ...]:
    extra = row["extra_data"]
    return (
        *(key, extra["check"], row["number"], row["name"], extra["status"]),
        *(row.get("score"), row.get("max_score"), extra.get("diagnosis")),
        *(bool(extra.get("for_a_person")), extra.get("seconds")),
    )
