"""The object on which a student's methods are called: one that the file makes, or one of its class."""

from __future__ import annotations

import ast
import sys
from types import ModuleType
from typing import Any

OWN, PLAIN, CALL, BARE = "own", "plain", "call", "bare"
MAX_CALLS = 20  # calls of a class that are looked for in the file


class Objects:
    """One object for each class; `origins` says how it came about.

    In this order: `own`, an object that the file made when it was loaded; `plain`, by a call without
    arguments; `call`, by a call that stands somewhere in the file; `bare`, without `__init__`.
    """

    def __init__(self, module: ModuleType, path: str) -> None:
        self._names, self._path = vars(module), path
        self._objects: dict[type, Any] = {}
        self.origins: dict[type, str] = {}

    def of(self, kind: type) -> Any:
        """Return the object of a class, always the same."""
        if kind not in self._objects:
            instance, way = self._make(kind)
            self.origins[kind] = way
            if (torch := sys.modules.get("torch")) and isinstance(instance, torch.nn.Module):
                instance.train()  # the file may have ended by evaluating it, when many return mu itself
            self._objects[kind] = instance
        return self._objects[kind]

    def _make(self, kind: type) -> tuple[Any, str]:
        instance: Any
        for value in list(self._names.values()):
            if type(value) is kind:
                return value, OWN
        try:
            return kind(), PLAIN
        except (Exception, SystemExit):
            pass
        for code in self._calls(kind.__name__):
            try:
                return eval(code, self._names), CALL  # noqa: S307 - the student's own code, in its own process
            except (Exception, SystemExit):
                continue
        instance = object.__new__(kind)
        if (torch := sys.modules.get("torch")) and isinstance(instance, torch.nn.Module):
            torch.nn.Module.__init__(instance)
        return instance, BARE

    def _calls(self, name: str) -> list[Any]:
        """Return the calls of a class in the file, such as VAE(784, latent=20), wherever they stand."""
        try:
            with open(self._path, "rb") as file:
                tree = ast.parse(file.read())
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            return []
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        ]
        return [compile(ast.Expression(call), self._path, "eval") for call in calls[:MAX_CALLS]]
