"""What the verb leaves for people: marks, gradebooks, feedback, work; and no name that was not asked for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.batch.outputs import cells
from autograder.batch.records.states import STATES
from autograder.cli import main
from autograder.commands.batch import PUBLIC_SALT
from autograder.course.assignment import load
from autograder.grading import not_graded
from autograder.paths import ROOT
from autograder.staff.bundle.course_file import with_salt
from tests.support import exports, stubs
from tests.support.pupils import Pupil, pupils

BLANK = not_graded(load(ROOT / "assignment.toml"), "").results
CLASS = pupils(12, seed=3)


def batch(source: Path, out: Path, *options: str | Path) -> Result:
    """Run the verb."""
    return CliRunner().invoke(main, ["batch", str(source), "--out", str(out), *map(str, options)])


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The verb grades with the stub."""
    return stubs.install(monkeypatch, tmp_path, BLANK)


def rows(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
    """Read a CSV."""
    text = path.read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def signed(pupil: Pupil) -> Pupil:
    """Return a pupil who writes every identifier into the file, as students do."""
    one = pupil.student
    text = f"# {one.name}, {one.number} <{one.email}>\n# {one.name.upper()}\n".encode()
    return Pupil(one, tuple({n: text + c for n, c in v.items()} for v in pupil.versions), pupil.kind)


@pytest.mark.parametrize("names", [False, True])
@pytest.mark.usefixtures("stub")
def test_no_file_names_a_student_unless_asked(names: bool, tmp_path: Path) -> None:
    """Neither by name, number, mail nor login: in no file's name or content, whatever students write."""
    people = [signed(pupil) for pupil in CLASS]
    source, known = exports.moodle(people, tmp_path), exports.roster(people, tmp_path)
    done = batch(source, tmp_path / "out", "--roster", known, *(["--names"] if names else []))
    assert done.exit_code in (0, 1), done.output
    shown = [f"{p}\n" + p.read_bytes().decode(errors="replace") for p in files(tmp_path / "out")]
    texts = {text.casefold() for pupil in CLASS for text in pupil.student.texts if len(text) > 3}
    named = {text for text in texts if any(text in one.casefold() for one in shown)}
    assert bool(named) == names, named
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "out", tmp_path / "out.key")} == {0}


