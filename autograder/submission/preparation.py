"""The files that are graded, in UTF-8 and as Python, below the folder that their imports are relative to."""

from __future__ import annotations

from pathlib import PurePosixPath

from autograder.submission import magics, notebook
from autograder.submission.code import CODE, JULIA, Submission
from autograder.submission.encodings import readable
from autograder.submission.files import Files, SubmissionError, name_list
from autograder.submission.imports import imports

PACKAGE = "__init__.py"


def prepare(files: Files, main: str, note: str = "") -> Submission:
    """Return the submission whose main file is one of `files`.

    Raises SubmissionError where that cannot be read, or holds nothing.
    """
    # A zipped folder is one folder deeper: its own folder is what its imports are relative to.
    above = f"{root}/" if (root := _root(main, dict(files)[main])) != PurePosixPath() else ""
    inside = tuple((name.removeprefix(above), content) for name, content in files if name.startswith(above))
    return _readable(Submission(inside, main.removeprefix(above), note))


def _root(main: str, content: bytes) -> PurePosixPath:
    """Return the folder whose files a file can import: its own, or the one to which its imports climb.

    `from ..losses import kl` climbs one folder up. That of a package is the one that the package is in.
    """
    climbs = max([1, *(len(module) - len(module.lstrip(".")) for module in imports(content))]) - 1
    climbs += PurePosixPath(main).name == PACKAGE
    parents = PurePosixPath(main).parents
    return parents[min(climbs, len(parents) - 1)]


def _readable(submission: Submission) -> Submission:
    """Return a submission with its code in UTF-8, and a graded notebook as Python; or say what is wrong."""
    main, notes, files = submission.main, [submission.note], dict(submission.files)
    cells: tuple[int, ...] = ()
    for name, content in submission.files:
        if name.endswith(CODE):
            files[name], encoding = readable(content)
            if encoding and name == main:
                notes.append(f"{main} was saved as {encoding} and read as that; UTF-8 is safer.")
        if name.endswith(".py"):
            files[name], remnants = magics.plain(files[name])
            notes += (
                [f"Left out of {name_list([name])}, as no Python: {name_list(remnants)}."] if remnants else []
            )
    if main.endswith(notebook.SUFFIX) and files[main].strip():
        code = notebook.read(main, files[main])
        files[main], cells = code.source.encode(errors="replace"), code.starts
        notes.append(code.note)
    if not files[main].strip():
        raise SubmissionError(f"{main} is empty. Hand in the file with your functions in it.")
    if b"\0" in files[main]:
        language = "Julia" if main.endswith(JULIA) else "Python"
        raise SubmissionError(
            f"{main} holds null bytes, so {language} cannot read it. Save it as UTF-8 text and hand it in "
            "again."
        )
    return Submission(tuple(files.items()), main, "\n".join(filter(None, notes)), cells)
