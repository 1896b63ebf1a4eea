"""Functions that are methods of a class of the student's, inside the confined process."""

from __future__ import annotations

import inspect
import os
import sys
from collections import Counter
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from autograder.sandbox.inside.objects import Objects

MAX_NAMES = 1000
BETAS = ("beta", "kl_weight", "kld_weight")  # whose default is to be 1, or none


class Methods:
    """The methods of the classes in a module; of several with one name, those of the class that fits.

    A class fits that does more than raise, and whose beta is 1 unless it is given; of those that do, the
    one with the most methods that fit, and of these the last.
    """

    def __init__(self, module: ModuleType, folder: str, objects: Objects) -> None:
        self._folder = folder + os.sep
        self._owners: dict[str, list[type]] = {}
        self._objects = objects
        for value in list(vars(module).values()):
            if isinstance(value, type):
                for name in self._names(value):
                    self._owners.setdefault(name, []).append(value)
        fits = {(kind, name) for name, owners in self._owners.items() for kind in owners if _fits(kind, name)}
        sizes = Counter(kind for kind, _ in fits)
        self._classes = {
            name: max(reversed(owners), key=lambda kind: ((kind, name) in fits, sizes[kind]))
            for name, owners in self._owners.items()
        }

    def names(self) -> list[list[Any]]:
        """Return each method's name with its class's, and those of the other classes that have it."""
        return [
            [name[:80], kind.__name__[:80], *(o.__name__[:80] for o in self._owners[name] if o is not kind)]
            for name, kind in self._classes.items()
        ][:MAX_NAMES]

    def find(self, name: str, takes: Callable[[Callable[..., Any]], bool]) -> tuple[Any, str]:
        """Return a method such that it can be called, and how its object was made, as `Objects.origins` says.

        `takes` says whether a function takes the arguments: one without `self` is called as it is.
        """
        kind = self._classes.get(name)
        if kind is None:
            return None, ""
        member = inspect.getattr_static(kind, name)
        if isinstance(member, staticmethod | classmethod):
            return getattr(kind, name), ""
        first = (
            next(iter(inspect.signature(member).parameters), "")
            if isinstance(member, FunctionType)
            else "self"
        )
        if first != "self" and takes(member):
            return member, ""
        instance = self._objects.of(kind)
        return getattr(instance, name), self._objects.origins[kind]

    def _names(self, kind: type) -> list[str]:
        """Return the names of the methods that a class has from the student."""
        own = [base for base in kind.__mro__ if self._is_own(base)]
        return list(
            dict.fromkeys(
                name
                for base in own
                for name, value in vars(base).items()
                if isinstance(value, FunctionType | staticmethod | classmethod) and not name.startswith("__")
            )
        )

    def _is_own(self, kind: type) -> bool:
        file = getattr(sys.modules.get(kind.__module__), "__file__", None)
        return isinstance(file, str) and file.startswith(self._folder)


def _fits(kind: type, name: str) -> bool:
    """Whether a class's method does more than raise, and the weight of its KL is 1 unless it is given."""
    member = inspect.getattr_static(kind, name)
    function = getattr(member, "__func__", member)
    if inspect.isabstract(kind) or set(function.__code__.co_names) == {"NotImplementedError"}:
        return False
    defaults = [
        parameter.default
        for one in (function, inspect.getattr_static(kind, "__init__"))
        if isinstance(one, FunctionType)
        for parameter in inspect.signature(one).parameters.values()
        if parameter.name in BETAS and parameter.default is not parameter.empty
    ]
    return all(isinstance(default, int | float) and default == 1 for default in defaults)
