"""The verb `replay`: any test again, from what results.json remembers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.course.assignment import load
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.results.file import write
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session.trace import Trace
from tests.support.bank import FOLDER

ASSIGNMENT = load(ROOT / "assignment.toml")
SUBMISSIONS = {
    "PyTorch": FOLDER / "right" / "randn_like.py",
    "NumPy": FOLDER / "right" / "np_randn.py",
    "wrong": FOLDER / "wrong" / "sampler_uniform.py",
}
UNREPEATABLE = """
import os
import numpy as np

def reparameterize(mu, log_var):
    rng = np.random.default_rng(int.from_bytes(os.urandom(8), "little"))
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)
"""
SAMPLER = '[functions]\nreparameterize = "reparameterize"\n'


def graded(
    submission: Path, folder: Path, zygotes: Zygotes, assignment: Path = ROOT / "assignment.toml"
) -> Path:
    """Grade a submission and return its results file."""
    results = folder / "results.json"
    write(results, grade(submission, load(assignment), zygotes, identity="4711").results)
    return results


def replay(results: Path, submission: Path, *options: str) -> Result:
    """Run the verb."""
    return CliRunner().invoke(main, ["replay", str(results), str(submission), *options])


def repeated(row: dict[str, Any]) -> str:
    """Return what the verb prints of a test that is repeated, where it made calls."""
    called = "inputs" in row["extra_data"].get("calls", {})
    return "repeated bit for bit" if called else "no calls to repeat: the verdict alone is compared"


def points(row: dict[str, Any]) -> str:
    """Return a test's points as the verb prints them; a person's have none."""
    return f", {row['score']:g}/{row['max_score']:g}" if "score" in row else ""


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_every_test_is_repeated_bit_for_bit(name: str, tmp_path: Path, zygotes: Zygotes) -> None:
    """Inputs, outputs and verdict: whichever the framework, and whether it passed or failed."""
    results = graded(SUBMISSIONS[name], tmp_path, zygotes)
    result = replay(results, SUBMISSIONS[name])
    rows = json.loads(results.read_text())["tests"]
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{row['extra_data']['check']}: {row['extra_data']['status']}{points(row)}; {repeated(row)}"
        for row in rows
    ]


def test_noise_that_cannot_be_repeated_is_said(tmp_path: Path, zygotes: Zygotes) -> None:
    """The inputs are the same, the outputs are not, and the verdict is; also of an older grader's record."""
    submission, assignment = tmp_path / "vae.py", tmp_path / "sampler.toml"
    submission.write_text(UNREPEATABLE)
    assignment.write_text(SAMPLER)
    results = graded(submission, tmp_path, zygotes, assignment)
    record = json.loads(results.read_text())
    record["extra_data"]["paces"] = ["whole"]  # without the names of samplers, as it was
    write(results, record)
    result = replay(results, submission, "--check", "sampler_mean", "--assignment", str(assignment))
    assert result.exit_code == 0
    assert result.stdout == (
        "sampler_mean: passed, 5/5; the same inputs, other outputs: noise that cannot be repeated, or "
        "another machine or package\n"
    )


def test_a_submission_that_gets_another_verdict_is_said(tmp_path: Path, zygotes: Zygotes) -> None:
    """Exit code 1, with both verdicts: here another file is replayed than was graded."""
    results = graded(FOLDER / "wrong" / "kl_half_twice.py", tmp_path, zygotes)
    result = replay(results, SUBMISSIONS["NumPy"], "--check", "kl_values")
    assert result.exit_code == 1
    assert result.stdout.startswith("kl_values: passed, 6/6, but was failed, 0/6; ")


def test_another_salt_is_said(tmp_path: Path, zygotes: Zygotes) -> None:
    """Then the inputs are others."""
    results = graded(SUBMISSIONS["NumPy"], tmp_path, zygotes)
    text = (ROOT / "assignment.toml").read_text(encoding="utf-8")
    (tmp_path / "other.toml").write_text(text.replace("choose your own", "chosen"))
    result = replay(results, SUBMISSIONS["NumPy"], "--assignment", str(tmp_path / "other.toml"))
    assert result.exit_code == 0
    told = {line.partition(":")[0]: line.partition("; ")[2] for line in result.stdout.splitlines()}
    code = [name for name in told if name.startswith(("sampler_", "kl_", "elbo_", "beta_"))]
    assert len(code) == 12
    assert [name for name in code if not told[name].startswith("other inputs: the salt, ")] == []
    assert not [name for name in told if told[name] == "repeated bit for bit"]


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("{}", [], "holds no extra_data of a graded submission"),
        ("[" * 100_000, [], "holds no extra_data of a graded submission"),
        ('{"extra_data": {"identity": 1}, "tests": []}', ["--check", "x"], "x: no such test was graded"),
    ],
)
def test_what_cannot_be_replayed_is_said(content: str, options: list[str], said: str, tmp_path: Path) -> None:
    """Exit code 2 and a remedy."""
    results = tmp_path / "results.json"
    results.write_text(content)
    result = replay(results, SUBMISSIONS["NumPy"], *options)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_a_trace_changes_with_everything_that_is_sent() -> None:
    """Values, shape, dtype, words and order, and no less with what came back."""
    add_inputs = [
        (np.arange(6.0),),
        (np.arange(6.0).reshape(2, 3),),
        (np.arange(6.0, dtype="float32"),),
        ({"mu": np.arange(6.0)},),
        ("kl", {"beta": 1.0}, None, 1),
        ("kl", {"beta": 2.0}, None, 1),
    ]
    hashes = set()
    for parts in add_inputs:
        trace = Trace()
        trace.add_inputs(*parts)
        once = trace["inputs"]
        trace.add_inputs(*parts)
        hashes |= {once, trace["inputs"]}
        assert "outputs" not in trace
    assert len(hashes) == 2 * len(add_inputs)
