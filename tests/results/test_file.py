"""The file results.json: the old one or the new one, always whole, always JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.results import file as results_file


def written(folder: Path, content: dict[str, Any]) -> str:
    """Write content and return the file's text."""
    path = folder / "results.json"
    results_file.write(path, content)
    return path.read_text(encoding="utf-8")


def test_it_replaces_what_is_there(tmp_path: Path) -> None:
    """The second result is the one that counts, and nothing else is left in the folder."""
    written(tmp_path, {"score": 1, "output": "a longer text than the next"})
    assert json.loads(written(tmp_path, {"score": 2})) == {"score": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_it_makes_the_folder(tmp_path: Path) -> None:
    """A folder that is not there yet is made."""
    assert json.loads(written(tmp_path / "a" / "b c", {"score": 1})) == {"score": 1}


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_the_old_file(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever step fails, a reader finds the old content, and no other file is left."""
    written(tmp_path, {"score": 1})

    def crash(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os if call == "fsync" else Path, call, crash)
    with pytest.raises(OSError, match="no space"):
        written(tmp_path, {"score": 2})
    assert json.loads((tmp_path / "results.json").read_text()) == {"score": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_what_cannot_be_written_does_not_touch_the_file(tmp_path: Path) -> None:
    """The text is made before anything is opened."""
    written(tmp_path, {"score": 1})
    endless: dict[str, Any] = {}
    endless["itself"] = endless
    with pytest.raises(RecursionError):
        written(tmp_path, endless)
    assert json.loads((tmp_path / "results.json").read_text()) == {"score": 1}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o000, 0o666)])
def test_who_may_read_a_new_file_may_read_it(umask: int, mode: int, tmp_path: Path) -> None:
    """Results are students' data: they keep the user's umask."""
    before = os.umask(umask)
    try:
        written(tmp_path, {"score": 1})
    finally:
        os.umask(before)
    assert (tmp_path / "results.json").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (-np.inf, "-inf"),
        (np.float64(0.25), 0.25),
        (np.float64("nan"), "nan"),
        (np.float32(0.5), "0.5"),
        (np.int64(3), "3"),
        (np.True_, "True"),
        (Path("a"), "a"),
        (1e-320, 1e-320),
        (10**40, 10**40),
        (True, True),
        (None, None),
        ((1, [2.5, float("nan")]), [1, [2.5, "nan"]]),
        ({float("inf"): 1}, {"inf": 1}),
        ("\ud800 half a pair", "? half a pair"),
        ("é 漢 🎲 �", "é 漢 🎲 �"),
    ],
    ids=repr,
)
def test_every_value_becomes_json(value: object, read: object, tmp_path: Path) -> None:
    """Values that JSON does not have are named; every other value comes back as it was."""
    text = written(tmp_path, {"extra_data": {"value": value}})
    assert json.loads(text) == {"extra_data": {"value": read}}


def test_no_constant_outside_json_is_ever_written(tmp_path: Path) -> None:
    """NaN and Infinity, which Python would write, cost the whole result on the platform."""
    text = written(tmp_path, {"tests": [{"extra_data": {"p": [float("nan"), float("-inf")]}}]})
    assert "NaN" not in text
    assert "Infinity" not in text
