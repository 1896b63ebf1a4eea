"""Every sentence of the grader's that a course's words are filled into, found in the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from autograder.course.conventions import Choice
from autograder.course.words import MEANINGS
from autograder.diagnosis.bank import misconceptions
from autograder.paths import ROOT

# Where sentences are made that students read of their functions.
ROOMS = ("checks", "session", "diagnosis", "results", "findings.py")


class Sentence(NamedTuple):
    """A text, where it stands, which values come with it, and of which of the default's choices it speaks."""

    where: str
    text: str
    values: frozenset[str] = frozenset()
    about: tuple[Choice, ...] = ()


def literals() -> Iterator[Sentence]:
    """Yield the texts in the source, but for what only its readers read."""
    for room in ROOMS:
        path = ROOT / "autograder" / room
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            internal, values = docstrings(tree), values_of(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in internal:
                    where = f"{file.relative_to(ROOT)}:{node.lineno}"
                    yield Sentence(where, name_of_check(node.value), values)


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """Return the docstrings of a module, but for those of checks, which are their names."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, owners)
        and not getattr(node, "name", "").startswith("test_")
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def values_of(tree: ast.Module) -> frozenset[str]:
    """Return the names of the values that a module hands over with its sentences."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    said = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "say"]
    return frozenset(keyword.arg for call in said for keyword in call.keywords if keyword.arg)


def name_of_check(text: str) -> str:
    """Return the first paragraph of a text, which is what students read of a check's docstring."""
    return re.split(r"\n\s*\n", text)[0]


def sentences() -> list[Sentence]:
    """Return all templates: of checks and messages, of hints, and of what stands in a hint's place."""
    own = [sentence for sentence in literals() if "{{" in sentence.text]
    hints = [Sentence(idea.name, idea.hint, about=idea.about) for idea in misconceptions()]
    meanings = [Sentence(f"the meaning of {choice}", text) for choice, text in MEANINGS.items()]
    return own + hints + meanings
