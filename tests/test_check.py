"""A student's own run: the verdicts and words of Gradescope, in a plain process."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from autograder.check import NOTE, PUBLIC, public_assignment
from autograder.cli import main
from autograder.course.assignment import Limits
from autograder.diagnosis.bank import code_alone
from autograder.grading import Zygotes, grade
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.portable import Portables
from autograder.sandbox.outside.worker import Worker
from autograder.submission import handin
from tests.support.bank import FOLDER

SAME = [
    "right/np_randn.py",
    "right/randn_like.py",
    "wrong/sampler_variance_as_std.py",
    "wrong/sampler_shared_over_batch.py",
    "wrong/kl_sign_flipped.py",
    "odd/exception_at_import",
    "odd/syntax_error",
]


@pytest.mark.parametrize("name", SAME)
def test_same_words_as_the_confined_run(name: str, zygotes: Zygotes) -> None:
    """On the same inputs every test has the same verdict, score and words, but for likely causes."""
    assignment = code_alone(public_assignment())
    with Portables() as portables:
        own, confined = (
            [
                (row["number"], row["score"], row["output"].partition("\nDiagnosis: ")[0])
                for row in grade(FOLDER / name, assignment, hosts, identity=PUBLIC).results["tests"]
            ]
            for hosts in (portables, zygotes)
        )
    assert own == confined


@pytest.mark.parametrize(
    ("function", "kind", "said"),
    [
        ("loop_for_ever", "timeout", "Stopped after 3 s while calling loop_for_ever."),
        ("leave_at_once", "crash", "it left with exit status 3"),
        ("segfault", "crash", "SIGSEGV (a crash in compiled code)"),
        ("flood", "output", "Your code printed or wrote too much while calling flood."),
        ("hoard", "memory", "your code used more than 300 MB of memory"),
    ],
)
def test_faults_are_contained(function: str, kind: str, said: str) -> None:
    """Loops, crashes, floods and hoards end with their process, and the next call gets a fresh one."""
    before = psutil.Process().children()
    with Portables() as portables:
        worker = probe(portables)
        with worker, pytest.raises(StudentError) as caught:
            worker.call(Call(function, {}))
        assert (caught.value.kind, said in str(caught.value)) == (kind, True)
        with worker:
            assert worker.call(Call("fine", {})).output == 1
    assert psutil.Process().children() == before


def probe(portables: Portables) -> Worker:
    """Return a worker on the probe, with limits that make tests short."""
    limits = Limits(call_seconds=3, memory_mb=300, file_mb=1)
    submission = handin.read(FOLDER / "probe/portable.py").code("vae.py")
    return Worker(portables.of("numpy"), submission, limits, 1)


def test_the_verb(tmp_path: Path) -> None:
    """It prints the tests, what is not checked, and writes the report that was asked for."""
    report = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["check", str(FOLDER / "right/np_randn.py"), "--report", str(report)])
    assert (done.exit_code, "60/90" in done.output, NOTE in done.output) == (0, True, True)
    assert report.stat().st_size > 10_000
