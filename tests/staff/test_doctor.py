"""`doctor`: what a machine offers to confine student code, and what to do about what is missing."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.sandbox import julia
from autograder.sandbox.outside.errors import Unsafe
from autograder.sandbox.outside.worker import Worker
from autograder.sandbox.walls import landlock, places
from autograder.sandbox.walls.places import MACHINE, REMEDIES, Place
from autograder.staff import doctor
from autograder.submission.code import Submission

ALL = ("unprivileged", "no_new_privs", "landlock", "seccomp")


def test_a_machine_that_is_fit() -> None:
    """Here every layer holds, and the exit code says so."""
    done = CliRunner().invoke(main, ["doctor"])
    lines = done.output.splitlines()
    assert (done.exit_code, lines[-1]) == (0, f"as {MACHINE.name}: fit")
    assert [line for line in lines if line.startswith("layer")] == [
        f"layer {layer}: holds, required" for layer in ALL
    ]
    assert f"landlock: version {landlock.abi()}" in lines


def test_a_machine_that_is_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where student code cannot be confined, it says why, and the exit code says so."""
    why = f"Student code was not run: landlock cannot be had here. {REMEDIES['landlock']}"

    def refuse(_: Worker) -> None:
        raise Unsafe(why)

    monkeypatch.setattr(Worker, "load", refuse)
    done = CliRunner().invoke(main, ["doctor"])
    last = f"as {places.gradescope().name}: not fit. {why}"
    assert (done.exit_code, done.output.splitlines()[-1]) == (1, last)


@pytest.mark.parametrize("layer", ALL)
def test_a_layer_that_does_not_hold(layer: str) -> None:
    """Each layer that is missing is told with what to do."""
    holding = [other for other in ALL if other != layer]
    lines = list(doctor.layers(holding, MACHINE))
    assert f"layer {layer}: does not hold, required in {MACHINE.name}. {REMEDIES[layer]}" in lines
    assert len([line for line in lines if "holds, required" in line]) == 3


def test_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container too small for PyTorch is told."""
    monkeypatch.setattr(doctor, "_memory_mb", lambda: 768)
    advice = f"memory: 768 MB; PyTorch needs {doctor.ENOUGH_MB} MB: choose a larger container"
    assert advice in list(doctor.machine())


def test_where_julia_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Julia is, it is told, else how to get it."""
    assert f"julia: {julia.HOME}" in list(doctor.machine())
    monkeypatch.setattr(julia, "installed", lambda: False)
    assert "julia: none; ./setup.sh --with-julia installs it" in list(doctor.machine())


def test_a_julia_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Julia that does not run a file makes a machine unfit, and says so."""
    broken = Submission((("vae.jl", b"exit(3)"),), "vae.jl")
    monkeypatch.setattr(doctor, "VISITORS", (doctor.VISITORS[0], broken))
    lines, fit = doctor.examine(MACHINE)
    assert (len(lines), fit) == (1, False)
    assert "exit()" in lines[0]


@pytest.mark.parametrize(("user", "place"), [(0, places.CONTAINER), (1000, places.MACHINE)])
def test_the_platforms_place(user: int, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gradescope's entry point stands in a container of its own when it is root, else on a machine."""
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert places.gradescope() == place
