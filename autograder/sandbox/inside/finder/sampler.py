"""One call of a sampler by a plan: what each parameter is given, and which part of what comes back is z."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.sandbox.inside.finder import roles
from autograder.sandbox.inside.finder.arrays import content, is_tensor, join, noise, samples
from autograder.sandbox.inside.finder.owner import Encoder, furnish, owner_of, resize, stub

PACKS = ("pair", "joined", "distribution")
STUB = "stub"  # an object's own encoder and decoder, which are replaced
DRAWS = 4  # samples that are asked for at once
Plan = Mapping[str, Any]
Function = Callable[..., Any]


class Sampler:
    """One call of the student's function, with what its parameters need."""

    def __init__(self, function: Function, plan: Plan, space: dict[str, Any]) -> None:
        self._function, self._plan, self._space = function, plan, space
        self._samples: list[Any] = []
        self._key: Any = None

    def __call__(self, mu: Any, width: Any) -> Any:
        """Return z for one mu and width as the plan's shape has them."""
        has_count = roles.COUNT in self._plan["roles"].values()
        if not has_count:
            return self._part(self._call(mu, width, 1), mu)
        key = (content(mu), content(width))
        if self._key != key or not self._samples or getattr(mu, "requires_grad", False):
            z = self._part(self._call(mu, width, DRAWS), mu, several=True)
            self._samples, self._key = samples(z, np.shape(mu), DRAWS), key
        return self._samples.pop(0)

    def plain(self) -> Function | None:
        """Return the function itself where it takes mu and the width, in this order, and nothing else."""
        plan = self._plan
        order = [plan["roles"].get(name) for name in plan["order"] if name in plan["roles"]]
        bare = order == [roles.MEAN, roles.WIDTH] and not plan["keywords"] and not plan["part"]
        return self._function if bare and plan["part"] == "" else None

    def _call(self, mu: Any, width: Any, count: int) -> Any:
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
        with stub(owner if self._plan["packed"] == STUB else None, (mu, width)):
            return self._function(*positional, **{name: values[name] for name in values if name in by_name})

    def _value(self, role: str, mu: Any, width: Any, count: int, shape: tuple[int, ...]) -> Any:
        if role == roles.PACKED:
            return self._pack(mu, width)
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

    def _pack(self, mu: Any, width: Any) -> Any:
        pack = self._plan["packed"]
        if pack == "joined":
            return join(mu, width)
        return mu if pack == STUB else self._pair(mu, width)

    def _pair(self, mu: Any, width: Any) -> Any:
        if self._plan["packed"] == "distribution":
            return sys.modules["torch"].distributions.Normal(mu, width)
        return (mu, width)

    def _part(self, output: Any, mu: Any, *, several: bool = False) -> Any:
        """Return z out of what came back: itself, or the plan's part of a tuple, a table or an object."""
        part = self._plan["part"]
        if part == "rsample":
            return output.rsample()
        if isinstance(part, int):
            return output[part]
        if isinstance(part, str) and part:
            return output[part] if isinstance(output, Mapping) else getattr(output, part)
        if self._plan["shape"] == "list" and not several:
            return np.asarray(output, dtype=np.asarray(mu).dtype)
        return output
