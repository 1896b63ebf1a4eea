"""A machine without a graphics card or a compiler, inside the confined process: both are asked for in vain.

What moves numbers to another device leaves them where they are, and `torch.compile` returns what it was
given: the functions give the numbers that they would give there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

HERE = ("cpu", "meta")
STAY = ("cuda", "xpu", "ipu", "pin_memory")  # methods that return a copy elsewhere
TYPES = ("FloatTensor", "DoubleTensor", "HalfTensor", "LongTensor", "IntTensor")
WAITS = ("synchronize", "set_device", "empty_cache")


def stay(*, moves: bool) -> None:
    """Have PyTorch compile nothing; where a submission speaks of another device, have it stay on this one.

    Elsewhere that is left out: what watches every call of PyTorch costs a microsecond each.
    """
    torch: Any = sys.modules["torch"]
    torch.compile = _plain
    if not moves:
        return
    for name in TYPES:
        setattr(torch.cuda, name, getattr(torch, name))
    for name in WAITS:
        setattr(torch.cuda, name, _nothing)
    torch.set_default_device = torch.set_default_tensor_type = _nothing
    _stays(torch)().__enter__()


def _stays(torch: Any) -> Callable[[], Any]:
    """Return the mode in which every call of PyTorch is on the processor."""

    class Stays(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
        """Leaves every tensor on the processor."""

        def __torch_function__(
            self, function: Any, _: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
        ) -> Any:
            name, kwargs = getattr(function, "__name__", ""), dict(kwargs or {})
            if name in STAY and args:
                return args[0]
            if "device" in kwargs and _is_elsewhere(kwargs["device"]):
                kwargs["device"] = "cpu"
            if name == "to":
                args = tuple("cpu" if _is_elsewhere(argument) else argument for argument in args)
            return function(*args, **kwargs)

    def _is_elsewhere(device: object) -> bool:
        if isinstance(device, str | torch.device):
            return str(device).partition(":")[0] not in HERE
        return isinstance(device, int) and not isinstance(device, bool)

    return Stays


def _plain(model: Any = None, **_: Any) -> Any:
    """Stand for `torch.compile`, as a function or as a decorator."""
    return (lambda function: function) if model is None else model


def _nothing(*_: object, **__: object) -> None:
    """Stand for what has nothing to do here."""
