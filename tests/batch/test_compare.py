"""Why a mark changed: named rightly for a change of each kind, and told apart where several come together."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from autograder.batch.comparison import changes, reasons, show, stability
from autograder.batch.comparison.side import PARTS, Grade, Side, checks, without_mark
from autograder.batch.comparison.tree import Tree
from autograder.batch.contents import Contents
from autograder.batch.records import provenance
from autograder.cli import main
from autograder.course.assignment import load
from autograder.paths import ROOT
from tests.support import exports, stubs
from tests.support.bank import FOLDER
from tests.support.marks import BLANK
from tests.support.pupils import pupils

ORIGIN = dict.fromkeys(PARTS, "same")
KL_ONLY = '[functions]\nkl_divergence = "kl_divergence"\n'
RIGHT = Contents({"vae.py": (FOLDER / "right" / "np_randn.py").read_bytes()})
WRONG = Contents({"vae.py": (FOLDER / "wrong" / "kl_half_twice.py").read_bytes()})


def grade(points: float, most: float = 6.0, **origin: str) -> Grade:
    """Return one side of a student with one check."""
    status = "passed" if points == most else "failed"
    return Grade("S-1", points, {"kl_values": (points, most, status)}, ORIGIN | origin, "same")


def reason(before: Grade, after: Grade) -> tuple[str, ...]:
    """Return why the student's mark changed, without grading anything."""
    (student,) = changes.students(Side({"S-1": before}, None, "k"), Side({"S-1": after}, None, "k"))
    return student.reasons


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (grade(0, submission="other"), ("submission",)),
        (grade(8, 8, assignment="other"), ("assignment",)),
        (grade(0, tree="other"), ("grader",)),
        (grade(0, environment="other"), ("environment",)),
        (grade(0), ("noise",)),
        (grade(8, 8, assignment="other", tree="other"), ("assignment",)),
        (grade(0, assignment="other", tree="other"), ()),
        (replace(grade(3), decisions=frozenset({"kl_values"})), ("a person's decision",)),
    ],
)
def test_the_only_part_that_changed_is_the_reason(after: Grade, expected: tuple[str, ...]) -> None:
    """And where two did, the same share of other points can come from the assignment alone."""
    assert reason(grade(6), after) == expected


def test_falls_come_first_and_what_is_the_same_does_not_come() -> None:
    """By the size of the fall."""
    before = {f"S-{i}": replace(grade(4), student=f"S-{i}") for i in range(4)}
    after = {
        f"S-{i}": replace(grade(points, tree="o"), student=f"S-{i}") for i, points in enumerate((4, 6, 1, 0))
    }
    found = changes.students(Side(before, None, "k"), Side(after, None, "k"))
    assert [student.after.student for student in found] == ["S-3", "S-2", "S-1"]
    assert len(show.fell(found)) == 2


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        (
            grade(6),
            replace(grade(0, environment="o"), state="unreadable"),
            ("6", "unreadable", "-6", "environment"),
        ),
        (replace(grade(0), state="grader fault"), grade(6), ("grader fault", "6", "+6", "grader fault")),
        (without_mark("S-1", "nothing handed in"), grade(6), ("nothing handed in", "6", "+6", "submission")),
        (grade(6), None, ("6", "not in the run", "-6", "submission")),
    ],
)
def test_a_mark_that_is_not_there_on_one_side_is_a_change(
    before: Grade, after: Grade | None, row: tuple[str, ...]
) -> None:
    """Without Julia, as an example, every mark of a file in Julia is lost."""
    found = changes.students(
        Side({"S-1": before}, None, "k"), Side({"S-1": after} if after else {}, None, "k")
    )
    ((_, *marks, _, _, _, because),) = show.rows(found)
    assert (*marks, because) == row
    assert len(show.fell(found)) == row[2].startswith("-")


def checks_of(tree: Path, files: Contents, folder: Path, assignment: Any) -> dict[str, Any]:
    """Grade files by a tree."""
    files.write(folder)
    with Tree(tree) as one:
        return checks(one.grade(folder, assignment, ""))


def test_parts_that_changed_together_are_told_apart_by_grading_again(tmp_path: Path) -> None:
    """A right file became a wrong one while the points changed: each check has the reason that is its own."""
    (tmp_path / "kl.toml").write_text(KL_ONLY)
    old = load(tmp_path / "kl.toml")
    new = msgspec.structs.replace(old, points={"kl_nonnegative": 3.0})
    sides = []
    for name, files, assignment in (("old", RIGHT, old), ("new", WRONG, new)):
        (tmp_path / name).mkdir()
        found = checks_of(ROOT, files, tmp_path / name, assignment)
        origin = ORIGIN | {"submission": files.digest, "assignment": name}
        mark = Grade("S-1", sum(points for points, _, _ in found.values()), found, origin, files.digest)
        sides.append(Side({"S-1": mark}, assignment, "k"))
    student = changes.students(sides[0], sides[1])
    means = reasons.Means({one.digest: one for one in (RIGHT, WRONG)}, None)
    (one,) = reasons.explain(student, sides[0], sides[1], means)
    assert {change.check: change.reasons for change in one.changes} == {
        "kl_gradient": ("submission",),
        "kl_nonnegative": ("assignment",),
        "kl_values": ("submission",),
    }


