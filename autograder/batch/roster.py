"""Who should be there: a CSV of any LMS, read as text by the names of its columns."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from autograder.batch.people import BatchError, Student, canonical, clean, slug, sortable

# The columns of gradebooks and rosters, by what they say of a student.
COLUMNS = {
    "name": ("student", "name", "full name", "student name", "roster_identifier"),
    "first": ("first name", "firstname"),
    "last": ("last name", "lastname", "surname"),
    "number": ("sid", "sis user id", "student id", "orgdefinedid", "id number", "number"),
    "email": ("email", "email address", "e-mail"),
    "login": ("sis login id", "username", "login", "github_username"),
    "group": ("group", "group name", "group_name", "team"),
    "lms": ("id", "identifier", "canvas id", "user id"),
}
MAX_ROSTER = 64 << 20


def read_text(path: Path) -> tuple[str, str]:
    """Return a CSV's text and its encoding: UTF-8, with a mark or not, UTF-16, or what Windows writes."""
    with path.open("rb") as file:
        content = file.read(MAX_ROSTER)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16"), "utf-16"
    for encoding in ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeError:
            continue
    return content.decode("latin-1"), "latin-1"


def delimiter(text: str) -> str:
    """Return what parts the columns of a CSV: whichever its first line has more of."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def load(path: Path) -> list[Student]:
    """Read a roster; BatchError where its columns do not say who a student is."""
    try:
        text, _ = read_text(path)
    except OSError as error:
        raise BatchError(f"{path.name}: cannot be read ({error.strerror}).") from error
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter(text)))
    if not rows:
        raise BatchError(f"{path.name}: is empty. Give a CSV with one student a line.")
    places = columns(rows[0])
    if not places:
        raise BatchError(f"{path.name}: none of its columns, {', '.join(rows[0])}, says who a student is.")
    return [s for row in rows[1:] if (s := student(row, places)) and not is_no_student(s)]


def columns(header: list[str]) -> dict[str, int]:
    """Return where the header of a CSV has what COLUMNS names."""
    names = [canonical(cell) for cell in header]
    return {
        key: names.index(match)
        for key, titles in COLUMNS.items()
        if (match := next((title for title in titles if title in names), ""))
    }


def student(row: list[str], places: dict[str, int]) -> Student | None:
    """Return the student of a line, or None where it names none."""
    cell = {key: clean(row[at]) for key, at in places.items() if at < len(row)}
    parts = [cell.pop("first", ""), cell.pop("last", "")]
    name = cell.pop("name", "") or " ".join(filter(None, parts))
    cell["number"] = cell.get("number", "").removeprefix("#")  # Brightspace's mark of a text
    cell["lms"] = cell.get("lms", "").removeprefix("Participant ")  # Moodle's
    person = Student(name=name, **cell)
    return person if person.key else None


def is_no_student(person: Student) -> bool:
    """Whether a line is Canvas' "Points Possible" or its test student."""
    return canonical(person.name) in ("points possible", "student, test", "test student")


class Directory:
    """Finds students again, by number, mail, login or the LMS's number, else by a name that one alone has."""

    def __init__(self, students: list[Student]) -> None:
        self.students = students
        self._by_handle: dict[str, set[Student]] = {}
        self._by_name: dict[str, set[Student]] = {}
        for one in students:
            for handle in one.handles:
                self._by_handle.setdefault(handle, set()).add(one)
            for name in names_of(one):
                self._by_name.setdefault(name, set()).add(one)

    def find(self, person: Student) -> Student | None:
        """Return the student of the directory, or None where none or several could be meant."""
        for handle in person.handles:
            if len(matches := self._by_handle.get(handle, set())) == 1:
                return next(iter(matches))
        for name in names_of(person):
            if len(matches := self._by_name.get(name, set())) == 1:
                return next(iter(matches))
        # A folder or a file is often called by the login, or by the first part of the mail address.
        local = canonical(person.key)
        matches = {one for one in self.students if local and local == canonical(one.email).partition("@")[0]}
        return matches.pop() if len(matches) == 1 else None


def names_of(one: Student) -> list[str]:
    """Return the ways in which a student's name is written: as it is, and slug as Canvas does."""
    texts = [one.name] if one.name else [one.login]
    return [way for text in texts if text for way in (canonical(text), slug(sortable(text)), slug(text))]
