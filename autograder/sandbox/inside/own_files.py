"""The student's other files, loaded by their definitions as the graded one is."""

from __future__ import annotations

import ast
import importlib.abc
import os
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

from autograder.sandbox.inside.definitions import Definitions


class Finder(importlib.abc.MetaPathFinder):
    """Has the student's other files loaded in the same way."""

    def __init__(self, folder: str) -> None:
        self._folder = folder + os.sep

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of the student's, and no other."""
        spec = PathFinder.find_spec(fullname, path, target)
        if not spec or not isinstance(spec.loader, SourceFileLoader):
            return None
        if not str(spec.origin).startswith(self._folder):
            return None
        spec.loader = Loader(fullname, str(spec.origin), self._folder)
        return spec


class Loader(SourceFileLoader):
    """Loads a file's definitions."""

    def __init__(self, fullname: str, path: str, folder: str) -> None:
        super().__init__(fullname, path)
        self._folder = folder.rstrip(os.sep)

    def exec_module(self, module: ModuleType) -> None:
        """Run what is kept of the file."""
        Definitions(module, self.path, self._folder).run(ast.parse(self.get_data(self.path)))
