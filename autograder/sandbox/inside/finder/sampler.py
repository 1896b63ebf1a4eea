"""One call of a sampler by a plan: what each parameter is given, and which part of what comes back is z."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.sandbox.inside.finder import roles
from autograder.sandbox.inside.finder.arrays import content, is_tensor, joined, noise, samples
from autograder.sandbox.inside.finder.owner import Encoder, furnish, owner_of, resize, stubbed

PACKS = ("pair", "joined", "distribution")
STUB = "stub"  # an object's own encoder and decoder, which are replaced
COUNTED = 4  # samples that are asked for at once
Plan = Mapping[str, Any]
Function = Callable[..., Any]


class Sampler:
    """One call of the student's function, with what its parameters need."""

    def __init__(self, function: Function, plan: Plan, space: dict[str, Any]) -> None:
        self._function, self._plan, self._space = function, plan, space
        self._samples: list[Any] = []
        self._asked: Any = None

    def __call__(self, mu: Any, width: Any) -> Any:
        """Return z for one mu and width as the plan's shape has them."""
        counted = roles.COUNT in self._plan["roles"].values()
        if not counted:
            return self._part(self._called(mu, width, 1), mu)
        asked = (content(mu), content(width))
        if self._asked != asked or not self._samples or getattr(mu, "requires_grad", False):
            z = self._part(self._called(mu, width, COUNTED), mu, counted=True)
            self._samples, self._asked = samples(z, np.shape(mu), COUNTED), asked
        return self._samples.pop(0)

    def plain(self) -> Function | None:
        """Return the function itself where it takes mu and the width, in this order, and nothing else."""
        plan = self._plan
        given = [plan["roles"].get(name) for name in plan["order"] if name in plan["roles"]]
        bare = given == [roles.MEAN, roles.WIDTH] and not plan["keywords"] and not plan["part"]
        return self._function if bare and plan["part"] == "" else None

    def _called(self, mu: Any, width: Any, count: int) -> Any:
        shape = np.shape(mu)
        resize(self._space, shape)
        owner = owner_of(self._function)
        if owner is not None:
            furnish(owner, self._function)
            resize(vars(owner), shape)
        values = {
            name: self._value(role, mu, width, count, shape) for name, role in self._plan["roles"].items()
        }
        by_name = set(self._plan["keywords"])
        positional = [values[name] for name in self._plan["order"] if name in values and name not in by_name]
        with stubbed(owner if self._plan["packed"] == STUB else None, (mu, width)):
            return self._function(*positional, **{name: values[name] for name in values if name in by_name})

    def _value(self, role: str, mu: Any, width: Any, count: int, shape: tuple[int, ...]) -> Any:
        if role == roles.PACKED:
            return self._packed(mu, width)
        simple: dict[str, Callable[[], Any]] = {
            roles.MEAN: lambda: mu,
            roles.WIDTH: lambda: width,
            roles.NOISE: lambda: noise(mu),
            roles.COUNT: lambda: count,
            roles.GENERATOR: lambda: np.random.default_rng() if not is_tensor(mu) else None,
            roles.DEVICE: lambda: "cpu",
            roles.TYPE: lambda: mu.dtype,
            roles.LATENT: lambda: shape[-1] if shape else 1,
            roles.BATCH: lambda: shape[0] if shape else 1,
            roles.SHAPE: lambda: shape,
            roles.MODE: lambda: True,
            roles.MODEL: lambda: Encoder(self._pair(mu, width)),
            roles.DATA: lambda: mu,
            roles.SELF: lambda: Encoder(self._pair(mu, width)),
        }
        return simple[role]()

    def _packed(self, mu: Any, width: Any) -> Any:
        pack = self._plan["packed"]
        if pack == "joined":
            return joined(mu, width)
        return mu if pack == STUB else self._pair(mu, width)

    def _pair(self, mu: Any, width: Any) -> Any:
        if self._plan["packed"] == "distribution":
            return sys.modules["torch"].distributions.Normal(mu, width)
        return (mu, width)

    def _part(self, returned: Any, mu: Any, *, counted: bool = False) -> Any:
        """Return z out of what came back: itself, or the plan's part of a tuple, a table or an object."""
        part = self._plan["part"]
        if part == "rsample":
            return returned.rsample()
        if isinstance(part, int):
            return returned[part]
        if isinstance(part, str) and part:
            return returned[part] if isinstance(returned, Mapping) else getattr(returned, part)
        if self._plan["shape"] == "list" and not counted:
            return np.asarray(returned, dtype=np.asarray(mu).dtype)
        return returned
