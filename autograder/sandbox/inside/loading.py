"""Loading the student's file in the confined process: as it is, cell by cell, or its definitions alone."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import os
import sys
from collections import defaultdict
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Any

from autograder.sandbox.inside.definitions import FUTURE, Definitions
from autograder.sandbox.inside.faults import PACKAGE, describe_exception
from autograder.sandbox.inside.own_files import Finder

MAX_ENTRIES = 50  # of each kind of thing that is said of a file
INIT = "__init__"
Account = dict[str, Any]


def load(folder: str, file: str, *, cells: list[int], definitions_only: bool) -> tuple[ModuleType, Account]:
    """Run the student's file, with its own folder first on the path; return it and what of it was not run.

    `cells` are the lines at which a notebook's cells begin.
    """
    path = os.path.join(folder, file)
    sys.dont_write_bytecode = True
    module = prepare(folder, file)
    definitions = Definitions(module, path, folder)
    failures: list[Account] = []
    if definitions_only:
        sys.meta_path.insert(0, Finder(folder))
        for cell in parts(path, cells):
            try:
                definitions.run(ast.parse(cell))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                if not cells:
                    raise
    elif cells:
        failures = run_cells(module, path, cells, definitions)
    else:
        assert isinstance(module.__loader__, SourceFileLoader)
        module.__loader__.exec_module(module)
        run_main(path, definitions)
    return module, {
        "left": [[file, line] for line in definitions.omissions[:MAX_ENTRIES]] if definitions_only else [],
        "undecorated": [[file, line] for line in definitions.decorators[:MAX_ENTRIES]],
        "failed": failures[:MAX_ENTRIES],
        "twice": [[file, *entry] for entry in twice(path, cells)][:MAX_ENTRIES],
    }


def prepare(folder: str, file: str) -> ModuleType:
    """Return the module that a file is to become, in the package that the files handed in are in.

    So `from .losses import kl` finds the file beside it, as `import losses` does; a folder's `__init__.py`
    is that package itself.
    """
    path = os.path.join(folder, file)
    here, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    sys.argv = [name]
    inner = os.path.dirname(file).split(os.sep) if os.path.dirname(file) else []
    if stem == INIT:
        here, stem = os.path.split(here)
    spec = importlib.util.spec_from_file_location(stem, path, loader=SourceFileLoader(stem, path))
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, here)
    sys.modules[stem] = module
    if name != f"{INIT}.py":
        package = sys.modules[PACKAGE] = ModuleType(PACKAGE)
        package.__path__ = [folder]
        spec.name = ".".join([PACKAGE, *inner, stem])
        module.__package__ = spec.parent
        sys.modules[spec.name] = module
    return module


def run_main(path: str, definitions: Definitions) -> None:
    """Define what only the part of a file defines that runs as a program."""
    with open(path, "rb") as file:
        source = file.read()
    if b"__main__" in source:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            definitions.run_main(ast.parse(source))


def run_cells(module: ModuleType, path: str, cells: list[int], definitions: Definitions) -> list[Account]:
    """Run a notebook's cells; one that fails keeps its definitions, and is told of with what went wrong."""
    failures = []
    flags = 0
    vars(module).setdefault("display", print)
    for number, cell in enumerate(parts(path, cells)):
        try:
            code = compile(cell, path, "exec", flags, dont_inherit=True)
            flags |= code.co_flags & sum(set(FUTURE.values()))
            exec(code, vars(module))  # noqa: S102 - the student's own code, in its own process
        except BaseException as error:
            failures.append({"cell": number, **describe_exception(error, os.path.dirname(path))})
            if not isinstance(error, SyntaxError):
                definitions.run(ast.parse(cell))
    return failures


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
    return [[name, *where[-MAX_ENTRIES:]] for name, where in lines.items() if len(where) > 1]
