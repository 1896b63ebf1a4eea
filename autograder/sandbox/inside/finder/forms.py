"""Calling a sampler of any form as if it were f(mu, p) -> z with arrays (batch, latent)."""

from __future__ import annotations

import contextlib
import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.sandbox.inside.finder import roles

SHAPES = ("batch", "vector", "scalar", "columns", "list", "matrix")
PACKS = ("pair", "joined", "distribution")
STUB = "stub"  # an object's own encoder and decoder, which are replaced
ENCODERS, DECODERS = r"_?(enc(oder?)?|encode\w*|encoder\w*)", r"_?(dec(oder?)?|decode\w*|decoder\w*)"
ROTATION_SEED = 11
COUNTED = 4  # samples that are asked for at once
SIZES = {
    r"(n_)?(latents?|z|hidden|code)_?(dims?|size|features|n)|n_?latents?|zdim|nz|latents?": -1,
    r"batch_?size|bs": 0,
}
FIXED = {"device": "cpu", "training": True}  # what an object made without __init__ may lack as well
Plan = Mapping[str, Any]
Function = Callable[..., Any]


def adapted(function: Function, plan: Plan, space: dict[str, Any]) -> Function:
    """Return f(mu, p) -> z for a function that is called by a plan; `space` is its module's namespace.

    The plan says the `roles` of parameters by name, the `shape` in which they are given, how a `packed` one
    holds both, and which `part` of what comes back is z.
    """
    sampler = Sampler(function, plan, space)
    return SHAPE_OF[plan["shape"]](sampler)


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
        asked = (_bytes(mu), _bytes(width))
        if self._asked != asked or not self._samples or getattr(mu, "requires_grad", False):
            z = self._part(self._called(mu, width, COUNTED), mu, counted=True)
            self._samples, self._asked = _along(z, np.shape(mu)), asked
        return self._samples.pop(0)

    def plain(self) -> Function | None:
        """Return the function itself where it takes mu and the width, in this order, and nothing else."""
        plan = self._plan
        given = [plan["roles"].get(name) for name in plan["order"] if name in plan["roles"]]
        bare = given == [roles.MEAN, roles.WIDTH] and not plan["keywords"] and not plan["part"]
        return self._function if bare and plan["part"] == "" else None

    def _called(self, mu: Any, width: Any, count: int) -> Any:
        shape = np.shape(mu)
        _resize(self._space, shape)
        owner = _owner(self._function)
        if owner is not None:
            _furnish(owner, self._function)
            _resize(vars(owner), shape)
        values = {
            name: self._value(role, mu, width, count, shape) for name, role in self._plan["roles"].items()
        }
        by_name = set(self._plan["keywords"])
        positional = [values[name] for name in self._plan["order"] if name in values and name not in by_name]
        with _stubbed(owner if self._plan["packed"] == STUB else None, (mu, width)):
            return self._function(*positional, **{name: values[name] for name in values if name in by_name})

    def _value(self, role: str, mu: Any, width: Any, count: int, shape: tuple[int, ...]) -> Any:
        if role == roles.PACKED:
            return self._packed(mu, width)
        simple: dict[str, Callable[[], Any]] = {
            roles.MEAN: lambda: mu,
            roles.WIDTH: lambda: width,
            roles.NOISE: lambda: _noise(mu),
            roles.COUNT: lambda: count,
            roles.GENERATOR: lambda: np.random.default_rng() if not _torch(mu) else None,
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
            return _joined(mu, width)
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


class Encoder:
    """Stands for an encoder, or a model with one: whatever it is given, it returns the same parameters."""

    def __init__(self, output: Any) -> None:
        self._output = output

    def __call__(self, *_: object, **__: object) -> Any:
        """Return the parameters."""
        return self._output

    encode = encoder = forward = predict = __call__


def _by_rows(sampler: Sampler) -> Function:
    def f(mu: Any, width: Any) -> Any:
        return _stacked([sampler(m, w) for m, w in zip(mu, width, strict=True)], mu)

    return f


def _by_elements(sampler: Sampler) -> Function:
    def f(mu: Any, width: Any) -> Any:
        if _torch(mu):
            pairs = zip(mu.reshape(-1), width.reshape(-1), strict=True)
            return _stacked([_scalar(sampler(m, w), m) for m, w in pairs], mu).reshape(mu.shape)
        one = sampler.plain() or sampler  # a million calls of it
        pairs = zip(mu.ravel().tolist(), width.ravel().tolist(), strict=True)
        return np.array([one(m, w) for m, w in pairs], dtype=mu.dtype).reshape(mu.shape)

    return f


def _by_lists(sampler: Sampler) -> Function:
    return lambda mu, width: np.array(
        [sampler(m.tolist(), w.tolist()) for m, w in zip(mu, width, strict=True)], dtype=mu.dtype
    )


def _turned(value: Any) -> Any:
    return value.transpose(0, 1) if _torch(value) else np.transpose(value)


def _by_matrices(sampler: Sampler, *, of: str = "") -> Function:
    """Give each row its width as a matrix: diagonal, or turned, as a covariance or as its Cholesky factor.

    What comes back is turned back: with turned axes, noise is right only where the whole matrix is used.
    """

    def f(mu: Any, width: Any) -> Any:
        turn = _turn(mu) if of else None
        rows = [_row(sampler, m, w, of, turn) for m, w in zip(mu, width, strict=True)]
        return _stacked(rows, mu)

    return f


def _row(sampler: Sampler, mu: Any, width: Any, of: str, turn: Any) -> Any:
    library = sys.modules["torch"] if _torch(mu) else np
    if not of:
        return sampler(mu, library.diag(width)).reshape(mu.shape)
    scaled = turn * (width if of == "covariance" else width**2)
    matrix = scaled @ turn.T
    z = sampler(mu, matrix if of == "covariance" else library.linalg.cholesky(matrix))
    return mu + turn.T @ (z.reshape(mu.shape) - mu)


def _turn(mu: Any) -> Any:
    size = mu.shape[-1]
    turn = np.linalg.qr(np.random.RandomState(ROTATION_SEED).normal(size=(size, size)))[0]
    return sys.modules["torch"].as_tensor(turn, dtype=mu.dtype) if _torch(mu) else turn.astype(mu.dtype)


SHAPE_OF: dict[str, Callable[[Sampler], Function]] = {
    "batch": lambda sampler: sampler,
    "columns": lambda sampler: lambda mu, width: _turned(sampler(_turned(mu), _turned(width))),
    "vector": _by_rows,
    "scalar": _by_elements,
    "list": _by_lists,
    "matrix": _by_matrices,
    "covariance": functools.partial(_by_matrices, of="covariance"),
    "cholesky": functools.partial(_by_matrices, of="cholesky"),
}


def _owner(function: Function) -> Any:
    """Return the object that a method belongs to, if it has attributes of its own."""
    owner = getattr(function, "__self__", None)
    return owner if not isinstance(owner, type) and hasattr(owner, "__dict__") else None


def _furnish(owner: Any, function: Function) -> None:
    """Give an object what its method asks for and it lacks: a device, and sizes, set at each call."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    for name in getattr(code, "co_names", ()):
        if not hasattr(owner, name):
            if name in FIXED:
                vars(owner)[name] = FIXED[name]
            elif any(re.fullmatch(pattern, name.lower().lstrip("_")) for pattern in SIZES):
                vars(owner)[name] = 1


@contextlib.contextmanager
def _stubbed(owner: Any, pair: Any) -> Iterator[None]:
    """Let an object's encoder return the parameters, and its decoder what it is given."""
    if owner is None:
        yield
        return
    kept = dict(vars(owner))
    for name in dir(owner):
        if re.fullmatch(ENCODERS, name):
            vars(owner)[name] = Encoder(pair)
        elif re.fullmatch(DECODERS, name):
            vars(owner)[name] = _same
    try:
        yield
    finally:
        vars(owner).clear()
        vars(owner).update(kept)


def _same(z: Any, *_: object, **__: object) -> Any:
    return z


def _resize(names: dict[str, Any], shape: tuple[int, ...]) -> None:
    """Set what says how large the latent space or the batch is, in a module or an object, to what is sent."""
    for name, value in list(names.items()):
        if type(value) is int and shape:
            for pattern, axis in SIZES.items():
                if re.fullmatch(pattern, name.lower().lstrip("_")):
                    names[name] = shape[axis]


def _torch(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _noise(mu: Any) -> Any:
    if _torch(mu):
        return sys.modules["torch"].randn_like(mu)
    return np.random.standard_normal(np.shape(mu)).astype(getattr(mu, "dtype", float))[()]


def _joined(mu: Any, width: Any) -> Any:
    if _torch(mu):
        return sys.modules["torch"].cat([mu, width], -1)
    return np.concatenate([mu, width], -1)


def _stacked(rows: list[Any], mu: Any) -> Any:
    """Return rows, or the elements of lists, as one array or tensor."""
    if not _torch(mu):
        return np.stack(rows)
    torch = sys.modules["torch"]
    whole = [_stacked([_scalar(v, mu) for v in row], mu) if isinstance(row, list) else row for row in rows]
    return torch.stack(whole)


def _scalar(value: Any, like: Any) -> Any:
    return value if _torch(value) else sys.modules["torch"].as_tensor(value, dtype=like.dtype)


def _along(z: Any, shape: tuple[int, ...]) -> list[Any]:
    """Return the samples of an array with one axis more than mu has, wherever that axis is."""
    if isinstance(z, list):
        return z
    axes = [a for a in range(z.ndim) if z.shape[a] == COUNTED and (*z.shape[:a], *z.shape[a + 1 :]) == shape]
    if not axes:
        raise ValueError("no axis of samples")
    moved = z.movedim(axes[0], 0) if _torch(z) else np.moveaxis(z, axes[0], 0)
    return list(moved)


def _bytes(value: Any) -> bytes:
    return bytes(np.asarray(value.detach() if _torch(value) else value).tobytes())
