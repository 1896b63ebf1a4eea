"""Which of the files handed in is graded in open form, where no name is expected."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.submission import listings, notebook
from autograder.submission.code import CODE, JULIA, Submission
from autograder.submission.encodings import readable
from autograder.submission.files import Files, SubmissionError, name_list
from autograder.submission.preparation import prepare

MAX_SOURCE = 1 << 20  # the part of a file in which words are counted
SAMPLING = re.compile(rb"(?i)reparam|rsample|randn|normal\(|sample|gauss|MvNormal|epsilon")


def find_submission(files: Files, others: Sequence[str], *, julia: bool) -> Submission:
    """Return what is graded in open form: of all code handed in, the file that speaks most of sampling.

    Code may be in files and notebooks of any name, and in the listings of a text.
    Raises SubmissionError where there is none.
    """
    content = dict(files)
    codes = {name: text for name, text in content.items() if name.endswith((*CODE, notebook.SUFFIX))}
    texts = {name: text for name, text in content.items() if name.lower().endswith(listings.SUFFIXES)}
    sources = {name: text for name, text in codes.items() if julia or not name.endswith(JULIA)}
    if sources:
        main = max(sorted(sources), key=lambda name: _speaks_of_sampling(sources[name]))
        return prepare(files, main)
    for name in sorted(texts, key=lambda name: -_speaks_of_sampling(texts[name])):
        code = listings.listings(name, readable(texts[name])[0])
        if code and (julia or code.suffix != JULIA):
            main = name if code.suffix != JULIA else f"{name}{JULIA}"
            contents = {**content, main: code.source.encode()}
            note = f"Graded the code in {name_list([name])}."
            return Submission(tuple(contents.items()), main, note, code.starts)
    if not content:
        raise SubmissionError("No file was handed in. Hand in a file with your function in it.")
    names = name_list([*content, *others])
    raise SubmissionError(f"There is no code in Python or Julia among the files handed in: {names}.")


def _speaks_of_sampling(content: bytes) -> int:
    return len(SAMPLING.findall(content[:MAX_SOURCE]))
