"""Calling a student's function with PyTorch tensors or NumPy arrays, inside the confined process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, NamedTuple

import numpy as np

from autograder.arrays import Array
from autograder.sandbox.protocol import DTYPES, MAX_PAYLOAD


class Result(NamedTuple):
    """What a call gave: words in the header, numbers in the arrays.

    `header["output"]` is an index into the arrays, or says what came instead of an array;
    `header["vjp"]` has an index, or None where no gradient arrives, for each input;
    `header["modified"]` lists the inputs that the call changed in place.
    """

    header: dict[str, Any]
    arrays: list[Array]


def call(
    function: Callable[..., Any],
    inputs: dict[str, Array],
    *,
    framework: str,
    cotangent: Array | None,
    calls: int,
    caller: str = "plain",
) -> Result:
    """Call a function `calls` times on fresh copies of the same inputs and stack what it returns.

    A `caller` may work under no_grad, have inputs that require gradients, or use the same tensors again.
    """
    make, read = maker(framework), _from_tensor if framework == "torch" else _from_array
    if cotangent is not None:
        return _differentiate(function, {name: make(array) for name, array in inputs.items()}, cotangent)
    changes: list[str] = []
    tensors = framework == "torch"
    guard = sys.modules["torch"].no_grad() if tensors and caller == "no_grad" else nullcontext()
    stack, arguments = np.empty(0), dict[str, Any]()
    for index in range(calls):
        if not (arguments and caller == "same"):
            arguments = {name: make(array) for name, array in inputs.items()}
        if tensors and caller == "requires_grad":
            for value in arguments.values():
                value.requires_grad_()
        with guard:
            output = read(function(*arguments.values()))
        if isinstance(output, str):
            return Result({"output": {"other": output}}, [])
        if index == 0:
            if output.nbytes * calls > MAX_PAYLOAD:
                shape = f"an array of shape {_short(output.shape)}, too large"
                return Result({"output": {"other": shape}}, [])
            changes = _changes(inputs, arguments, read)
            stack = np.empty((calls, *output.shape), output.dtype)
        elif output.shape != stack.shape[1:] or output.dtype != stack.dtype:
            return Result({"output": {"other": "another shape or dtype from call to call"}}, [])
        stack[index] = output
    return Result({"output": 0, "modified": changes}, [stack if calls > 1 else stack[0]])


def maker(framework: str) -> Callable[[Array], Any]:
    """Return what makes an argument of an array."""
    return _tensor if framework == "torch" else np.array


def _changes(
    inputs: dict[str, Array], arguments: dict[str, Any], read: Callable[[Any], Array | str]
) -> list[str]:
    """Return the names of the inputs that are no longer what they were."""
    now = {name: read(value) for name, value in arguments.items()}
    return [n for n, a in inputs.items() if isinstance(now[n], str) or not np.array_equal(now[n], a)]


def _differentiate(function: Callable[..., Any], arguments: dict[str, Any], cotangent: Array) -> Result:
    """Call once and return the vector-Jacobian products of the cotangent with every input."""
    torch: Any = sys.modules["torch"]
    leaves = {name: value.requires_grad_() for name, value in arguments.items()}
    with torch.enable_grad():
        # Copies, so that a function that changes its inputs in place can still be differentiated.
        answer = function(*(leaf.clone() for leaf in leaves.values()))
    output = _from_tensor(answer)
    if not cotangent.shape and not isinstance(output, str) and output.size == 1:
        answer, output = answer.reshape(()), output.reshape(())  # one number, however many axes it has
    if isinstance(output, str) or output.shape != cotangent.shape:
        shape = output if isinstance(output, str) else f"a tensor of shape {_short(output.shape)}"
        return Result({"output": {"other": shape}}, [])
    arrays, vjp = [output], dict[str, int | None]()
    if answer.requires_grad:
        # A scalar product rather than grad_outputs, whose first use imports 500 modules.
        with torch.enable_grad():
            product = (answer * torch.from_numpy(np.array(cotangent)).to(answer.dtype)).sum()
        gradients = torch.autograd.grad(product, list(leaves.values()), allow_unused=True)
    else:
        gradients = (None,) * len(leaves)
    for name, gradient in zip(leaves, gradients, strict=True):
        vjp[name] = None if gradient is None else len(arrays)
        if gradient is not None:
            arrays.append(gradient.detach().cpu().numpy())
    return Result({"output": 0, "vjp": vjp}, arrays)


def _tensor(array: Array) -> Any:
    return sys.modules["torch"].from_numpy(np.array(array))


def _from_tensor(value: Any) -> Array | str:
    """Return a tensor's numbers, or say what the value is instead."""
    torch: Any = sys.modules["torch"]
    if not isinstance(value, torch.Tensor):
        return _kind(value)
    if value.dtype is torch.bfloat16 or value.is_complex() or value.layout is not torch.strided:
        return f"a tensor of dtype {value.dtype}"
    return _sendable(value.numpy(force=True))


def _from_array(value: Any) -> Array | str:
    """Return an array's numbers, or a number's, or say what the value is instead."""
    if isinstance(value, np.ndarray | np.generic | float):
        return _sendable(np.asarray(value))
    return _kind(value)


def _sendable(array: Array) -> Array | str:
    if array.dtype.str not in DTYPES and array.dtype.newbyteorder("<").str not in DTYPES:
        return f"an array of dtype {array.dtype}"
    return array


def _kind(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}"
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _short(shape: tuple[int, ...]) -> str:
    return str(tuple(shape))[:80]
