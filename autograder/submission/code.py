"""What was handed in: which files, which of them is graded, and in which framework it is written."""

from __future__ import annotations

import difflib
import hashlib
import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from autograder.submission import notebook
from autograder.submission.encodings import readable
from autograder.submission.files import MAX_DEPTH, Files, SubmissionError, listed
from autograder.submission.framework import Framework

JULIA = ".jl"
CODE = (".py", JULIA)
MAX_SOURCE = 1 << 20  # the part of a file in which imports are looked for
WRITTEN = (".tex", ".md", ".pdf", ".jpg", ".jpeg", ".png")  # never code
WRITTEN_NOTEBOOKS = ("derivations", "short_answers")  # the names of those that are no code either
OTHER_LANGUAGES = {
    JULIA: "Julia",
    ".pdf": "a PDF",
    ".m": "MATLAB",
    ".r": "R",
}


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
    def digest(self) -> str:
        """A hash of all names and contents: the submission's identity where the platform gives none."""
        state = hashlib.sha256()
        for name, content in self.files:
            state.update(f"{len(name)}:{name}:{len(content)}:".encode(errors="surrogateescape") + content)
        return state.hexdigest()


def choose_submission(
    files: Files, others: Sequence[str], expected: str, *, julia: bool, is_single: bool
) -> Submission:
    """Return what is graded of the files handed in.

    A notebook, or with `julia` a Julia file, may take the place of the expected file; a single file is taken
    for it, unless it is no code. `others` are names of what is no regular file.
    Raises SubmissionError when there is nothing to grade.
    """
    if is_single:
        ((name, content),) = files
        if PurePosixPath(name).suffix.lower() in WRITTEN:
            raise SubmissionError(f"There is no {expected} beside {listed([name])}.")
        expected = _expected([name], expected, julia=julia)
        return _readable(Submission(((expected, content),), expected))
    names = [name for name, _ in files]
    expected = _expected([*names, *others], expected, julia=julia)
    if expected in others:
        raise SubmissionError(f"{expected} is a link or no regular file. Hand in the file itself.")
    main, note = choose(names, expected)
    if (unread := str(PurePosixPath(main).with_suffix(notebook.SUFFIX))) in names and unread != main:
        note = f"{note} Graded {listed([main])}, not {listed([unread])}.".strip()
    if others:
        note = f"{note} Left out, as links or no regular files: {listed([*others])}.".strip()
    # A zipped folder is one folder deeper: its own folder is what its imports are relative to.
    folder = f"{PurePosixPath(main).parent}/"
    inside = (
        files
        if "/" not in main
        else tuple((n.removeprefix(folder), c) for n, c in files if n.startswith(folder))
    )
    return _readable(Submission(inside, PurePosixPath(main).name, note))


def _readable(submission: Submission) -> Submission:
    """Return a submission with its code in UTF-8, and a graded notebook as Python; or say what is wrong."""
    main, notes, files = submission.main, [submission.note], dict(submission.files)
    cells: tuple[int, ...] = ()
    for name, content in submission.files:
        if name.endswith(CODE):
            files[name], encoding = readable(content)
            if encoding and name == main:
                notes.append(f"{main} was saved as {encoding} and read as that; UTF-8 is safer.")
    if main.endswith(notebook.SUFFIX) and files[main].strip():
        read_as = notebook.read(main, files[main])
        files[main], cells = read_as.source.encode(errors="replace"), read_as.starts
        notes.append(read_as.note)
    if not files[main].strip():
        raise SubmissionError(f"{main} is empty. Hand in the file with your functions in it.")
    if b"\0" in files[main]:
        language = "Julia" if main.endswith(JULIA) else "Python"
        raise SubmissionError(
            f"{main} holds null bytes, so {language} cannot read it. Save it as UTF-8 text and hand it in "
            "again."
        )
    return Submission(tuple(files.items()), main, "\n".join(filter(None, notes)), cells)


def choose(names: list[str], expected: str) -> tuple[str, str]:
    """Return the file to grade and a note to the student, or say why there is none."""
    if expected in names:
        return expected, ""
    nested = [n for n in names if PurePosixPath(n).name == expected]
    if len(nested) == 1:
        return nested[0], f"Graded {listed(nested)}; next time hand in {expected} itself, not its folder."
    if nested:
        raise SubmissionError(f"Found {expected} more than once: {listed(nested)}. Hand in one of them.")
    if not names:
        raise SubmissionError(f"No file was handed in. Hand in {expected}.")
    same = [n for n in names if n.lower().endswith(PurePosixPath(expected).suffix)]
    stems = {PurePosixPath(n).stem.lower(): n for n in same}
    stem = PurePosixPath(expected).stem.lower()
    near = difflib.get_close_matches(stem, stems, 1, 0.6) or [s for s in stems if stem in s]
    if near or len(same) == 1:
        name = stems[near[0]] if near else same[0]
        raise SubmissionError(
            f"There is no {expected}. Rename {listed([name])} to {expected} and hand it in again."
        )
    for name in names:
        if kind := OTHER_LANGUAGES.get(PurePosixPath(name).suffix.lower()):
            raise SubmissionError(
                f"There is no {expected}: {listed([name])} is {kind}, which cannot be graded here. "
                f"Hand in your functions in {expected}, written in Python with PyTorch or NumPy."
            )
    raise SubmissionError(f"There is no {expected} among the files handed in: {listed(names)}.")


def _expected(names: list[str], expected: str, *, julia: bool) -> str:
    """Return the name to look for: that of another form where it is handed in and the Python file is not.

    What lies at the top counts before what lies in folders.
    """
    forms = {suffix: str(PurePosixPath(expected).with_suffix(suffix)) for suffix in (JULIA, notebook.SUFFIX)}
    if not julia:
        del forms[JULIA]
    wanted = {expected, *forms.values()}
    named = wanted & set(names) or wanted & {PurePosixPath(name).name for name in names}
    if {expected, forms.get(JULIA)} <= named:
        raise SubmissionError(f"Found both {expected} and {forms[JULIA]}. Hand in one of them.")
    suffixes = {path.suffix for name in names if (path := PurePosixPath(name)).stem not in WRITTEN_NOTEBOOKS}
    for suffix, name in forms.items():
        if expected not in named and (name in named or (not named and _only(suffix, suffixes))):
            return name
    return expected


def _only(suffix: str, suffixes: set[str]) -> bool:
    """Whether all code that was handed in has a suffix; notebooks count where there is nothing else."""
    return suffix in suffixes and not suffixes & ({".py"} if suffix == JULIA else set(CODE))


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
