"""A course's own checks: found beside its assignment, and refused where they could never run."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pytest

from autograder import checks
from autograder.checks import course
from autograder.course.assignment import AssignmentError, load
from autograder.paths import ROOT
from tests.support.readme import readme_checks

HEAD, GROUP, METHOD = readme_checks().partition("class CourseChecks(Check):\n")
BODY = METHOD[METHOD.index("    @weight") :]


def replaced(old: str, new: str) -> str:
    """README.md's file with one thing changed."""
    return readme_checks().replace(old, new)


def listed(folder: Path, text: str) -> list[str]:
    """The checks of an assignment with a file of the course beside it."""
    shutil.copy(ROOT / "assignment.toml", folder)
    (folder / "course_checks.py").write_text(text, encoding="utf-8")
    return [spec.id for spec in course.all_checks(load(folder / "assignment.toml"))]


def test_a_courses_checks_are_listed_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """Beside the project's own."""
    found = listed(tmp_path, readme_checks())
    assert found[found.index("kl_gradient") + 1] == "kl_of_one_example"
    assert [spec.id for spec in course.own_checks(load(tmp_path / "assignment.toml"))] == [
        "kl_of_one_example"
    ]


def test_an_assignment_without_such_a_file_has_the_projects_checks() -> None:
    """And none of its own."""
    assert course.own_checks(load(ROOT / "assignment.toml")) == []


def test_the_file_is_no_key_of_the_assignment(tmp_path: Path) -> None:
    """It is found by its name alone."""
    path = tmp_path / "assignment.toml"
    path.write_text('course_checks = "mine.py"\n[functions]\nelbo = "elbo"\n')
    with pytest.raises(AssignmentError, match=r"course_checks = 'mine\.py': no such key"):
        load(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + textwrap.dedent(BODY), "test_kl_of_one_example is no method of a group"),
        (f"{HEAD}def helper():\n    pass\n\n{BODY}", "test_kl_of_one_example is no method of a group"),
        (
            f"{readme_checks()}\n\ndef helper():\n    return 1\n\n{BODY}",
            "test_kl_of_one_example is no method",
        ),
        (replaced("def test_", "def check_"), "the name of a check begins with test_"),
        (replaced("def test_", "async def test_"), "write def, without async"),
        (readme_checks() + "\n" + BODY, "test_kl_of_one_example is written twice"),
        (replaced("(Check)", ""), "holds no check"),
        (HEAD, "holds no check"),
        (replaced("function, contract", "about, contract"), "needs a line `function = ...`"),
        (replaced('"kl_values"\n', '"kl_value"\n'), "contract kl_value, which is no check"),
        (
            replaced('@after("kl_values")', '@after("kl_value")'),
            "after what is no check: kl_value",
        ),
        (replaced("    @weight(2)\n", ""), "needs points, such as @weight(2)"),
        (replaced('    @number("2.2.2.4")\n', ""), "needs a number, such as"),
        (replaced("(self)", "(self, rng)"), "arguments that nobody gives it: rng"),
        (
            replaced("kl_of_one_example", "kl_values"),
            "more than one check has the id kl_values",
        ),
        (replaced("import numpy", "import numpi"), ":3: ModuleNotFoundError: No module named"),
        (replaced("np.zeros((1, 3))}", "np.zeros((1, 3)"), "no valid Python"),
    ],
    ids=[
        *("in no class", "nested in a function", "pasted below", "another name", "async", "twice"),
        *("no group", "nothing", "no function", "no such contract", "no such prerequisite", "no points"),
        *("no number", "an argument too many", "an id that is taken", "a wrong import", "a syntax error"),
    ],
)
def test_what_could_never_run_is_said_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    """Before anything is graded: a check that is silently left out would be missing from every total."""
    with pytest.raises(AssignmentError) as caught:
        listed(tmp_path, text)
    assert told in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "course_checks.py"))


def test_the_projects_own_checks_can_all_run() -> None:
    """The same holds for the files of this project."""
    files = sorted(Path(str(checks.__file__)).parent.glob("*.py"))
    assert len(files) > 10
    for file in files:
        course.require_methods(file)
