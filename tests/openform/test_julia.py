"""Julia's forms are found in one process, which takes seconds to start: in one file, as modules."""

from __future__ import annotations

import re

import pytest

from autograder.course.assignment import Limits
from autograder.diagnosis.bank import BANK
from autograder.openform.proposal import Proposal
from autograder.openform.source import read
from autograder.sandbox import julia
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.worker import Worker
from tests.support.forms import JULIA
from tests.support.workers import source


def as_module(name: str) -> str:
    """Return a specimen as a module, whose function has the specimen's name."""
    text = (BANK / "open" / "right" / f"{name}.jl").read_text(encoding="utf-8")
    code = text.split('"""')[2]
    function = re.search(r"(?m)^(?:function )?(\w+)\(", code)
    assert function
    renamed = re.sub(rf"\b{function[1]}\b", name, code)
    return f"module {name.title()}\n{renamed}\nend\n"


@pytest.mark.skipif(not julia.installed(), reason="Julia is not installed: ./setup.sh --with-julia")
def test_every_form_in_julia_is_found(zygotes: Zygotes) -> None:
    """Arrays, vectors, numbers and matrices; tuples, encoders, generators and noise that is given."""
    submission = source("".join(map(as_module, JULIA)), "forms.jl")
    with Worker(zygotes.of("julia"), submission, Limits(), seed=0) as worker:
        worker.load()
        proposals = {p.function: p for p in read(worker.search(), Proposal)}
    found = {name: (p.shape, p.packed, p.parameter("mean")) for name, p in proposals.items()}
    assert found == JULIA
    assert {p.kind for p in proposals.values()} == {"exact"}
