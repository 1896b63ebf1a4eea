"""A session without a process: a sampler that is imported, called and differentiated right here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.arrays import Array
from autograder.checks.sampler import SamplerChecks
from autograder.checks.spec import specs
from autograder.course.conventions import Conventions
from autograder.course.words import Words
from autograder.sandbox.inside import frameworks
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.replies import Reply
from autograder.session.seeds import Seeds
from tests.support.oracle import CASES

Reparameterize = Callable[[Any, Any], Any]


class SimulatedSession:
    """What the sampler's checks ask of a session; `load` stands for importing the file in a fresh process."""

    def __init__(
        self, load: Callable[[], Reparameterize], dtypes: tuple[str, ...], seed: int, alpha: float
    ) -> None:
        self.torch = len(dtypes) > 1
        self.kind = "tensor" if self.torch else "array"
        self.dtype, self.dtypes = dtypes[0], dtypes
        self.seeds, self.words = Seeds("a course", str(seed)), Words(Conventions(), {})
        self.notes: list[str] = []
        self.floor = 0.0
        self.cases = CASES
        self._load, self._loaded, self._alpha = load, load(), alpha

    def words_of(self, _: str) -> Words:
        """Return the words of the course."""
        return self.words

    def name(self, function: str) -> str:
        """Return the name that it should have."""
        return function

    def level(self, share: float) -> float:
        """Return a share of alpha."""
        return share * self._alpha

    def usable_dtypes(self, _: str) -> list[str]:
        """Return all dtypes."""
        return list(self.dtypes)

    def call(self, call: Call) -> Reply:
        """Call and differentiate as a worker does, after another import where that is asked for."""
        function = self._load() if call.reseed else self._loaded
        header, arrays = frameworks.call(
            function,
            dict(call.inputs),
            framework="torch" if self.torch else "numpy",
            cotangent=call.cotangent,
            calls=call.calls,
        )
        vjp = {name: None if i is None else arrays[i] for name, i in header.get("vjp", {}).items()}
        return Reply(arrays[0] if arrays else header["output"]["other"], vjp, ())


def gradient_check(
    load: Callable[[], Reparameterize], dtypes: tuple[str, ...], seed: int = 0, alpha: float = 1e-9
) -> SamplerChecks:
    """Return the gradient's check for a sampler; two dtypes stand for PyTorch, one for NumPy."""
    spec = next(spec for spec in specs([SamplerChecks]) if spec.id == "sampler_gradient")
    check = SamplerChecks(spec)
    session: Any = SimulatedSession(load, dtypes, seed, alpha)
    check.session = session
    return check


def standard_normal(seed: int, shape: tuple[int, ...], dtype: Any) -> Array:
    """Draw noise in a dtype."""
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)