def verb(*words: str | Path) -> Result:
    """Run a verb."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("part", ["submission", "assignment", "grader", "environment"])
def test_two_runs_say_which_part_changed(part: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whichever is planted, alone, from the class's files to the reason that is read."""
    course, hand_in = tmp_path / "course.toml", tmp_path / "class" / "s1" / "vae.py"
    course.write_text((ROOT / "assignment.toml").read_text(encoding="utf-8"), encoding="utf-8")
    hand_in.parent.mkdir(parents=True)
    hand_in.write_text("ok:xxxx")

    def batch(out: str, blank: dict[str, Any]) -> None:
        stubs.install(monkeypatch, tmp_path, blank)
        done = verb(
            *("batch", tmp_path / "class", "--out", tmp_path / out, "--key", tmp_path / "key"),
            *("--assignment", course),
        )
        assert done.exit_code in (0, 1), done.output

    batch("old", BLANK)
    other: dict[str, Any] = deepcopy(BLANK)
    for row in other["tests"]:
        row |= {"max_score": row["max_score"] / 2} if "max_score" in row else {}
    if part == "submission":
        hand_in.write_text("ok:xx")
        other = BLANK
    elif part == "assignment":
        points = course.read_text(encoding="utf-8").replace("kl_values = 6", "kl_values = 3")
        course.write_text(points, encoding="utf-8")
    elif part == "grader":
        monkeypatch.setattr(provenance, "tree", lambda _: "another")
    else:
        monkeypatch.setattr(provenance, "version", lambda package: f"{package} of another machine")
        provenance.environment.cache_clear()
    batch("new", other)
    provenance.environment.cache_clear()
    done = verb("compare", tmp_path / "old", tmp_path / "new")
    found = {line.rpartition(", ")[2] for line in done.stdout.splitlines()[:-1]}
    assert (found, done.exit_code) == ({part}, 1)


def test_an_export_with_recorded_marks_is_compared_by_the_platforms_numbers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What it came from is not recorded there, and that is said; a page and a CSV are written."""
    stubs.install(monkeypatch, tmp_path, BLANK)
    everything = ({"vae.py": b"ok:" + b"x" * 20},)
    handed_in = [replace(one, versions=everything) for one in pupils(6) if one.versions]
    source = exports.gradescope(handed_in, tmp_path)
    assert verb("batch", source, "--out", tmp_path / "new").exit_code in (0, 1)
    done = verb(
        "compare", source, tmp_path / "new", "--html", tmp_path / "c.html", "--csv", tmp_path / "c.csv"
    )
    assert "not recorded by the platform" in done.stdout, done.output
    assert done.exit_code == 0  # nobody has less than was recorded
    assert "not recorded by the platform" in (tmp_path / "c.csv").read_text(encoding="utf-8-sig")
    assert "not recorded by the platform" in (tmp_path / "c.html").read_text()
    again = verb("compare", tmp_path / "new", tmp_path / "new")
    assert (again.exit_code, again.stdout) == (0, "0 of 6 changed, 0 fell\n")


def test_flips_are_counted_between_seeds_and_between_graders() -> None:
    """With Clopper and Pearson's bounds, which are not empty where none was seen."""
    words = {
        ("a", 0): "passed",
        ("a", 1): "failed",
        ("a", 2): "passed",
        ("b", 0): "failed",
        ("b", 1): "failed",
    }
    found = {task: {"kl": status} for task, status in words.items()}
    (flips,) = stability.over_seeds(found)
    assert (flips.count, flips.of) == (1, 5)
    (none,) = stability.between(found, found)
    assert (none.count, none.bounds[0]) == (0, 0.0)
    assert none.bounds[1] == pytest.approx(1 - 0.025 ** (1 / 5))


def test_right_and_wrong_verdicts_are_stable(tmp_path: Path) -> None:
    """The verb grades under each seed, and its exit code says that nothing flipped."""
    (tmp_path / "kl.toml").write_text(KL_ONLY)
    for name, files in (("ann", RIGHT), ("ben", WRONG)):
        (tmp_path / "class" / name).mkdir(parents=True)
        files.write(tmp_path / "class" / name)
    words = ("stability", tmp_path / "class", "--seeds", "2", "--processes", "1")
    done = verb(*words, "--assignment", tmp_path / "kl.toml")
    assert done.exit_code == 0, done.output
    assert "kl_values                    0 of      4 flipped, 0 to 0.6" in done.stdout
