"""The wrong ideas: each says what it is, differs from every other, and is recognised when it is graded."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.check import PUBLIC, public_assignment
from autograder.diagnosis import experiments, fits
from autograder.diagnosis.bank import BANK, BankError, Specimen, misconceptions, specimens
from autograder.diagnosis.experiments import Experiment, Look, as_outcome
from autograder.diagnosis.explain import FUNCTION_OF, explain
from autograder.diagnosis.fits import Diagnosis
from autograder.diagnosis.formulas import Formulas, Functions
from autograder.diagnosis.ideas import KL, RIGHT
from autograder.diagnosis.recorded import Recorded
from autograder.grading import grade
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session.seeds import Seeds
from autograder.session.session import Session
from autograder.staff.bundle import record
from tests.support.oracle import CASES

ASSIGNMENT = public_assignment()
WORDS = ASSIGNMENT.words
IDEAS = misconceptions()
NUMERIC = [idea for idea in IDEAS if not idea.stops]
EXAMPLES = {s.diagnosis: s.fails for s in specimens(BANK / "wrong") if s.diagnosis}
# The bank has no example of them, or they stop gradients; and one of each function.
GRADED = [
    *(idea for idea in IDEAS if idea.name not in EXAMPLES or idea.stops),
    *{FUNCTION_OF[idea.fails[0]]: idea for idea in NUMERIC if idea.name in EXAMPLES}.values(),
]
SEEDS = Seeds("", PUBLIC)
FORMULAS = Formulas()
# What would be a piece of a solution rather than a hint.
FORMULA = re.compile(r"exp\(|sqrt|\*\*|\b0\.5|log_var ?[-+*/]|/ ?2|\b(np|torch|F)\.\w|\d ?[-+] ?log_var")


def functions(idea: Specimen) -> set[Any]:
    """Return the functions in which an idea is wrong."""
    return {FUNCTION_OF[check] for check in idea.fails}


@cache
def trials(function: Any) -> list[Experiment]:
    """Return the experiments on a function."""
    return experiments.of(function, CASES, SEEDS, beta=True)


@cache
def observed(path: Path, function: Any) -> list[Any]:
    """Observe a function of an idea in every experiment."""
    return [trial.observe(Functions(path)) for trial in trials(function)]


@cache
def look(name: str, function: Any) -> list[Look]:
    """Look at a function of an idea in every experiment."""
    return [FORMULAS.look(name, trial) for trial in trials(function)]


def agree(idea: Specimen, name: str, function: Any) -> bool:
    """Whether one idea does what another does, in every experiment."""
    seen = zip(trials(function), observed(idea.path, function), look(name, function), strict=True)
    return all(trial.agree(observation, kept) for trial, observation, kept in seen)


def same(one: Array, other: Array) -> bool:
    """Whether two kept arrays, or words, agree."""
    return fits.same_outcome(as_outcome({"outcome": one}), as_outcome({"outcome": other}))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The ideas as students have them."""
    path = tmp_path_factory.mktemp("ideas") / "ideas.bin"
    path.write_bytes(record.ideas()[0])
    return Recorded(path)


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
    alike = [
        (one.name, other.name)
        for i, one in enumerate(NUMERIC)
        for other in NUMERIC[:i]
        if functions(one) == functions(other) and all(agree(one, other.name, f) for f in functions(one))
    ]
    assert alike == []


@pytest.mark.parametrize("idea", NUMERIC, ids=lambda i: i.name)
def test_a_misconception_differs_from_a_right_submission(idea: Specimen) -> None:
    """In every function in which it is wrong."""
    for function in functions(idea):
        assert not agree(idea, RIGHT, function)


def test_a_known_submission_with_an_idea_fails_what_the_idea_fails() -> None:
    """So that where it is graded and recognised (`tests/test_bank.py`) the idea is too."""
    assert {name: set(fails) for name, fails in EXAMPLES.items()} == {
        idea.name: set(idea.fails) for idea in IDEAS if idea.name in EXAMPLES
    }


@pytest.mark.parametrize("idea", GRADED, ids=lambda i: i.name)
def test_a_misconception_fails_its_checks_and_is_recognised(
    idea: Specimen, zygotes: Zygotes, recorded: Recorded
) -> None:
    """Through the real worker: the checks that it names fail; the first says its hint, as to students."""
    students: dict[str, Diagnosis] = {}

    def check(session: Session) -> None:
        of = {f: [check for check in idea.fails if FUNCTION_OF[check] == f] for f in functions(idea)}
        students.update(explain(session, of, recorded))

    graded = grade(idea.path, ASSIGNMENT, zygotes, identity=PUBLIC, on_graded=check)
    failed = {
        r["extra_data"]["check"]: r for r in graded.results["tests"] if r["extra_data"]["status"] == "failed"
    }
    assert set(idea.fails) == set(failed)
    assert {idea.name} == {row["extra_data"].get("diagnosis") for row in failed.values()}
    first, *others = (row["output"] for row in failed.values())
    assert first.endswith(f"\nDiagnosis: {WORDS.say(idea.hint)}")
    number = next(iter(failed.values()))["number"]
    assert all(output.endswith(f"\nDiagnosis: as in test {number}.") for output in others)
    assert not any("Likely cause" in output for output in (first, *others))
    assert dict.fromkeys(idea.fails, (idea.hint, idea.about)) == {
        check: (diagnosis.hint, diagnosis.about) for check, diagnosis in students.items()
    }


@pytest.mark.parametrize("file", [i.path for i in IDEAS], ids=lambda p: p.stem)
def test_a_misconception_is_a_whole_submission(file: Path) -> None:
    """It has the three functions, and draws from its global rng or not at all."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert names == ["reparameterize", "kl_divergence", "elbo"]


def test_students_have_numbers_that_are_what_the_formulas_give(recorded: Recorded) -> None:
    """Of every idea in every experiment, whatever KL an ELBO rests on, and no name that tells a formula."""
    assert [re.sub(r"\d", "", idea.name) for idea in recorded.wrong] == [""] * len(IDEAS)
    right = (RIGHT, RIGHT, ("reparameterize", "kl_divergence", "elbo"))
    wrong = zip(IDEAS, recorded.wrong, strict=True)
    named = [right, *((i.name, kept.name, functions(i)) for i, kept in wrong if not i.stops)]
    kls: list[KL | None] = [None, lambda mu, log_var: (mu**2 - 0.3 * log_var).sum(axis=1)]
    for name, number, function, kl in ((n, m, f, kl) for n, m, of in named for f in of for kl in kls):
        for trial in trials(function) if kl is None or function == "elbo" else ():
            with np.errstate(all="ignore"):
                due, found = FORMULAS.look(name, trial, kl), recorded.look(number, trial, kl)
            assert [k for k in due if not same(due[k], found[k])] == [], (name, trial.name)


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
