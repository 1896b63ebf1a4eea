"""Numbers in place of formulas: what checks and plots ask of the oracle on public inputs, for students."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec
import numpy as np

from autograder.check import PUBLIC
from autograder.course.assignment import Assignment
from autograder.course.conventions import Function
from autograder.diagnosis.bank import BANK, code_alone
from autograder.oracle.oracle import Numbers, Oracle, Question
from autograder.oracle.parameters import public_inputs
from autograder.staff.validation.run import cores, zygotes
from autograder.staff.validation.translation import translation

if TYPE_CHECKING:
    from autograder.session.session import Session

# The public inputs that a submission meets depend on what its sampler does, and on whether its KL is right.
# In NumPy, in PyTorch, and where an ELBO rests on a wrong KL.
WHOLE = ("right/np_randn.py", "right/randn_like.py", "wrong/kl_missing_half.py")
SAMPLERS = tuple(
    f"wrong/sampler_{name}.py"
    for name in (
        "antithetic",
        "averaged_draws",
        "base_ten",
        "cauchy",
        "fixed_noise_array",
        "returns_mu",
        "reseeded",
        "seed_pool",
        "shared_over_batch",
        "shared_over_dims",
    )
)  # one for each way that the judgement of the noise can go
GRADINGS = len(WHOLE) + len(SAMPLERS)


def record(assignment: Assignment, advance: Callable[[int], None]) -> dict[str, Numbers]:
    """Grade known submissions on the public inputs and return the numbers that the checks asked for."""
    course = code_alone(assignment)
    own_names: dict[Function, str] = {f: f for f in get_args(Function) if f in course.functions}
    whole = msgspec.structs.replace(course, functions=own_names)
    one = {f: f for f in own_names if f == "reparameterize"}
    sampler = msgspec.structs.replace(whole, functions=one or own_names, points={}, visibility={})
    tasks = [
        (path, assignment)
        for names, assignment in ((WHOLE, whole), (SAMPLERS, sampler))
        for path in (BANK / name for name in names)
    ]
    numbers: dict[str, Numbers] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores(), mp_context=context) as pool:
        for answers in pool.map(recording, *zip(*tasks, strict=True)):
            numbers |= answers
            advance(1)
    return numbers


def ideas(*, every_convention: bool = False) -> tuple[bytes, dict[str, Numbers]]:
    """Return what wrong ideas do on the public inputs, and the numbers that the experiments ask for.

    With `every_convention` also the numbers that functions of other conventions are sent.
    """
    from autograder.diagnosis.formulas import Formulas
    from autograder.diagnosis.recording import record
    from autograder.oracle.cases import Cases
    from autograder.oracle.recording import Recording
    from autograder.oracle.reference import Reference
    from autograder.session.seeds import Seeds

    oracle = Recording(Reference(), every_convention=every_convention)
    return record(Formulas(), Cases(oracle), Seeds("", PUBLIC)), oracle.answers


def recording(path: Path, assignment: Assignment) -> dict[str, Numbers]:
    """Grade a submission in this process and return the numbers that the checks, and the plots, asked for."""
    from autograder.grading import grade
    from autograder.oracle.recording import Recording
    from autograder.oracle.reference import Reference
    from autograder.report.observation import observe
    from autograder.report.public import public

    oracle = Recording(Reference(), every_convention=assignment.submission.form == "open")
    for function in assignment.functions:
        _ask_for_the_public_case(oracle, function)
    plots = public(oracle)

    def draw(session: Session) -> None:
        observe(session, plots)

    with translation(path, assignment.conventions) as submission:
        grade(submission, assignment, zygotes(), oracle=oracle, identity=PUBLIC, on_graded=draw)
    return oracle.answers


def _ask_for_the_public_case(oracle: Oracle, function: Function) -> None:
    """Have the numbers kept that the public case of a function is sent with by other conventions."""
    questions: dict[Function, Question] = {
        "reparameterize": "sampler",
        "kl_divergence": "kl",
        "elbo": "elbo",
    }
    beta = {"beta": np.array(1.0)} if function == "elbo" else {}
    for dtype in ("float32", "float64"):
        inputs = {n: array.astype(np.float64) for n, array in public_inputs(function, dtype).items()}
        oracle.numbers(questions[function], **inputs, **beta)
