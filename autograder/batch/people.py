"""Students as an LMS names them: text only, so that 00123 keeps its zeros and No stays a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from autograder.errors import CommandError

# Control characters, and those that turn text round.
UNSAFE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class BatchError(CommandError):
    """The class cannot be graded as it was asked for; the text names what is in the way and the remedy."""


@dataclass(frozen=True)
class Student:
    """One student, by whatever the LMS gives: each may be empty, one of them is not.

    `number` is the university's number, `login` a user name, `lms` the platform's own number of the student,
    `group` the group that a roster puts the student in.
    """

    name: str = ""
    number: str = ""
    email: str = ""
    login: str = ""
    lms: str = ""
    group: str = ""

    @property
    def key(self) -> str:
        """What tells this student from the others: the most lasting of what is known."""
        return self.number or self.email or self.login or self.lms or self.name

    @property
    def handles(self) -> tuple[str, ...]:
        """Every identifier but the name, in a form that compares."""
        return tuple(canonical(text) for text in (self.number, self.email, self.login, self.lms) if text)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that could tell somebody who this is."""
        return tuple(text for text in (self.name, self.number, self.email, self.login, self.lms) if text)


def clean(text: str) -> str:
    """Return a name in composed form (NFC), without what cannot be seen, and with single spaces."""
    return " ".join(UNSAFE.sub("", unicodedata.normalize("NFC", text)).split())


def canonical(text: str) -> str:
    """Return a text such that two ways to write one name are equal."""
    return clean(text).casefold()


def slug(name: str) -> str:
    """Return a name as Canvas writes it into the name of a file: lower case, letters and digits alone."""
    return re.sub(r"\W", "", canonical(name))


def sortable(name: str) -> str:
    """Return "Last, First" for "First Last"; a name with a comma is sortable already."""
    first, _, last = name.rpartition(" ")
    return name if "," in name or not first else f"{last}, {first}"
