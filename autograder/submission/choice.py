"""Which of the files handed in is graded, or why none can be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from autograder.submission import notebook
from autograder.submission.code import CODE, JULIA, Submission
from autograder.submission.files import Files, SubmissionError, name_list
from autograder.submission.preparation import PACKAGE, prepare

TEXT_SUFFIXES = (".tex", ".md", ".pdf", ".jpg", ".jpeg", ".png")  # never code
TEXT_NOTEBOOKS = ("derivations", "short_answers")  # the names of those that are no code either
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")
COPY = re.compile(
    r" ?(\(\d+\)| - Copy| copy( \d+)?)(?=\.\w+\Z)"
)  # what systems add to the name of a second file
TEMPLATE_LINE = b' is not written yet")'  # what each function of the template raises
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
        if suffix in TEXT_SUFFIXES:
            raise SubmissionError(f"There is no {expected} beside {name_list([name])}.")
        if suffix == JULIA and not julia:
            raise SubmissionError(_other_language(name, expected, suffix))
        expected = _target([name], expected, julia=julia)
        return prepare(((expected, content),), expected)
    names = [name for name, _ in files]
    expected = _target([*names, *others], expected, julia=julia)
    if expected in others:
        raise SubmissionError(f"{expected} is a link or no regular file. Hand in the file itself.")
    expected = _own_work(dict(files), expected)
    main, note = choose(names, expected)
    if copies := [n for n in names if n != main and COPY.sub("", n) == main]:
        note = f"{note} Graded {name_list([main])}, not {name_list(copies)}.".strip()
    if (other := str(PurePosixPath(main).with_suffix(notebook.SUFFIX))) in names and other != main:
        note = f"{note} Graded {name_list([main])}, not {name_list([other])}.".strip()
    if others:
        note = f"{note} Left out, as links or no regular files: {name_list([*others])}.".strip()
    return prepare(files, main, note)


def _own_work(content: dict[str, bytes], expected: str) -> str:
    """Return the name of the notebook beside an expected file that is still the template, else the file's."""
    other = str(PurePosixPath(expected).with_suffix(notebook.SUFFIX))
    text = content.get(expected, b"")
    is_template = 0 < text.count(b"\ndef ") == text.count(TEMPLATE_LINE)
    return other if is_template and other in content else expected


def choose(names: list[str], expected: str) -> tuple[str, str]:
    """Return the file to grade and a note to the student, or say why there is none."""
    if expected in names:
        return expected, ""
    package = f"{PurePosixPath(expected).stem}/{PACKAGE}"
    if package in names:
        return package, f"Graded {package}."
    matches = [n for n in names if PurePosixPath(n).name == expected or n.endswith(f"/{package}")]
    if len(matches) == 1:
        return matches[
            0
        ], f"Graded {name_list(matches)}; next time hand in {expected} itself, not its folder."
    if matches:
        raise SubmissionError(f"Found {expected} more than once: {name_list(matches)}. Hand in one of them.")
    if not names:
        raise SubmissionError(f"No file was handed in. Hand in {expected}.")
    misnomers = [n for n in names if n.strip().lower().removesuffix(".txt") == expected.lower()]
    if misnomers:
        raise SubmissionError(
            f"There is no {expected}. Rename {name_list(misnomers)} to {expected} and hand it in again."
        )
    same = [n for n in names if n.lower().endswith(PurePosixPath(expected).suffix)]
    if not same and (archives := [n for n in names if n.lower().endswith(ARCHIVES)]):
        raise SubmissionError(
            f"There is no {expected}. Unpack {name_list(archives)} and hand in the files that are in it."
        )
    stems = {PurePosixPath(n).stem.lower(): n for n in same}
    stem = PurePosixPath(expected).stem.lower()
    near = difflib.get_close_matches(stem, stems, 1, 0.6) or [s for s in stems if stem in s]
    if near or len(same) == 1:
        name = stems[near[0]] if near else same[0]
        raise SubmissionError(
            f"There is no {expected}. Rename {name_list([name])} to {expected} and hand it in again."
        )
    for name in names:
        if (suffix := PurePosixPath(name).suffix.lower()) in OTHER_LANGUAGES:
            raise SubmissionError(_other_language(name, expected, suffix))
    raise SubmissionError(f"There is no {expected} among the files handed in: {name_list(names)}.")


def _other_language(name: str, expected: str, suffix: str) -> str:
    """Say that a file is in a language that is not graded."""
    return (
        f"There is no {expected}: {name_list([name])} is {OTHER_LANGUAGES[suffix]}, which cannot be graded "
        f"here. Hand in your functions in {expected}, written in Python with PyTorch or NumPy."
    )


def _target(names: list[str], expected: str, *, julia: bool) -> str:
    """Return the name to look for: that of another form where it is handed in and the Python file is not.

    What lies at the top counts before what lies in folders.
    """
    forms = {suffix: str(PurePosixPath(expected).with_suffix(suffix)) for suffix in (JULIA, notebook.SUFFIX)}
    if not julia:
        del forms[JULIA]
    candidates = {expected, *forms.values()}
    matches = candidates & set(names) or candidates & {PurePosixPath(name).name for name in names}
    if {expected, forms.get(JULIA)} <= matches:
        raise SubmissionError(f"Found both {expected} and {forms[JULIA]}. Hand in one of them.")
    suffixes = {path.suffix for name in names if (path := PurePosixPath(name)).stem not in TEXT_NOTEBOOKS}
    for suffix, name in forms.items():
        if expected not in matches and (name in matches or (not matches and _only(suffix, suffixes))):
            return name
    return expected


def _only(suffix: str, suffixes: set[str]) -> bool:
    """Whether all code that was handed in has a suffix; notebooks count where there is nothing else."""
    return suffix in suffixes and not suffixes & ({".py"} if suffix == JULIA else set(CODE))
