"""The untrusted end: imports the student's file and calls its functions when asked.

It runs inside the confined process, shares it with the student's code and is therefore believed in
nothing: it can only answer with numbers and words, and the grader judges the numbers.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import inspect
import os
import random
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import numpy.random.bit_generator as bit_generator

from autograder.arrays import Array
from autograder.sandbox.inside import devices, frameworks
from autograder.sandbox.inside.faults import describe_exception
from autograder.sandbox.inside.finder import values
from autograder.sandbox.inside.finder.forms import adapter
from autograder.sandbox.inside.finder.functions import Functions
from autograder.sandbox.inside.finder.search import Search
from autograder.sandbox.inside.loading import load
from autograder.sandbox.inside.methods import Methods
from autograder.sandbox.inside.objects import Objects
from autograder.sandbox.protocol import (
    REPLY_FD,
    REQUEST_FD,
    Frame,
    ProtocolError,
    decode,
    encode,
    reader,
    send,
)

MAX_NAMES = 5000  # `from torch import *` alone brings a thousand


LIBRARIES = {
    "numpy": ("numpy", "numpy.random", "random"),
    "torch": ("numpy", "numpy.random", "random", "torch"),
    "julia": (),
}


def preload(framework: str) -> None:
    """Import what a framework's submissions import."""
    for name in LIBRARIES[framework]:
        importlib.import_module(name)
    if framework == "torch":
        sys.modules["torch"].set_num_threads(1)


def serve(order: dict[str, Any], framework: str, *, request: int = REQUEST_FD, reply: int = REPLY_FD) -> None:
    """Import the submission, say what it defines, then answer calls until the request pipe closes."""
    seed_everything(order["seed"])
    folder, file = os.getcwd(), order["file"]
    module = ModuleType("")
    methods: Methods | None = None
    functions: Functions | None = None
    header: dict[str, Any] = {"id": 0}
    try:
        if framework == "torch":
            devices.stay(moves=order["moves"])
        framework = "numpy" if order["plain"] else framework  # of what its functions are given
        module, account = load(folder, file, cells=order["cells"], definitions_only=order["definitions_only"])
        header |= account
        objects = Objects(module, os.path.join(folder, file))
        methods, functions = Methods(module, folder, objects), Functions(module, folder, objects)
        header["functions"] = [n[:80] for n, v in list(vars(module).items()) if callable(v)][:MAX_NAMES]
        header["methods"] = methods.names()
    except BaseException as error:
        header["error"] = describe_exception(error, folder)
    flush_prints()
    _answer(reply, header, [])
    read = reader(request)
    with contextlib.suppress(EOFError):
        while True:
            question = decode(read)
            if question.header.get("search") and functions:
                _answer(reply, *survey(module, functions, framework, question, order["seed"]))
            else:
                _answer(reply, *answer(module, methods, functions, framework, question, folder))


