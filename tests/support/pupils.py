"""A made-up class: people with names in several scripts, who hand in what the banks hold."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.people import Student
from autograder.paths import ROOT
from autograder.sandbox import julia
from tests.support.bank import FOLDER

Files = dict[str, bytes]
FIRST = (
    "Zoë",
    "Nguyễn",
    "Олександр",
    "محمد",
    "小明",
    "No",
    "Seán",
    "Ángel",
    "Jürgen",
    "Ayşe",
    "दीपक",
    "Łukasz",
)
LAST = (
    "Müller-Quist",
    "Thị-Minhval",
    "Шевченковал",
    "العليوي",
    "王欧陽",
    "O'Brianski",
    "García-Lovat",
    "Ødegårdson",
)
HOSTILE = ("exception_html.py", "end_os_exit.py", "value_nan_bomb.py")
CODE = (".py", ".jl", ".ipynb")
SHARE = 100


@dataclass(frozen=True)
class Pupil:
    """One made-up student and the versions handed in, from the first to the last; none where nothing was."""

    student: Student
    versions: tuple[Files, ...]
    kind: str

    @property
    def files(self) -> Files:
        """The latest version."""
        return self.versions[-1]


def person(index: int) -> Student:
    """Return the student of a number, with zeros in front of it: no two share any identifier."""
    name = f"{FIRST[index % len(FIRST)]} {LAST[index // len(FIRST) % len(LAST)]}"
    beyond = index // (len(FIRST) * len(LAST))
    return Student(
        name=f"{name} {_roman(beyond)}".strip(),
        number=f"00{700123 + index}",
        email=f"pupil{index}.made.up@example.org",
        login=f"mkup{index:05d}",
        lms=str(340000 + index),
    )


def pupils(count: int, *, seed: int = 0, julia_too: bool = False) -> list[Pupil]:
    """Return a class: a third wrong, a tenth Julia or notebooks, some odd, hostile, written or nothing."""
    chance = random.Random(seed)
    right, wrong = _code("right"), [*_code("wrong"), *sorted((ROOT / "reference/misconceptions").iterdir())]
    kinds: list[tuple[str, int, Callable[[], tuple[Files, ...]]]] = [
        ("right", 38, lambda: (_handed_in(chance.choice(right)),)),
        ("wrong", 33, lambda: (_handed_in(chance.choice(wrong)),)),
        ("notebook", 5, lambda: (_handed_in(chance.choice(_code("right", (".ipynb",)))),)),
        ("julia", 5 * julia_too, lambda: (_handed_in(chance.choice(_code("right", (".jl",)))),)),
        ("whole", 5, lambda: (_handed_in(ROOT / "reference"),)),
        ("resubmitted", 4, lambda: (_handed_in(chance.choice(wrong)), _handed_in(chance.choice(right)))),
        ("odd", 3, lambda: (_handed_in(FOLDER / "odd" / "wrong_name"),)),
        ("hostile", 2, lambda: (_handed_in(FOLDER / "hostile" / chance.choice(HOSTILE)),)),
        ("scan", 2, lambda: (_handed_in(FOLDER / "right/np_randn.py") | {"derivations.pdf": b"%PDF-1.4\n"},)),
        ("nothing", 3, lambda: ()),
    ]
    names = [name for name, share, _ in kinds for _ in range(share)]
    made = {name: make for name, _, make in kinds}
    every = [name for name, share, _ in kinds if share]
    chosen = [every[i] if i < len(every) else chance.choice(names) for i in range(count)]
    return [Pupil(person(i), made[kind](), kind) for i, kind in enumerate(chosen)]


def _code(kind: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    return sorted(path for path in (FOLDER / kind).iterdir() if path.suffix in suffixes)


def _handed_in(path: Path) -> Files:
    """Return a known submission's files as a student hands them in: its code is called vae."""
    if path.is_file():
        return {f"vae{path.suffix}" if path.suffix in CODE else path.name: path.read_bytes()}
    if path == ROOT / "reference":
        return {n: (path / n).read_bytes() for n in ("vae.py", "derivations.tex", "short_answers.md")}
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def _roman(number: int) -> str:
    """Return a number in letters, so that no two names of a large class are the same."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


JULIA = julia.installed()
