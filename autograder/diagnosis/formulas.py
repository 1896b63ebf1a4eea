"""The wrong ideas of `reference/misconceptions`, as functions that this process may call: they are ours.

Only their numbers are used. Those that are about gradients, and import torch, are never run here.
"""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.diagnosis.bank import MISCONCEPTIONS, misconceptions
from autograder.diagnosis.experiments import ARGUMENTS, Experiment, Look, NotComparableError
from autograder.diagnosis.fits import Outcome
from autograder.diagnosis.ideas import KL, RIGHT, Idea
from autograder.paths import ROOT
from autograder.sandbox.outside.call import Call

ORACLE = ROOT / "reference" / "numpy" / "vae.py"
SEED = 0
_signature = cache(inspect.signature)


class Formulas:
    """Knows the ideas by running their files."""

    def __init__(self) -> None:
        self._functions: dict[str, Functions] = {}

    @cached_property
    def wrong(self) -> list[Idea]:
        """All wrong ideas, in the order of their names."""
        return [Idea(s.name, s.hint, s.fails, s.stops, s.about) for s in misconceptions()]

    def look(self, name: str, experiment: Experiment, kl: KL | None = None) -> Look:
        """Look at an idea in an experiment; NotComparableError where it gives nothing there."""
        if name not in self._functions:
            self._functions[name] = Functions(ORACLE if name == RIGHT else MISCONCEPTIONS / f"{name}.py")
        with self._functions[name].resting_on(kl) as functions:
            functions.restart()  # what was looked at before changes nothing
            return experiment.keep(experiment.observe(functions))


class Functions:
    """A file's three functions as a subject of experiments; its noise comes from its global `rng`."""

    def __init__(self, path: Path) -> None:
        self._module = _load(path)
        self.restart()

    def call(self, call: Call) -> Outcome:
        """Call a function on float64 copies of the inputs and stack what it returns."""
        if call.reseed:
            self.restart()
        function: Callable[..., Any] = getattr(self._module, call.function)
        exact = [array.astype(np.float64) for array in call.inputs.values()]
        try:
            _signature(function).bind(*exact, **call.keywords)
        except TypeError:
            return ARGUMENTS
        try:
            return np.stack([function(*exact, **call.keywords) for _ in range(call.calls)])
        except ValueError as error:  # shapes that its wrong idea does not fit
            raise NotComparableError from error

    @contextmanager
    def resting_on(self, kl: KL | None) -> Iterator[Functions]:
        """Yield itself with its ELBO resting on another KL divergence, or on its own."""
        functions = vars(self._module)
        own = functions["kl_divergence"]
        functions["kl_divergence"] = kl or own
        try:
            yield self
        finally:
            functions["kl_divergence"] = own

    def restart(self) -> None:
        """Put the noise back to its first draw."""
        vars(self._module)["rng"] = np.random.default_rng(SEED)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"misconception_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
