"""What was handed in: which files, which of them is graded, and in which framework it is written."""

from __future__ import annotations

import difflib
import hashlib
import io
import os
import stat
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from autograder.sandbox.warm import Framework

MAX_FILES = 1000
MAX_BYTES = 100 << 20
MAX_SOURCE = 1 << 20  # the part of a file in which imports are looked for
MAX_DEPTH = 20
IGNORED = ("__MACOSX", "__pycache__", ".git", ".ipynb_checkpoints", ".DS_Store")
OTHER_LANGUAGES = {
    ".jl": "Julia",
    ".ipynb": "a notebook",
    ".pdf": "a PDF",
    ".m": "MATLAB",
    ".r": "R",
}


class SubmissionError(Exception):
    """Nothing in the submission can be graded; the text tells the student what to change."""


@dataclass(frozen=True)
class Submission:
    """The submitted files as (path, content), and the path of the graded one."""

    files: tuple[tuple[str, bytes], ...]
    main: str
    note: str = ""

    @cached_property
    def framework(self) -> Framework:
        """PyTorch when the graded file, or a module of the student's it imports, imports torch."""
        sources = {PurePosixPath(name): content for name, content in self.files}
        waiting, seen = [PurePosixPath(self.main)], set[PurePosixPath]()
        while waiting:
            path = waiting.pop()
            if path in seen or path not in sources:
                continue
            seen.add(path)
            for module in imports(sources[path]):
                if module.partition(".")[0] == "torch":
                    return "torch"
                names = [name for name in module.split(".") if name.isidentifier()][:MAX_DEPTH]
                # `import a.b` runs a/__init__.py too; a relative import may climb.
                for base in path.parents:
                    for end in range(len(names)):
                        here = base.joinpath(*names[: end + 1])
                        waiting += [PurePosixPath(f"{here}.py"), here / "__init__.py"]
        return "numpy"

    @cached_property
    def digest(self) -> str:
        """A hash of all names and contents: the submission's identity where the platform gives none."""
        state = hashlib.sha256()
        for name, content in self.files:
            state.update(f"{len(name)}:{name}:{len(content)}:".encode(errors="surrogateescape") + content)
        return state.hexdigest()


def read(path: Path, expected: str) -> Submission:
    """Read a submitted folder, or a single file in place of the expected one.

    Raises SubmissionError when there is nothing to grade, and OSError when the path cannot be read.
    """
    if not path.is_dir():
        submission = Submission(((expected, _content(path)),), expected)
    else:
        files = tuple(_contents(path, sorted(_walk(path))))
        main, note = choose([name for name, _ in files], expected)
        # A zipped folder is one folder deeper: its own folder is what its imports are relative to.
        folder = f"{PurePosixPath(main).parent}/"
        inside = (
            files
            if "/" not in main
            else tuple((n.removeprefix(folder), c) for n, c in files if n.startswith(folder))
        )
        submission = Submission(inside, PurePosixPath(main).name, note)
    content = dict(submission.files)[submission.main]
    if not content.strip():
        raise SubmissionError(f"{submission.main} is empty. Hand in the file with your functions in it.")
    if b"\0" in content:
        raise SubmissionError(
            f"{submission.main} holds null bytes, so Python cannot read it. Save it as UTF-8 text and hand "
            "it in again."
        )
    return submission


def choose(names: list[str], expected: str) -> tuple[str, str]:
    """Return the file to grade and a note to the student, or say why there is none."""
    if expected in names:
        return expected, ""
    nested = [n for n in names if PurePosixPath(n).name == expected]
    if len(nested) == 1:
        return nested[0], f"Graded {_listed(nested)}; next time hand in {expected} itself, not its folder."
    if nested:
        raise SubmissionError(f"Found {expected} more than once: {_listed(nested)}. Hand in one of them.")
    if not names:
        raise SubmissionError(f"No file was handed in. Hand in {expected}.")
    python = [n for n in names if n.lower().endswith(".py")]
    stems = {PurePosixPath(n).stem.lower(): n for n in python}
    stem = PurePosixPath(expected).stem.lower()
    near = difflib.get_close_matches(stem, stems, 1, 0.6) or [s for s in stems if stem in s]
    if near or len(python) == 1:
        name = stems[near[0]] if near else python[0]
        raise SubmissionError(
            f"There is no {expected}. Rename {_listed([name])} to {expected} and hand it in again."
        )
    for name in names:
        if kind := OTHER_LANGUAGES.get(PurePosixPath(name).suffix.lower()):
            raise SubmissionError(
                f"There is no {expected}: {_listed([name])} is {kind}, which cannot be graded here. "
                f"Hand in your functions in {expected}, written in Python with PyTorch or NumPy."
            )
    raise SubmissionError(f"There is no {expected} among the files handed in: {_listed(names)}.")


def imports(source: bytes) -> Iterator[str]:
    """Yield the names of the modules that Python source imports, without parsing or running it.

    A tokenizer, because the parser can be driven out of stack by a hostile file.
    """
    statement: list[str] = []
    try:
        for token in tokenize.tokenize(io.BytesIO(source[:MAX_SOURCE]).readline):
            if token.type in (tokenize.NAME, tokenize.OP) and token.string not in (";", ":"):
                statement.append(token.string)
            elif token.type in (tokenize.NEWLINE, tokenize.OP):
                yield from _imported(statement)
                statement = []
    except (tokenize.TokenError, SyntaxError, ValueError, LookupError):
        pass
    yield from _imported(statement)


def _imported(statement: list[str]) -> Iterator[str]:
    """Yield the modules of one statement's tokens: `import a.b, c as d` or `from a.b import c`."""
    if statement[:1] == ["from"] and "import" in statement:
        at = statement.index("import")
        module = "".join(statement[1:at])
        yield module
        yield from (f"{module}.{name}" for name in statement[at + 1 :] if name.isidentifier())
    elif statement[:1] == ["import"]:
        for part in "".join(f" {t} " if t in ("as", ",") else t for t in statement[1:]).split(","):
            yield part.split(" as ")[0].strip()


def _walk(folder: Path, depth: int = 0, prefix: str = "") -> list[str]:
    """Return the relative paths of the regular files, or say what makes the folder too large."""
    names: list[str] = []
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.name in IGNORED or entry.name.startswith("._"):
            continue
        if entry.is_dir(follow_symlinks=False) and depth < MAX_DEPTH:
            names += _walk(Path(entry.path), depth + 1, f"{prefix}{entry.name}/")
        elif entry.is_file(follow_symlinks=False):
            names.append(prefix + entry.name)
        if len(names) > MAX_FILES:
            raise SubmissionError(f"More than {MAX_FILES} files were handed in. Hand in only your own code.")
    return names


def _contents(folder: Path, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files with their contents, or say that they are too large together."""
    left = MAX_BYTES
    for name in names:
        content = _content(folder / name, left)
        left -= len(content)
        yield name, content


def _content(path: Path, left: int = MAX_BYTES) -> bytes:
    """Read a regular file, never through a link, unless it is larger than what is left."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(f"{_listed([path.name])} is not a regular file.")
        if status.st_size > left:
            raise SubmissionError(
                f"More than {MAX_BYTES >> 20} MB were handed in, with {_listed([path.name])} of "
                f"{status.st_size / (1 << 20):.1f} MB. Leave out data and trained models."
            )
        return file.read(left)


def _listed(names: list[str]) -> str:
    shown = ", ".join("".join(c if c.isprintable() else "�" for c in n)[:80] for n in names[:5])
    return shown + (f" and {len(names) - 5} more" if len(names) > 5 else "")
