"""Every layout: each student of the made-up class is there, with the files and the version that count."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.batch import contents, plan, roster
from autograder.batch.people import BatchError, Student
from autograder.batch.plan import Plan
from tests.support import exports
from tests.support.pupils import Pupil, pupils

CLASS = pupils(24, seed=1)
BY_NUMBER = {pupil.student.number: pupil for pupil in CLASS}


def load(source: Path, people: list[Pupil] | None = None, **options: str) -> Plan:
    """Read a class, with the roster of a made-up one where there is one."""
    known = [pupil.student for pupil in people or ()]
    return plan.load(source, known, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("layout", exports.LAYOUTS)
def test_every_student_is_found_once_with_their_own_files(layout: str, tmp_path: Path) -> None:
    """Whatever the script of the name, by the roster's number, and nobody else."""
    source = exports.LAYOUTS[layout](CLASS, tmp_path)
    known = roster.load(exports.roster(CLASS, tmp_path))
    loaded = plan.load(source, known)
    assert loaded.layout == layout
    found = {entry.students[0].number: entry for entry in loaded.entries}
    assert sorted(found) == sorted(BY_NUMBER)
    for number, pupil in BY_NUMBER.items():
        entry = found[number]
        assert entry.on_roster
        kept = 1 if layout not in exports.KEEPS_VERSIONS else len(pupil.versions)
        assert len(entry.attempts) == min(kept, len(pupil.versions)), pupil.kind
        if pupil.versions:
            flat = {name.rpartition("/")[2]: content for name, content in pupil.files.items()}
            read = contents.read(entry.selection("latest")[0], loaded.source)
            assert {name.rpartition("/")[2]: content for name, content in read.files.items()} == flat


@pytest.mark.parametrize("layout", exports.KEEPS_VERSIONS)
def test_versions_are_chosen_as_asked(layout: str, tmp_path: Path) -> None:
    """The latest, the first, or all where the best counts."""
    again = [pupil for pupil in CLASS if len(pupil.versions) > 1]
    loaded = load(exports.LAYOUTS[layout](again, tmp_path), again)
    entry = loaded.entries[0]
    read = [contents.read(a, loaded.source).files for a in entry.attempts]
    assert tuple(read) == BY_NUMBER[entry.students[0].number].versions
    assert entry.selection("first") == entry.attempts[:1]
    assert entry.selection("latest") == entry.attempts[-1:]
    assert entry.selection("best") == entry.attempts


def test_names_stay_text_in_gradescopes_metadata(tmp_path: Path) -> None:
    """No is a name and not false, and a number keeps its zeros."""
    few = [pupil for pupil in CLASS if pupil.versions][:6]
    student = Student("No", "00123", "no@example.org")
    few[0] = Pupil(student, few[0].versions, few[0].kind)
    source = exports.gradescope(few, tmp_path)
    with zipfile.ZipFile(source) as archive:
        metadata = archive.read("assignment_1_export/submission_metadata.yml").decode()
    assert ":name: No\n    :sid: 00123\n" in metadata
    entry = next(e for e in load(source).entries if e.students[0].number == "00123")
    assert entry.students == (student,)
    assert entry.attempts[0].identity == str(exports.FIRST_SUBMISSION)
    assert entry.attempts[0].record is not None
    assert entry.attempts[0].record.score == 12.0
    assert [past.score for past in entry.attempts[0].past] == [6.0]


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", ["../vae.py", "/etc/vae.py", "a/../../vae.py", "..\\vae.py", "C:/vae.py"])
def test_a_zip_whose_names_lead_out_of_it_is_refused(name: str, tmp_path: Path) -> None:
    """As a whole, with the name, before anything is read."""
    source = zipped(tmp_path / "class.zip", {"ann/vae.py": b"1", name: b"2"})
    with pytest.raises(BatchError, match=r"class\.zip: has a name that leads out of it"):
        load(source)


