"""The functions and methods of student code that may be a sampler."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from autograder.sandbox.inside.objects import Objects

MOST = 80
SPECIAL = ("__call__",)


class Candidate(NamedTuple):
    """A function as it can be called, its name, its class's where it is a method, and where it is written."""

    function: Callable[..., Any]
    name: str
    owner: str
    file: str
    line: int


class Functions:
    """The functions in a module that are the student's own, and the methods of its classes."""

    def __init__(self, module: ModuleType, folder: str, objects: Objects) -> None:
        self._module, self._folder, self._objects = module, folder + os.sep, objects

    def all(self) -> list[Candidate]:
        """Return them in the order in which they are defined."""
        return list(self._every())[:MOST]

    def find(self, name: str, owner: str) -> Callable[..., Any] | None:
        """Return one of them by its name and class."""
        return next((c.function for c in self._every() if (c.name, c.owner) == (name, owner)), None)

    def _every(self) -> Iterator[Candidate]:
        for name, value in list(vars(self._module).items()):
            if isinstance(value, type):
                yield from self._methods(value)
            elif (code := self._code(value)) is not None:
                yield self._candidate(value, name, "", code)

    def _methods(self, kind: type) -> Iterator[Candidate]:
        for base in kind.__mro__:
            for name, value in list(vars(base).items()):
                inner = getattr(value, "__func__", value)
                code = self._code(inner) if isinstance(inner, FunctionType) else None
                if code is None or (name.startswith("__") and name not in SPECIAL):
                    continue
                yield self._candidate(self._bound(kind, name, value), name, kind.__name__, code)

    def _bound(self, kind: type, name: str, value: Any) -> Callable[..., Any]:
        """Return a method as it is to be called: one without `self` as it stands."""
        if isinstance(value, staticmethod | classmethod):
            return getattr(kind, name)  # type: ignore[no-any-return]
        first = next(iter(inspect.signature(value).parameters), "")
        if first not in ("self", "this", "cls", "s", "_"):
            return value  # type: ignore[no-any-return]
        return getattr(self._objects.of(kind), name)  # type: ignore[no-any-return]

    def _candidate(self, function: Any, name: str, owner: str, code: Any) -> Candidate:
        file = os.path.relpath(code.co_filename, self._folder)
        return Candidate(function, name[:80], owner[:80], file, code.co_firstlineno)

    def _code(self, value: Any) -> Any:
        """Return the code of a function of the student's own, or nothing."""
        inner = inspect.unwrap(value) if isinstance(value, FunctionType) else value
        code = getattr(inner, "__code__", None)
        return code if code is not None and code.co_filename.startswith(self._folder) else None
