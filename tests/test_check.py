"""A student's own run: the verdicts and words of Gradescope, in a plain process."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import psutil
import pytest
from click.testing import CliRunner

from autograder.check import PUBLIC, note, public_assignment
from autograder.cli import main
from autograder.course.assignment import Files, Limits
from autograder.diagnosis.bank import code_alone
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.sandbox.outside import portable
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.portable import Portables
from autograder.sandbox.outside.worker import Worker
from autograder.submission import handin
from tests.support.bank import FOLDER

SAME = [
    "right/np_randn.py",
    "right/randn_like.py",
    "../../reference/misconceptions/sampler_log_std.py",
    "wrong/sampler_shared_over_batch.py",
    "../../reference/misconceptions/kl_sign_flipped.py",
    "odd/exception_at_import",
    "odd/syntax_error",
]


@pytest.mark.parametrize("name", SAME)
def test_same_words_as_the_confined_run(name: str, zygotes: Zygotes) -> None:
    """On the same inputs every test has the same verdict, score and words."""
    assignment = code_alone(public_assignment())
    with Portables() as portables:
        own, confined = (
            [
                (row["number"], row["score"], row["output"])
                for row in grade(FOLDER / name, assignment, hosts, identity=PUBLIC).results["tests"]
            ]
            for hosts in (portables, zygotes)
        )
    assert own == confined


@pytest.mark.parametrize(
    ("version", "said"),
    [("", "with a Python or Julia that may be older, and"), ("3.10", "under Python 3.10, and")],
)
def test_students_read_both_pythons_where_both_are_known(version: str, said: str) -> None:
    """Their own, and that of the course's container, which assignment.toml may say."""
    text = note(msgspec.structs.replace(public_assignment(), submission=Files(python=version)))
    assert f"under Python {platform.python_version()}. Gradescope" in text
    assert said in text


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
        worker = probe(portables, 3 if kind == "timeout" else 60)
        with worker, pytest.raises(StudentError) as caught:
            worker.call(Call(function, {}))
        assert (caught.value.kind, said in str(caught.value)) == (kind, True)
        with worker:
            assert worker.call(Call("fine", {})).output == 1
    assert psutil.Process().children() == before


def test_nothing_is_withheld(tmp_path: Path) -> None:
    """All inputs are public here, so an exception's message is told in every test."""
    code = (FOLDER / "right/np_randn.py").read_text(encoding="utf-8")
    path = tmp_path / "vae.py"
    path.write_text(
        code.replace("def elbo(", "def elbo(*given, **named):\n    raise ValueError(given)\n\ndef old(")
    )
    with Portables() as portables:
        results = grade(path, code_alone(public_assignment()), portables, identity=PUBLIC).results
    outputs = "".join(row["output"] for row in results["tests"])
    assert "ValueError while calling elbo: (array" in outputs
    assert "withheld" not in outputs


@pytest.mark.skipif(not julia.installed(), reason="Julia is not installed: ./setup.sh --with-julia")
def test_code_in_julia_is_checked_where_julia_can_be_started() -> None:
    """By the same tests, in a plain process."""
    assignment = code_alone(public_assignment())
    with Portables() as portables:
        right = grade(ROOT / "reference" / "julia", assignment, portables, identity=PUBLIC)
        wrong = grade(FOLDER / "wrong/jl_kl_missing_half.jl", assignment, portables, identity=PUBLIC)
    assert (right.results["score"], right.fault, right.results["extra_data"]["notes"]) == (60, "", [])
    assert wrong.fault == ""
    failed = [
        r["extra_data"]["check"] for r in wrong.results["tests"] if r["extra_data"]["status"] == "failed"
    ]
    assert failed == ["kl_values", "kl_gradient"]