def test_a_link_in_a_zip_is_refused_and_one_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    """Nothing outside the source can be handed in by it."""
    link = zipfile.ZipInfo("ann/vae.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(BatchError, match="holds a link"):
        load(tmp_path / "class.zip")
    (tmp_path / "class" / "ann").mkdir(parents=True)
    (tmp_path / "class" / "ann" / "vae.py").symlink_to("/etc/passwd")
    (tmp_path / "class" / "ben.py").write_text("x = 1\n")
    assert [entry.students[0].login for entry in load(tmp_path / "class").entries] == ["ben"]


def nested(files: dict[str, bytes]) -> bytes:
    """Return a zip as content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("bomb.zip", nested({"vae.py": b"\0" * (101 << 20)}), "more than 100 MB"),
        ("many.zip", nested({f"{i}.py": b"" for i in range(1001)}), "holds more than 1000 files"),
        ("slip.zip", nested({"../../vae.py": b"1"}), "leads out of it"),
        ("torn.zip", nested({"vae.py": b"1"})[:40], "no zip that can be read"),
        ("vae.rar", b"Rar!", "no zip: unpack it by hand"),
    ],
    ids=["too large", "too many", "leads out", "torn", "no zip"],  # the content holds the time
)
def test_what_cannot_be_unpacked_is_one_students_problem(
    name: str, content: bytes, problem: str, tmp_path: Path
) -> None:
    """The others are graded."""
    source = tmp_path / "class"
    for student, file, data in (("ann", name, content), ("ben", "vae.py", b"1")):
        (source / student).mkdir(parents=True)
        (source / student / file).write_bytes(data)
    loaded = load(source)
    read = [contents.read(entry.attempts[0], loaded.source) for entry in loaded.entries]
    assert problem in read[0].problem
    assert read[1] == contents.Contents({"vae.py": b"1"})


def test_a_zip_in_a_zip_is_unpacked(tmp_path: Path) -> None:
    """At the top where it is alone, else into a folder of its own; without what macOS adds."""
    inner = nested({"vae.py": b"1", "__MACOSX/._vae.py": b"2", "Thumbs.db": b"3"})
    source = tmp_path / "class"
    for student, files in {
        "ann": {"a.zip": nested({"b.zip": inner})},
        "ben": {"a.zip": inner, "c.tex": b"4"},
    }.items():
        (source / student).mkdir(parents=True)
        for name, content in files.items():
            (source / student / name).write_bytes(content)
    loaded = load(source)
    read = [contents.read(entry.attempts[0], loaded.source).files for entry in loaded.entries]
    assert read == [{"vae.py": b"1"}, {"c.tex": b"4", "a/vae.py": b"1"}]


def canvas(tmp_path: Path, *names: str) -> Path:
    """Write a download of Canvas with some files."""
    return zipped(tmp_path / "submissions.zip", {name: name.encode() for name in names})


def test_canvas_numbers_are_taken_off_later_versions(tmp_path: Path) -> None:
    """Before the last dots, wherever Canvas puts them; the highest number counts."""
    source = canvas(tmp_path, "doejane_12_34_vae-2.py", "doejane_12_35_x.tar-1.gz", "roeric_13_36_vae.py")
    loaded = load(source)
    names = {e.students[0].name: [m.name for m in e.attempts[0].members] for e in loaded.entries}
    assert names == {"doejane": ["vae.py", "x.tar.gz"], "roeric": ["vae.py"]}
    assert "    vae-2.py was handed in as vae.py" in list(loaded.lines())


def test_canvas_late_and_anonymous_names(tmp_path: Path) -> None:
    """Both are said in the name."""
    loaded = load(canvas(tmp_path, "LATE_anon_a1B2c_9_vae.py", "anon_Zz9_8_vae.py"))
    assert [(e.students[0].lms, e.attempts[0].late) for e in loaded.entries] == [
        ("Zz9", False),
        ("a1B2c", True),
    ]
    assert load(canvas(tmp_path, "doejane_LATE_12_34_vae.py")).entries[0].attempts[0].late


def test_a_name_that_can_be_read_in_two_ways_is_refused_unless_the_roster_decides(tmp_path: Path) -> None:
    """A group called group_1: by name, with the remedy."""
    source = canvas(tmp_path, "group_1_340934_208_vae.py")
    with pytest.raises(BatchError, match=r"group_1_340934_208_vae\.py: could be user 1 .* or user 340934"):
        load(source)
    ann, ben = (
        Student(name, lms=lms, group="group_1") for name, lms in (("Ann", "340934"), ("Ben", "340935"))
    )
    loaded = plan.load(source, [ann, ben])
    assert [(e.students, [m.name for m in e.attempts[0].members]) for e in loaded.entries] == [
        ((ann, ben), ["vae.py"])
    ]


@pytest.mark.parametrize(
    ("files", "options", "said"),
    [
        (["ann/vae.py", "ann.py"], {}, "ann: nothing says which is later, ann or ann.py"),
        (["a.py"], {"pattern": "("}, "no regular expression"),
        (["a.py"], {"pattern": "(?P<who>.*)"}, "who. Name groups of student"),
        (["a.py"], {"pattern": "(?P<student>x)"}, "fits no file, such as 'a.py'"),
        ([], {}, "There is no file in it"),
    ],
)
def test_what_is_ambiguous_is_refused_by_name(
    files: list[str], options: dict[str, Any], said: str, tmp_path: Path
) -> None:
    """With what to do about it."""
    source = tmp_path / "class"
    source.mkdir()
    for index, name in enumerate(files):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(str(index))
    with pytest.raises(BatchError) as refused:
        load(source, **options)
    assert said in str(refused.value)


def test_a_pattern_reads_other_layouts(tmp_path: Path) -> None:
    """Its named groups say who, which file and which version."""
    source = zipped(tmp_path / "class.zip", {"hw1/00123/v1/vae.py": b"1", "hw1/00123/v2/vae.py": b"2"})
    loaded = load(source, pattern=r"hw1/(?P<student>\d+)/v(?P<version>\d+)/(?P<file>.+)")
    entry = loaded.entries[0]
    assert entry.students == (Student(number="00123"),)
    assert [contents.read(a, loaded.source).files for a in entry.attempts] == [
        {"vae.py": b"1"},
        {"vae.py": b"2"},
    ]


def test_the_plan_says_who_which_files_and_which_version(tmp_path: Path) -> None:
    """What --dry-run prints, with those who handed in nothing and those whom the roster does not know."""
    source = zipped(tmp_path / "class.zip", {"ann/vae.py": b"1", "eve/vae.py": b"1", "eve/notes.txt": b""})
    loaded = plan.load(source, [Student("Ann A", login="ann"), Student("Ben B", login="ben")])
    assert list(loaded.lines()) == [
        "Ann A (ann): vae.py -> version 1 of 1, graded",
        "eve (not on the roster): notes.txt, vae.py -> version 1 of 1, graded",
        "Ben B (ben): nothing handed in",
    ]
