"""The arrays of either framework that a sampler is given and returns."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np


def is_tensor(value: Any) -> bool:
    """Whether a value is PyTorch's."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def noise(mu: Any) -> Any:
    """Return standard normal noise of the shape and type of mu."""
    if is_tensor(mu):
        return sys.modules["torch"].randn_like(mu)
    return np.random.standard_normal(np.shape(mu)).astype(getattr(mu, "dtype", float))[()]


def join(mu: Any, width: Any) -> Any:
    """Return mu and width as one array, side by side."""
    if is_tensor(mu):
        return sys.modules["torch"].cat([mu, width], -1)
    return np.concatenate([mu, width], -1)


def stack(rows: list[Any], mu: Any) -> Any:
    """Return rows, or the elements of lists, as one array or tensor."""
    if not is_tensor(mu):
        return np.stack(rows)
    torch = sys.modules["torch"]
    whole = [stack([scalar(v, mu) for v in row], mu) if isinstance(row, list) else row for row in rows]
    return torch.stack(whole)


def scalar(value: Any, like: Any) -> Any:
    """Return a number as a tensor of another's type."""
    return value if is_tensor(value) else sys.modules["torch"].as_tensor(value, dtype=like.dtype)


def samples(z: Any, shape: tuple[int, ...], count: int) -> list[Any]:
    """Return the samples of an array with one axis more than mu has, wherever that axis is."""
    if isinstance(z, list):
        return z
    axes = [a for a in range(z.ndim) if z.shape[a] == count and (*z.shape[:a], *z.shape[a + 1 :]) == shape]
    if not axes:
        raise ValueError("no axis of samples")
    rows = z.movedim(axes[0], 0) if is_tensor(z) else np.moveaxis(z, axes[0], 0)
    return list(rows)


def content(value: Any) -> bytes:
    """Return the bytes of an array or tensor, by which two are told apart."""
    return bytes(np.asarray(value.detach() if is_tensor(value) else value).tobytes())
