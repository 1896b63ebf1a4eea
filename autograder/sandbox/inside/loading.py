"""Loading the student's file in the confined process: as it is, cell by cell, or its definitions alone."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
from collections import defaultdict
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Any

from autograder.sandbox.inside.definitions import FUTURE, Definitions, Finder
from autograder.sandbox.inside.faults import describe_exception

MAX_TOLD = 50  # of each kind of thing that is said of a file
Account = dict[str, Any]


def load(module: ModuleType, path: str, *, cells: list[int], definitions_only: bool) -> Account:
    """Run the student's file, with its own folder first on the path, and say what of it was not run.

    `cells` are the lines at which a notebook's cells begin.
    """
    folder, name = os.path.split(path)
    sys.path.insert(0, folder)
    sys.argv = [name]
    sys.dont_write_bytecode = True
    loader = SourceFileLoader(module.__name__, path)
    module.__spec__ = importlib.util.spec_from_file_location(module.__name__, path, loader=loader)
    module.__loader__, module.__file__ = loader, path
    sys.modules[module.__name__] = module
    left: list[int] = []
    failed: list[Account] = []
    if definitions_only:
        sys.meta_path.insert(0, Finder(folder))
        definitions = Definitions(module, path)
        for cell in parts(path, cells):
            try:
                definitions.run(ast.parse(cell))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                if not cells:
                    raise
        left = definitions.left
    elif cells:
        failed = run_cells(module, path, cells)
    else:
        loader.exec_module(module)
    return {
        "left": [[name, line] for line in left[:MAX_TOLD]],
        "failed": failed[:MAX_TOLD],
        "twice": twice(path, cells)[:MAX_TOLD],
    }


def run_cells(module: ModuleType, path: str, cells: list[int]) -> list[Account]:
    """Run a notebook's cells; one that fails keeps its definitions, and is told of with what went wrong."""
    failed = []
    flags = 0
    vars(module).setdefault("display", print)
    for number, cell in enumerate(parts(path, cells)):
        try:
            code = compile(cell, path, "exec", flags, dont_inherit=True)
            flags |= code.co_flags & sum(set(FUTURE.values()))
            exec(code, vars(module))  # noqa: S102 - the student's own code, in its own process
        except BaseException as error:
            failed.append({"cell": number, **describe_exception(error, os.path.dirname(path))})
            if not isinstance(error, SyntaxError):
                Definitions(module, path).run(ast.parse(cell))
    return failed


def parts(path: str, cells: list[int]) -> list[bytes]:
    """Return the source of a whole file, or of each cell, with its lines where they are in the file."""
    with open(path, "rb") as file:
        source = file.read()
    if not cells:
        return [source]
    lines = source.split(b"\n")
    ends = [*cells[1:], len(lines) + 1]
    return [
        b"\n" * (start - 1) + b"\n".join(lines[start - 1 : end - 1])
        for start, end in zip(cells, ends, strict=True)
    ]


def twice(path: str, cells: list[int]) -> list[list[Any]]:
    """Return each name of a function that is defined more than once, with the lines; the last one counts."""
    lines: dict[str, list[int]] = defaultdict(list)
    for cell in parts(path, cells):
        try:
            body = ast.parse(cell).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in body:
            if isinstance(node, ast.FunctionDef):
                lines[node.name].append(node.lineno)
    file = os.path.basename(path)
    return [[file, name, *where[-MAX_TOLD:]] for name, where in lines.items() if len(where) > 1]
