"""Which of the files handed in is graded, or why none can be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from autograder.submission import listings, magics, notebook
from autograder.submission.code import CODE, JULIA, Submission
from autograder.submission.encodings import readable
from autograder.submission.files import Files, SubmissionError, listed
from autograder.submission.imports import imports

PACKAGE = "__init__.py"
MAX_SOURCE = 1 << 20  # the part of a file in which words are counted
SAMPLING = re.compile(rb"(?i)reparam|rsample|randn|normal\(|sample|gauss|MvNormal|epsilon")
WRITTEN = (".tex", ".md", ".pdf", ".jpg", ".jpeg", ".png")  # never code
WRITTEN_NOTEBOOKS = ("derivations", "short_answers")  # the names of those that are no code either
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")
COPY = re.compile(
    r" ?(\(\d+\)| - Copy| copy( \d+)?)(?=\.\w+\Z)"
)  # what systems add to the name of a second file
UNTOUCHED = b' is not written yet")'  # what each function of the template raises
OTHER_LANGUAGES = {
    JULIA: "Julia",
    ".pdf": "a PDF",
    ".m": "MATLAB",
    ".r": "R",
}


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
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in WRITTEN:
            raise SubmissionError(f"There is no {expected} beside {listed([name])}.")
        if suffix == JULIA and not julia:
            raise SubmissionError(_other_language(name, expected, suffix))
        expected = _expected([name], expected, julia=julia)
        return _readable(Submission(((expected, content),), expected))
    names = [name for name, _ in files]
    expected = _expected([*names, *others], expected, julia=julia)
    if expected in others:
        raise SubmissionError(f"{expected} is a link or no regular file. Hand in the file itself.")
    expected = _written(dict(files), expected)
    main, note = choose(names, expected)
    if copies := [n for n in names if n != main and COPY.sub("", n) == main]:
        note = f"{note} Graded {listed([main])}, not {listed(copies)}.".strip()
    if (unread := str(PurePosixPath(main).with_suffix(notebook.SUFFIX))) in names and unread != main:
        note = f"{note} Graded {listed([main])}, not {listed([unread])}.".strip()
    if others:
        note = f"{note} Left out, as links or no regular files: {listed([*others])}.".strip()
    # A zipped folder is one folder deeper: its own folder is what its imports are relative to.
    above = f"{root}/" if (root := _root(main, dict(files)[main])) != PurePosixPath() else ""
    inside = tuple((name.removeprefix(above), content) for name, content in files if name.startswith(above))
    return _readable(Submission(inside, main.removeprefix(above), note))


def find_submission(files: Files, others: Sequence[str], *, julia: bool) -> Submission:
    """Return what is graded in open form: of all code handed in, the file that speaks most of sampling.

    Code may be in files and notebooks of any name, and in the listings of a text.
    Raises SubmissionError where there is none.
    """
    content = dict(files)
    codes = {name: text for name, text in content.items() if name.endswith((*CODE, notebook.SUFFIX))}
    texts = {name: text for name, text in content.items() if name.lower().endswith(listings.SUFFIXES)}
    wanted = {name: text for name, text in codes.items() if julia or not name.endswith(JULIA)}
    if wanted:
        main = max(sorted(wanted), key=lambda name: _speaks_of_sampling(wanted[name]))
        above = f"{root}/" if (root := _root(main, content[main])) != PurePosixPath() else ""
        inside = tuple((name.removeprefix(above), text) for name, text in files if name.startswith(above))
        return _readable(Submission(inside, main.removeprefix(above)))
    for name in sorted(texts, key=lambda name: -_speaks_of_sampling(texts[name])):
        read_as = listings.listings(name, readable(texts[name])[0])
        if read_as and (julia or read_as.suffix != JULIA):
            main = name if read_as.suffix != JULIA else f"{name}{JULIA}"
            kept = {**content, main: read_as.source.encode()}
            note = f"Graded the code in {listed([name])}."
            return Submission(tuple(kept.items()), main, note, read_as.starts)
    if not content:
        raise SubmissionError("No file was handed in. Hand in a file with your function in it.")
    shown = listed([*content, *others])
    raise SubmissionError(f"There is no code in Python or Julia among the files handed in: {shown}.")


def _speaks_of_sampling(content: bytes) -> int:
    return len(SAMPLING.findall(content[:MAX_SOURCE]))


def _written(content: dict[str, bytes], expected: str) -> str:
    """Return the name of the notebook beside an expected file that is still the template, else the file's."""
    other = str(PurePosixPath(expected).with_suffix(notebook.SUFFIX))
    text = content.get(expected, b"")
    untouched = 0 < text.count(b"\ndef ") == text.count(UNTOUCHED)
    return other if untouched and other in content else expected


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
            files[name], left = magics.plain(files[name])
            notes += [f"Left out of {listed([name])}, as no Python: {listed(left)}."] if left else []
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
    package = f"{PurePosixPath(expected).stem}/{PACKAGE}"
    if package in names:
        return package, f"Graded {package}."
    nested = [n for n in names if PurePosixPath(n).name == expected or n.endswith(f"/{package}")]
    if len(nested) == 1:
        return nested[0], f"Graded {listed(nested)}; next time hand in {expected} itself, not its folder."
    if nested:
        raise SubmissionError(f"Found {expected} more than once: {listed(nested)}. Hand in one of them.")
    if not names:
        raise SubmissionError(f"No file was handed in. Hand in {expected}.")
    disguised = [n for n in names if n.strip().lower().removesuffix(".txt") == expected.lower()]
    if disguised:
        raise SubmissionError(
            f"There is no {expected}. Rename {listed(disguised)} to {expected} and hand it in again."
        )
    same = [n for n in names if n.lower().endswith(PurePosixPath(expected).suffix)]
    if not same and (archives := [n for n in names if n.lower().endswith(ARCHIVES)]):
        raise SubmissionError(
            f"There is no {expected}. Unpack {listed(archives)} and hand in the files that are in it."
        )
    stems = {PurePosixPath(n).stem.lower(): n for n in same}
    stem = PurePosixPath(expected).stem.lower()
    near = difflib.get_close_matches(stem, stems, 1, 0.6) or [s for s in stems if stem in s]
    if near or len(same) == 1:
        name = stems[near[0]] if near else same[0]
        raise SubmissionError(
            f"There is no {expected}. Rename {listed([name])} to {expected} and hand it in again."
        )
    for name in names:
        if (suffix := PurePosixPath(name).suffix.lower()) in OTHER_LANGUAGES:
            raise SubmissionError(_other_language(name, expected, suffix))
    raise SubmissionError(f"There is no {expected} among the files handed in: {listed(names)}.")


def _other_language(name: str, expected: str, suffix: str) -> str:
    """Say that a file is in a language that is not graded."""
    return (
        f"There is no {expected}: {listed([name])} is {OTHER_LANGUAGES[suffix]}, which cannot be graded "
        f"here. Hand in your functions in {expected}, written in Python with PyTorch or NumPy."
    )


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
