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
DEVICES = (b"cuda", b"mps", b"xpu", b"pin_memory")


@dataclass(frozen=True)
class Submission:
    """The submitted files as (path, content), and the path of the graded one.

    A graded notebook is held as Python, with the lines at which its cells begin. With `definitions_only`
    nothing is run of the graded file but what defines something.
    """

    files: Files
    main: str
    note: str = ""
    cells: tuple[int, ...] = ()
    definitions_only: bool = False

    @cached_property
    def framework(self) -> Framework:
        """Julia by the file's name; PyTorch when it, or a module of the student's, imports torch."""
        if self.main.endswith(JULIA):
            return "julia"
        sources = {PurePosixPath(name): content for name, content in self.files}
        waiting, seen = [PurePosixPath(self.main)], set[PurePosixPath]()
        while waiting:
            path = waiting.pop()
            if path in seen or path not in sources:
                continue
            seen.add(path)
            for module in self._imports(str(path), sources[path]):
                if module.partition(".")[0] == "torch":
                    return "torch"
                names = [name for name in module.split(".") if name.isidentifier()][:MAX_DEPTH]
                # `import a.b` runs a/__init__.py too; a relative import may climb.
                for base in path.parents:
                    for end in range(len(names)):
                        here = base.joinpath(*names[: end + 1])
                        waiting += [PurePosixPath(f"{here}.py"), here / "__init__.py"]
        return "numpy"

    def _imports(self, name: str, content: bytes) -> Iterator[str]:
        """Yield the modules that a file imports, cell by cell where it has any: one may not be Python."""
        if name != self.main or not self.cells:
            yield from imports(content)
            return
        lines = content.split(b"\n")
        for start, end in zip(self.cells, [*self.cells[1:], len(lines) + 1], strict=True):
            yield from imports(b"\n".join(lines[start - 1 : end - 1]))

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
