"""The code under judgement: its files, which of them is graded, and in which framework it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.submission.files import MAX_DEPTH, Files
from autograder.submission.framework import Framework
from autograder.submission.imports import imports

JULIA = ".jl"
CODE = (".py", JULIA)
MAX_SOURCE, MAX_SOURCES = 1 << 20, 4 << 20  # bytes of a file, and of all, in which imports are looked for
DEVICES = (b"cuda", b"mps", b"xpu", b"pin_memory")


@dataclass(frozen=True)
class Submission:
    """The submitted files as (path, content), and the path of the graded one.

    A graded notebook is held as Python, with the lines at which its cells begin. With `definitions_only`
    nothing is run of the graded file but what defines something. With `arrays` its functions are given
    NumPy's, although it imports PyTorch.
    """

    files: Files
    main: str
    note: str = ""
    cells: tuple[int, ...] = ()
    definitions_only: bool = False
    framework: Framework = "numpy"
    arrays: bool = False

    @cached_property
    def moves(self) -> bool:
        """Whether its Python speaks of another device, which the grader's machine does not have."""
        return self._says(*DEVICES)

    @property
    def machine(self) -> list[str]:
        """What staff should know of a machine that the code is written for, and that the grader's is not."""
        notes = {
            "it speaks of a graphics card: what moves numbers there left them where they are": self.moves,
            "torch.compile compiled nothing: it returned what it was given": self._says(b"torch.compile"),
        }
        return [note for note, holds in notes.items() if holds and self.framework == "torch"]

    def _says(self, *words: bytes) -> bool:
        return any(
            word in content
            for name, content in self.files
            if name.endswith(".py") or name == self.main
            for word in words
        )

    @cached_property
    def digest(self) -> str:
        """A hash of all names and contents: the submission's identity where the platform gives none."""
        state = hashlib.sha256()
        for name, content in self.files:
            state.update(f"{len(name)}:{name}:{len(content)}:".encode(errors="surrogateescape") + content)
        return state.hexdigest()


def framework(submission: Submission) -> Framework:
    """Julia by the file's name; PyTorch when it, or a module of the student's, imports torch."""
    if submission.main.endswith(JULIA):
        return "julia"
    sources, budget = dict(submission.files), MAX_SOURCES
    ahead, past = [submission.main], set[str]()
    while ahead and budget > 0:
        name = ahead.pop()
        if name in past or len(sources[name]) > MAX_SOURCE:
            continue
        past.add(name)
        budget -= len(sources[name])
        modules = {module for cell in _cells(submission, name) for module in imports(cell)}
        if any(module.partition(".")[0] == "torch" for module in modules):
            return "torch"
        ahead += {file for module in modules for file in _files(module, name) if file in sources}
    return "numpy"


def likely_framework(submission: Submission) -> Framework:
    """Julia by the file's name; PyTorch where its name is somewhere in the file; what is loaded decides."""
    if submission.main.endswith(JULIA):
        return "julia"
    return "torch" if b"torch" in dict(submission.files)[submission.main] else "numpy"


def _cells(submission: Submission, name: str) -> list[bytes]:
    """Return a file's content, cell by cell where it has any: one may not be Python."""
    content = dict(submission.files)[name]
    if name != submission.main or not submission.cells:
        return [content]
    lines = content.split(b"\n")
    ends = [*submission.cells[1:], len(lines) + 1]
    return [b"\n".join(lines[start - 1 : end - 1]) for start, end in zip(submission.cells, ends, strict=True)]


def _files(module: str, importer: str) -> Iterator[str]:
    """Yield the files that importing a module may run: `import a.b` runs a/__init__.py too."""
    names = [name for name in module.split(".", MAX_DEPTH) if name.isidentifier()][:MAX_DEPTH]
    # A relative import may climb.
    for base in PurePosixPath(importer).parents:
        for end in range(len(names)):
            here = base.joinpath(*names[: end + 1])
            yield f"{here}.py"
            yield str(here / "__init__.py")