def test_julia_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where setup.sh has installed none, as on a student's own computer."""
    monkeypatch.setattr(julia, "installed", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with Portables() as portables:
        assert not portables.has_julia
        (tmp_path / "julia").touch(0o755)
        assert portables.has_julia
    assert julia.program() == tmp_path / "julia"


@pytest.mark.parametrize("takes", [True, False])
def test_without_julia_it_is_said_that_nothing_was_checked(
    takes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code in Julia is never read as Python, whether the course takes it or not."""
    monkeypatch.setattr(julia, "installed", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assignment = msgspec.structs.replace(code_alone(public_assignment()), submission=Files(julia=takes))
    with Portables() as portables:
        results = grade(ROOT / "reference/julia/vae.jl", assignment, portables, identity=PUBLIC).results
    said = "is not checked on this computer" if takes else "vae.jl is Julia, which cannot be graded here"
    assert (said in results["output"], results["score"]) == (True, 0)


def probe(portables: Portables, call_seconds: float = 60) -> Worker:
    """Return a worker on the probe, with limits that make tests short."""
    limits = Limits(call_seconds=call_seconds, memory_mb=300, file_mb=1)
    submission = handin.read(FOLDER / "probe/portable.py").code("vae.py")
    return Worker(portables.of("numpy"), submission, limits, 1)


def test_the_verb(tmp_path: Path) -> None:
    """It prints the tests, what is not checked, and writes the report that was asked for."""
    report = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["check", str(FOLDER / "right/np_randn.py"), "--report", str(report)])
    assert (done.exit_code, "60/90" in done.output, note(public_assignment()) in done.output) == (
        0,
        True,
        True,
    )
    assert report.stat().st_size > 10_000


def test_torch_that_is_not_there_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The template imports it: a student with NumPy alone learns which line to delete."""
    monkeypatch.setattr(portable, "find_spec", lambda _: None)
    done = CliRunner().invoke(main, ["check", str(FOLDER / "right/randn_like.py")])
    assert done.exit_code == 2
    assert "imports torch, and PyTorch is not installed" in " ".join(done.stderr.split())


def test_check_py_says_what_is_not_installed(tmp_path: Path) -> None:
    """Before anything of the project is imported, in a sentence and no traceback."""
    shutil.copy(ROOT / "student_template" / "check.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "-S", "-E", "check.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Not installed for this Python: click, gradescope_utils, jinja2, ")
    assert "python -m pip install -r requirements.txt" in done.stderr


def test_check_py_asks_for_what_the_requirements_install() -> None:
    """The same packages, by the names under which they are imported."""
    lines = (ROOT / "student_template" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    listed = {re.split("[><=; ]", line)[0].replace("-", "_") for line in lines if not line.startswith("#")}
    names = re.findall(r'"(\w+)"', (ROOT / "student_template" / "check.py").read_text(encoding="utf-8"))
    assert listed - {"tomli"} <= set(names)


WINDOWS = """
import sys
import psutil
sys.modules |= dict.fromkeys(("fcntl", "termios", "resource", "pwd", "grp", "pyseccomp"))
import autograder.check, autograder.sandbox.outside.portable
"""


def test_nothing_of_unix_alone_is_needed() -> None:
    """What a student's computer imports can be imported under Windows."""
    subprocess.run([sys.executable, "-c", WINDOWS], cwd=ROOT, check=True)


# As on Windows: without modules of Unix, which other packages do not need there, or a nameless C library.
ELSEWHERE = """
import ctypes, sys
import numpy, psutil
sys.modules |= dict.fromkeys(("fcntl", "grp", "pwd", "resource", "termios"))
real = ctypes.CDLL
def library(name, *rest, **more):
    if name is None:
        raise TypeError("bad argument type for built-in operation")
    return real(name, *rest, **more)
ctypes.CDLL = library
import autograder.check, autograder.sandbox.outside.portable, autograder.sandbox.inside.portable
print("imported")
"""


def test_what_students_run_needs_nothing_of_linux_to_be_imported() -> None:
    """Neither check.py nor the process that runs their code."""
    run = subprocess.run([sys.executable, "-c", ELSEWHERE], cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("imported\n", "")
