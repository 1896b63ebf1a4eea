"""The wrong ideas: each says what it is, differs from every other, and is recognised when it is graded."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import load
from autograder.diagnosis import experiments
from autograder.diagnosis.bank import BANK, BankError, Specimen, misconceptions, specimens
from autograder.diagnosis.explain import FUNCTION_OF
from autograder.diagnosis.ideas import ORACLE, Idea
from autograder.grading import Zygotes, grade
from autograder.paths import ROOT
from autograder.session.seeds import Seeds
from tests.support.oracle import CASES

ASSIGNMENT = load(ROOT / "assignment.toml")
WORDS = ASSIGNMENT.words
IDEAS = misconceptions()
NUMERIC = [idea for idea in IDEAS if not idea.stops]
SEEDS = Seeds("", "any")
# What would be a piece of a solution rather than a hint.
FORMULA = re.compile(r"exp\(|sqrt|\*\*|\b0\.5|log_var ?[-+*/]|/ ?2|\b(np|torch|F)\.\w|\d ?[-+] ?log_var")


def functions(idea: Specimen) -> set[Any]:
    """Return the functions in which an idea is wrong."""
    return {FUNCTION_OF[check] for check in idea.fails}


@cache
def observed(path: Path, function: Any) -> list[Any]:
    """Look at a function of an idea in every experiment."""
    return [trial.look(Idea(path)) for trial in experiments.of(function, CASES, SEEDS, "float64", beta=True)]


def agree(one: list[Any], other: list[Any], function: Any) -> bool:
    """Whether two looked the same in every experiment."""
    trials = experiments.of(function, CASES, SEEDS, "float64", beta=True)
    return all(t.agree(a, b) for t, a, b in zip(trials, one, other, strict=True))


@pytest.mark.parametrize("idea", IDEAS, ids=lambda i: i.name)
def test_a_misconception_says_what_is_wrong_and_gives_a_hint_without_the_solution(idea: Specimen) -> None:
    """A title for staff, and a hint for students in which there is no formula."""
    assert re.fullmatch(r"[^\n]+\.", idea.title)
    assert len(idea.hint) > 20
    assert not FORMULA.search(WORDS.say(idea.hint))
    assert set(idea.fails) <= set(FUNCTION_OF)


def test_there_are_at_least_thirty_in_numpy_and_no_two_say_the_same() -> None:
    """Those that are about gradients, and they alone, are in PyTorch."""
    torch = {i.name for i in IDEAS if "import torch" in i.path.read_text(encoding="utf-8")}
    assert {i.name for i in IDEAS if i.stops} == torch
    assert len(NUMERIC) >= 30
    assert len({i.title for i in IDEAS}) == len({i.hint for i in IDEAS}) == len(IDEAS)


def test_different_misconceptions_differ_where_they_are_compared() -> None:
    """Of any two that are wrong in the same functions, at least one function looks different."""
    same = [
        (one.name, other.name)
        for i, one in enumerate(NUMERIC)
        for other in NUMERIC[:i]
        if functions(one) == functions(other)
        and all(agree(observed(one.path, f), observed(other.path, f), f) for f in functions(one))
    ]
    assert same == []


@pytest.mark.parametrize("idea", NUMERIC, ids=lambda i: i.name)
def test_a_misconception_differs_from_a_right_submission(idea: Specimen) -> None:
    """In every function in which it is wrong."""
    for function in functions(idea):
        assert not agree(observed(idea.path, function), observed(ORACLE, function), function)


@pytest.mark.parametrize("idea", IDEAS, ids=lambda i: i.name)
def test_a_misconception_fails_its_checks_and_is_recognised(idea: Specimen, zygotes: Zygotes) -> None:
    """Through the real worker: the checks that it names fail, and each shows its own hint."""
    graded = grade(idea.path, ASSIGNMENT, zygotes, identity="one")
    failed = {
        r["extra_data"]["check"]: r for r in graded.results["tests"] if r["extra_data"]["status"] == "failed"
    }
    assert set(idea.fails) == set(failed)
    assert {idea.name} == {row["extra_data"].get("diagnosis") for row in failed.values()}
    assert all(row["output"].endswith(f"\nDiagnosis: {WORDS.say(idea.hint)}") for row in failed.values())


@pytest.mark.parametrize("file", [i.path for i in IDEAS], ids=lambda p: p.stem)
def test_a_misconception_is_a_whole_submission(file: Path) -> None:
    """It has the three functions, and draws from its global rng or not at all."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert names == ["reparameterize", "kl_divergence", "elbo"]


def test_diagnoses_that_the_bank_declares_exist() -> None:
    """A wrong submission may only name a misconception that there is."""
    declared = {s.diagnosis for s in specimens(BANK / "wrong")} - {""}
    assert declared <= {idea.name for idea in IDEAS}


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """What is uploaded to Gradescope has no tests with it."""
    with pytest.raises(BankError, match=r"right: no such folder\. Run this where the whole project is"):
        specimens(tmp_path / "right")


def test_a_file_that_does_not_say_what_it_is_is_an_error(tmp_path: Path) -> None:
    """The message names the file and the remedy."""
    (tmp_path / "mine.py").write_text("x = 1\n")
    with pytest.raises(
        BankError, match=r"mine\.py: must begin with a docstring that says what it is\. Add one\."
    ):
        specimens(tmp_path)
