"""The bank of known submissions: where they are, and which checks each is meant to fail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "submissions"


@dataclass(frozen=True)
class Known:
    """A known submission: the check that must fail first, then the others bound to fail."""

    path: Path
    title: str
    fails: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file's or folder's name."""
        return self.path.stem


def known(kind: str) -> list[Known]:
    """Return the known submissions of a kind, right or wrong, in order of their names."""
    entries = sorted(p for p in (FOLDER / kind).iterdir() if p.suffix == ".py" or (p / "vae.py").exists())
    return [_read(path) for path in entries]


def _read(path: Path) -> Known:
    text = (path / "vae.py" if path.is_dir() else path).read_text(encoding="utf-8")
    title = re.match(r'"""(.*?)"""', text, re.DOTALL)
    fails = re.search(r"^# fails: (.*)$", text, re.MULTILINE)
    assert title, f"{path} has no docstring"
    return Known(path, title[1].strip(), tuple(re.findall(r"\w+", fails[1])) if fails else ())
