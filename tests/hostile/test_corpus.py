"""Every attack is contained in every place, and what is allowed gets full marks in every place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from autograder.grading import FAULT
from autograder.paths import ROOT
from autograder.sandbox.walls.places import REMEDIES
from autograder.staff.bundle.course_file import with_salt
from tests.hostile.corpus import TOTAL, Attack, attacks, breaches
from tests.support.results_schema import parse_valid, total

pytestmark = pytest.mark.root  # who alone can build the places

BOX = Path(__file__).with_name("box.sh")
NAMESPACES = ("--mount", "--pid", "--ipc", "--net", "--fork", "--kill-child")
ORDINARY = "4321"
SALT = "0f4c1e83a97b52d6"  # as `bundle` draws one, half as long
PLACES = {
    "root": ("0",),
    "root without Landlock": ("0", "--no-landlock"),
    "ordinary user": (ORDINARY,),
}
UNFIT = {"ordinary user without Landlock": (ORDINARY, "--no-landlock")}
LAYERS = ["unprivileged", "no_new_privs", "landlock", "seccomp"]
IMPORT, CALL = {"numpy": 4.0, "torch": 10.0, "julia": 10.0}, {"numpy": 1.5, "torch": 4.0, "julia": 4.0}
SUBMISSION = {"numpy": 20.0, "torch": 20.0, "julia": 60.0}  # seconds, as these
PATIENCE = 8  # times the limit of a call
MEMORY = 1024  # megabytes
Grade = Callable[[str, Attack], dict[str, Any]]


class Driver:
    """A place with a driver in it."""

    def __init__(self, user: str, *options: str) -> None:
        box = ["unshare", *NAMESPACES, str(BOX), str(ROOT), sys.prefix, user]
        driver = ["env", "-i", "-C", "/autograder/source", "HOME=/tmp", "PATH=/usr/bin:/bin"]
        python = [sys.executable, "-B", "-m", "tests.hostile.driver", *options]
        self._process = subprocess.Popen(
            [*box, *driver, *python], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def grade(self, attack: Attack) -> dict[str, Any]:
        """Have a submission graded, and return the record."""
        assert self._process.stdin
        assert self._process.stdout
        path = Path("/autograder/source") / attack.path.relative_to(ROOT)
        assert self._process.poll() is None
        request = {"submission": str(path), "assignment": assignment(attack)}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        record: dict[str, Any] = json.loads(self._process.stdout.readline())
        return record

    def close(self) -> None:
        """End the place with all that is in it."""
        self._process.kill()
        self._process.communicate()


def assignment(attack: Attack) -> str:
    """Return the assignment of the code, with limits that make a corpus take minutes."""
    text = (ROOT / "assignment.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^\[written\].*?(?=^\[points\])|^derivation_.*?\n", "", text)  # code alone
    text = with_salt(text, SALT)
    start = text.index("[limits]")
    lines = text[start:].splitlines()
    kept = [line for line in lines if not line.startswith(("memory_mb", "import_", "call_", "submission_"))]
    kind = attack.framework
    # A call of what is to have full marks is not stopped, however busy the machine is.
    patience = PATIENCE if attack.expects == "full" else 1
    seconds = {
        "import_seconds": IMPORT[kind],
        "call_seconds": CALL[kind] * patience,
        "submission_seconds": SUBMISSION[kind],
    }
    limits = {"memory_mb": MEMORY} | seconds | attack.limits
    return text[:start] + "\n".join(
        [kept[0], *(f"{key} = {value}" for key, value in limits.items()), *kept[1:]]
    )


@pytest.fixture(scope="session")
def grade() -> Iterator[Grade]:
    """Grade a submission in a place, which is built when first needed."""
    with ExitStack() as stack:
        drivers: dict[str, Driver] = {}

        def graded(place: str, attack: Attack) -> dict[str, Any]:
            if place not in drivers:
                drivers[place] = Driver(*(PLACES | UNFIT)[place])
                stack.callback(drivers[place].close)
            return drivers[place].grade(attack)

        yield graded


@pytest.mark.parametrize("place", PLACES)
def test_layers(grade: Grade, place: str) -> None:
    """In each place those layers hold that are meant to, and the results say so."""
    results = json.loads(grade(place, attacks("allowed")[0])["results"])
    expected = [layer for layer in LAYERS if layer != "landlock" or "without" not in place]
    assert results["extra_data"]["layers"] == expected


def test_an_ordinary_user_without_landlock_is_refused(grade: Grade) -> None:
    """No student code runs, every test is there, it is not the student's mark, and staff read what to do."""
    record = grade("ordinary user without Landlock", attacks("allowed")[0])
    results = parse_valid(record["results"])
    assert (results["score"], total(results), results["output"]) == (0, TOTAL, FAULT)
    fault = f"Student code was not run: landlock cannot be had here. {REMEDIES['landlock']}"
    assert results["extra_data"]["fault"] == fault
    assert fault in record["stdout"]


@pytest.mark.parametrize("attack", attacks("hostile"), ids=lambda attack: attack.name)
@pytest.mark.parametrize("place", PLACES)
def test_hostile(grade: Grade, place: str, attack: Attack) -> None:
    """A hostile submission gets the score it deserves, learns nothing and leaves nothing."""
    assert breaches(attack, grade(place, attack), SUBMISSION[attack.framework] + 20) == []


@pytest.mark.parametrize("attack", attacks("allowed"), ids=lambda attack: attack.name)
@pytest.mark.parametrize("place", PLACES)
def test_allowed(grade: Grade, place: str, attack: Attack) -> None:
    """An unusual submission that does nothing wrong gets full marks."""
    assert breaches(attack, grade(place, attack), SUBMISSION[attack.framework] + 20) == []