def files(folder: Path) -> list[Path]:
    """Return all files below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("layout", ["canvas", "moodle", "blackboard", "brightspace", "gradescope"])
@pytest.mark.usefixtures("stub")
def test_a_gradebook_gets_marks_in_its_own_column_alone(layout: str, tmp_path: Path) -> None:
    """Whoever has no mark keeps the cell as it was; leading zeros and the encoding stay."""
    source, known = exports.LAYOUTS[layout](CLASS, tmp_path), exports.roster(CLASS, tmp_path)
    book = exports.gradebook(layout, CLASS, tmp_path)
    column = "VAE" if layout == "canvas" else ""
    done = batch(source, tmp_path / "out", "--roster", known, "--fill", book, "--column", column)
    assert done.exit_code in (0, 1), done.output
    form = ("utf-16", "\t") if layout == "blackboard" else ("utf-8", ",")
    before, after = rows(book, *form), rows(tmp_path / "out" / "gradebook" / "gradebook.csv", *form)
    changed = {
        (line, place)
        for line, (one, other) in enumerate(zip(before, after, strict=True))
        for place, (cell, new) in enumerate(zip(one, other, strict=True))
        if cell != new
    }
    assert len({place for _, place in changed}) == 1
    graded = sum(row[1] == "graded" for row in rows(tmp_path / "out" / "grades.csv"))
    assert len(changed) == graded == len([p for p in CLASS if p.versions])


SEMICOLONS = "Student;ID;Section;VAE (12)\r\nEx;1;S;EX\r\nAbsent;2;S;\r\n0007;3;S;3,50\r\nStranger;9;S;\r\n"


@pytest.mark.usefixtures("stub")
def test_what_a_gradebook_says_already_stays(tmp_path: Path) -> None:
    """EX, a blank, the line ends; decimal commas where the file has them; who is on one side only is said."""
    for name in ("1", "3", "4"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "vae.py").write_text("ok:xx")
    book, known = tmp_path / "book.csv", tmp_path / "roster.csv"
    book.write_bytes(SEMICOLONS.encode("cp1252"))
    known.write_text("Name,Login,ID\nEx,1,1\nAbsent,2,2\n0007,3,3\nFour,4,4\n")
    done = batch(tmp_path / "class", tmp_path / "out", "--roster", known, "--fill", book)
    score = 20.0  # two checks
    expected = SEMICOLONS.replace("3,50", f"{score:.2f}".replace(".", ","))
    assert (tmp_path / "out" / "gradebook" / "book.csv").read_bytes().decode() == expected
    assert "1 in the file and not in the class: Stranger" in done.stdout
    assert "1 in the class and not in the file: Four" in done.stdout
    assert "2 left as they were: Ex: EX; Absent: nothing handed in" in done.stdout


@pytest.mark.parametrize("header", ["a,b\n", "Student,ID,Section,One (1),Two (2)\n", ""])
def test_a_file_that_cannot_be_filled_is_refused_before_grading(
    header: str, stub: Path, tmp_path: Path
) -> None:
    """With the columns that could be meant."""
    (tmp_path / "book.csv").write_text(header)
    source = exports.plain(CLASS, tmp_path)
    done = batch(source, tmp_path / "out", "--fill", tmp_path / "book.csv")
    assert done.exit_code == 2
    assert "Error: book.csv: " in done.stderr
    assert stub.read_text() == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-1,5", "-1,5"),
        ("-x", "'-x"),
        ("+49", "+49"),
        ("Zoë", "Zoë"),
        (2.5, "2.5"),
    ],
)
def test_no_cell_is_taken_for_a_formula(value: object, shown: str) -> None:
    """Numbers stay numbers."""
    assert cells.safe(value) == shown


def one(tmp_path: Path, content: str = "ok:xx") -> Path:
    """A class of one."""
    (tmp_path / "class" / "ann").mkdir(parents=True, exist_ok=True)
    (tmp_path / "class" / "ann" / "vae.py").write_text(content)
    return tmp_path / "class"


def override(tmp_path: Path, **changes: object) -> Path:
    """A file with one decision."""
    keys = {"student": "ann", "check": "kl_values", "mark": 3, "reason": "a typo", "author": "TA"} | changes
    lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
    (tmp_path / "overrides.toml").write_text("\n".join(["[[override]]", *lines]))
    return tmp_path / "overrides.toml"


@pytest.mark.usefixtures("stub")
def test_what_people_decide_survives_regrades_and_is_shown_everywhere(tmp_path: Path) -> None:
    """In the marks, the total, the feedback and the next run, which is told nothing of it."""
    out = tmp_path / "out"
    batch(one(tmp_path), out, "--overrides", override(tmp_path))
    batch(one(tmp_path, "ok:xxx"), out)
    line = dict(zip(*rows(out / "grades.csv"), strict=True))
    assert (line["kl_values"], line["score"]) == ("3", "33")  # and three checks of ten points
    assert line["decisions"] == "kl_values: Set to 3 by TA: a typo"
    for page in files(out / "feedback"):
        assert "Set to 3 by TA: a typo" in page.read_text()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"student": "bob"}, "nobody, or not one alone, is called so"),
        ({"check": "kl"}, "use total or one of derivation_elbo"),
        ({"mark": 7}, "mark = 7: kl_values has 6 points"),
        ({"mark": -1}, "Expected `float` >= 0.0"),
        ({"reason": ""}, "Write [[override]] with student, check, mark, reason and author."),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    changes: dict[str, object], said: str, stub: Path, tmp_path: Path
) -> None:
    """Exit code 2, with what is wrong, before anything is graded."""
    done = batch(one(tmp_path), tmp_path / "out", "--overrides", override(tmp_path, **changes))
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert stub.read_text() == ""


@pytest.mark.usefixtures("stub")
def test_the_states_add_up_and_the_exit_code_says_who_is_left(tmp_path: Path) -> None:
    """Everybody once; faults are listed to be tried again, and have no mark."""
    source = one(tmp_path)
    for name, content in {"ben": "fault:", "eve": "ok:", "zip": ""}.items():
        (source / name).mkdir()
        (source / name / ("a.rar" if name == "zip" else "vae.py")).write_text(content)
    (source / "eve" / "vae.py").unlink()
    known = tmp_path / "roster.csv"
    known.write_text("Username\nann\nben\neve\nzip\n")
    done = batch(source, tmp_path / "out", "--roster", known)
    assert done.exit_code == 3
    lines = [line.strip().partition(" ") for line in done.stdout.splitlines()[:6]]
    expected = dict(zip(STATES, "11101", strict=True)) | {"students": "4"}
    assert {state: count for count, _, state in lines} == expected
    table = rows(tmp_path / "out" / "grades.csv")
    fault = next(row for row in table if row[1] == "grader fault")
    assert fault[2] == ""
    assert (tmp_path / "out" / "retry.txt").read_text().split() == [fault[0]]


@pytest.mark.usefixtures("stub")
def test_a_published_salt_is_said(tmp_path: Path) -> None:
    """Who knows it can compute the hidden inputs; nothing is said of a course's own."""
    source, secret = exports.moodle(CLASS[:1], tmp_path), tmp_path / "secret.toml"
    original = ROOT / "assignment.toml"
    secret.write_text(with_salt(original.read_text(encoding="utf-8"), "0123456789abcdef"), encoding="utf-8")
    outputs = [batch(source, tmp_path / path.stem, "--assignment", path) for path in (original, secret)]
    assert [PUBLIC_SALT in done.stderr for done in outputs] == [True, False]
