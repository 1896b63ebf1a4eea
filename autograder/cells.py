"""What a notebook has run so far, checked as the notebook that would be handed in."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.check import check, public_assignment
from autograder.errors import CommandError

CALL = "check(globals())"


def check_cells(namespace: Mapping[str, Any]) -> None:
    """Print what `python check.py` would of the cells that have run, in their order.

    `namespace` is the notebook's globals(). They are run once more, in a process of their own.
    """
    main = Path(public_assignment().submission.file).with_suffix(".ipynb").name
    try:
        cells = history(namespace)
        with TemporaryDirectory() as folder:
            (Path(folder) / main).write_text(json.dumps(notebook(cells)), encoding="utf-8")
            check.main([folder], prog_name="check", standalone_mode=False)
    except CommandError as error:
        print(error)


def history(namespace: Mapping[str, Any]) -> list[str]:
    """Return the cells of the notebook that a namespace belongs to, without those that only check it."""
    shell = namespace["get_ipython"]() if "get_ipython" in namespace else None
    if shell is None:
        raise CommandError("check(globals()) is for notebooks. Elsewhere, run python check.py in a terminal.")
    raw: list[str] = shell.history_manager.input_hist_raw
    return latest([cell for cell in raw if cell.strip() and CALL not in "".join(cell.split())])


def latest(cells: list[str]) -> list[str]:
    """Return cells without the functions that a later one, as a rule the same one edited, defines again."""
    names, remainder = set[str](), list[str]()
    for cell in reversed(cells):
        lines = cell.splitlines()
        for function in _functions(cell):
            if function.name in names:
                first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
                for line in range(first - 1, function.end_lineno or first):
                    lines[line] = ""
        names |= {function.name for function in _functions(cell)}
        remainder.append("\n".join(lines))
    return remainder[::-1]


def _functions(cell: str) -> list[ast.FunctionDef]:
    """Return the functions of a cell, none of one that is not all Python."""
    try:
        return [node for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef)]
    except SyntaxError:
        return []


def notebook(cells: list[str]) -> dict[str, Any]:
    """Return a notebook with code cells, as its file has it."""
    code = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": code}
