"""Functions that are methods of a class of the student's, inside the confined process."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

MAX_NAMES = 1000


class Methods:
    """The methods of the classes in a module; of several with one name, the last class's."""

    def __init__(self, module: ModuleType, folder: str) -> None:
        self._folder = folder + os.sep
        self._classes: dict[str, type] = {}
        self._objects: dict[type, Any] = {}
        self._bare: set[type] = set()
        for value in list(vars(module).values()):
            if isinstance(value, type):
                self._classes |= dict.fromkeys(self._names(value), value)

    def names(self) -> list[list[str]]:
        """Return each method's name with its class's."""
        return [[name[:80], kind.__name__[:80]] for name, kind in self._classes.items()][:MAX_NAMES]

    def find(self, name: str, takes: Callable[[Callable[..., Any]], bool]) -> tuple[Any, bool]:
        """Return a method such that it can be called, and whether its object was made without `__init__`.

        `takes` says whether a function takes the arguments: one without `self` is called as it is.
        """
        kind = self._classes.get(name)
        if kind is None:
            return None, False
        found = inspect.getattr_static(kind, name)
        if isinstance(found, staticmethod | classmethod):
            return getattr(kind, name), False
        first = (
            next(iter(inspect.signature(found).parameters), "") if isinstance(found, FunctionType) else "self"
        )
        if first != "self" and takes(found):
            return found, False
        made = self._object(kind)
        return getattr(made, name), kind in self._bare

    def _object(self, kind: type) -> Any:
        """Return a class's one object, made without arguments, or without `__init__` where that fails."""
        if kind not in self._objects:
            try:
                made = kind()
            except (Exception, SystemExit):
                made = object.__new__(kind)
                if (torch := sys.modules.get("torch")) and isinstance(made, torch.nn.Module):
                    torch.nn.Module.__init__(made)
                self._bare.add(kind)
            self._objects[kind] = made
        return self._objects[kind]

    def _names(self, kind: type) -> list[str]:
        """Return the names of the methods that a class has from the student."""
        own = [base for base in kind.__mro__ if self._is_own(base)]
        return [
            name
            for base in own
            for name, value in vars(base).items()
            if isinstance(value, FunctionType | staticmethod | classmethod) and not name.startswith("__")
        ]

    def _is_own(self, kind: type) -> bool:
        file = getattr(sys.modules.get(kind.__module__), "__file__", None)
        return isinstance(file, str) and file.startswith(self._folder)