def seed_everything(seed: int) -> None:
    """Make every generator a student is likely to use repeatable.

    Besides the global generators, NumPy's generators made without a seed: they draw their entropy
    from `randbits`, which here counts instead.
    """
    random.seed(seed)
    np.random.seed(seed % 2**32)
    count = 0

    def randbits(bits: int) -> int:
        nonlocal count
        count += 1
        digest = hashlib.shake_256(f"{seed}/{count}".encode()).digest((bits + 7) // 8)
        return int.from_bytes(digest, "little") >> (-bits % 8)

    vars(bit_generator)["randbits"] = randbits
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(seed % 2**63)  # the only one here: torch's own asks for others


def forget_grader() -> None:
    """Leave the student's imports a namespace without the grader's modules in it."""
    for name in [n for n in sys.modules if n == "autograder" or n.startswith("autograder.")]:
        del sys.modules[name]


def flush_prints() -> None:
    """Let what was printed reach its file; the student may have replaced the streams by anything."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(BaseException):
            stream.flush()  # type: ignore[union-attr]


def survey(
    module: ModuleType, functions: Functions, framework: str, request: Frame, seed: int
) -> tuple[dict[str, Any], list[Array]]:
    """Look for a sampler, list the functions, or call them in many ways; generators are then as at import."""
    question, arrays = request
    header: dict[str, Any] = {"id": question["id"]}
    maker, dtype = frameworks.maker(framework), "float32" if framework == "torch" else "float64"

    def make(array: Any) -> Any:
        return maker(np.asarray(array, dtype))

    search = Search(module, functions, make, seed_everything)
    try:
        if question["search"] == "sampler":
            return header | {"proposals": search.proposals()}, []
        if question["search"] == "functions":
            return header | {"proposals": values.signatures(functions)}, []
        inputs = dict(zip(question["inputs"], arrays, strict=True))
        parts, outputs = values.attempts(functions, question["trials"], inputs, question["points"], make)
        return header | {"parts": parts}, outputs
    finally:
        search.generators.restore()
        seed_everything(seed)


def answer(
    module: ModuleType,
    methods: Methods | None,
    functions: Functions | None,
    framework: str,
    request: Frame,
    folder: str,
) -> tuple[dict[str, Any], list[Array]]:
    """Make the call that was asked for; whatever goes wrong in it is the answer."""
    question, arrays = request
    header: dict[str, Any] = {"id": question["id"]}
    names: list[str] = question["inputs"]
    plan = question.get("plan")
    try:
        if plan and functions:
            target = functions.find(plan["function"], plan["owner"])
            if target is None:
                return header | {"error": {"kind": "missing"}}, []
            if "arguments" in plan:
                take = values.arrangement(target, plan, question["keywords"])
            else:
                take = adapter(target, plan, vars(module))
            return perform(take, question, arrays, framework, header)
        function = vars(module).get(question["function"])
        if not callable(function) and methods:

            def takes(method: Callable[..., Any]) -> bool:
                return _binds(method, names, question["keywords"])

            function, header["made"] = methods.find(question["function"], takes)
        if not callable(function):
            return header | {"error": {"kind": "missing"}}, []
        try:
            take = arguments(function, names, question["keywords"])
        except TypeError:
            signature = str(inspect.signature(function))[:200]
            return header | {"error": {"kind": "arguments", "signature": signature}}, []
        return perform(take, question, arrays, framework, header)
    except BaseException as error:
        return header | {"error": describe_exception(error, folder)}, []


def perform(
    take: Callable[..., Any],
    question: dict[str, Any],
    arrays: list[Array],
    framework: str,
    header: dict[str, Any],
) -> tuple[dict[str, Any], list[Array]]:
    """Call a function of the inputs alone as it was asked for."""
    names = question["inputs"]
    result = frameworks.call(
        take,
        dict(zip(names, arrays, strict=False)),
        framework=framework,
        cotangent=arrays[len(names)] if question["cotangent"] else None,
        calls=question["calls"],
        caller=question["caller"],
    )
    return header | result.header, result.arrays


def arguments(
    function: Callable[..., Any], names: list[str], keywords: dict[str, float]
) -> Callable[..., Any]:
    """Return the function with its keywords filled in, by position where it names them otherwise.

    Raises TypeError when it cannot take the arguments either way.
    """
    by_keyword = functools.partial(function, **keywords)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return by_keyword
    try:
        signature.bind(*names, **keywords)
    except TypeError:
        signature.bind(*names, *keywords.values())
        return lambda *inputs: function(*inputs, *keywords.values())
    return by_keyword


def _binds(function: Callable[..., Any], names: list[str], keywords: dict[str, float]) -> bool:
    try:
        arguments(function, names, keywords)
    except TypeError:
        return False
    return True


def _answer(reply: int, header: dict[str, Any], arrays: list[Array]) -> None:
    try:
        frame = encode(header, arrays)
    except ProtocolError:
        frame = encode({"id": header["id"], "error": {"kind": "too large"}})
    send(reply, frame)
