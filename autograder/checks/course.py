"""A course's own checks: the groups in `course_checks.py`, beside its assignment.toml.

The file is staff's, and runs in the grader as the project's own checks do. What stands in it and could never
run is an error, said with its line.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from autograder import checks
from autograder.checks.base import Check
from autograder.checks.spec import PREFIX, CheckSpec, specs
from autograder.course.assignment import Assignment, AssignmentError, unknown_checks
from autograder.course.toml_errors import remedy
from autograder.errors import CommandError
from autograder.sandbox.outside.errors import GraderFault

DECORATORS = frozenset({"weight", "number", "tags", "visibility", "partial_credit", "after", "hide_errors"})
SETTERS = frozenset({"set_score", "set_leaderboard_value"})
ON_A_METHOD = "Write it in a class that begins `class CourseChecks(Check):`, indented by four spaces."


def all_checks(assignment: Assignment) -> list[CheckSpec]:
    """Return an assignment's checks, its course's own among them, in order of their numbers."""
    every = (*checks.GROUPS, *_own_groups(assignment))
    applicable = specs(group for group in every if group.applies(assignment))
    reasons = {s.id: _why_not(s, assignment) for s in specs(every) if not s.group.applies(assignment)}
    if problem := unknown_checks(assignment, [spec.id for spec in applicable], reasons):
        raise AssignmentError(problem)
    return applicable


def _why_not(spec: CheckSpec, assignment: Assignment) -> str:
    """Say why an assignment does not grade a check, and what to do with the keys that name it, {}."""
    function = getattr(spec.group, "function", None)
    if function is None:
        return "The written part is not graded: drop {}, or add [written]."
    if function not in assignment.functions:
        return f"{function} is not graded: drop {{}}, or name it under [functions]."
    return f"The course's [conventions] leave nothing of {function} to be graded there: drop {{}}."


def _own_groups(assignment: Assignment) -> tuple[type[Check], ...]:
    return groups(assignment.course_checks) if assignment.course_checks else ()


def selection(checks: list[CheckSpec], only: Collection[str]) -> list[CheckSpec]:
    """Return the checks that are named, by id or number, with those on which they rest; all for no name."""
    if not only:
        return checks
    by_name = {name: spec for spec in checks for name in (spec.number, spec.id)}
    if unknown := [name for name in only if name not in by_name]:
        near = remedy(unknown[0], [spec.id for spec in checks])
        raise CommandError(f"{unknown[0]}: no such check is graded. {near}")
    ids, ahead = set[str](), [by_name[name].id for name in only]
    while ahead:
        ids.add(name := ahead.pop())
        ahead += [before for before in by_name[name].after if before in by_name and before not in ids]
    return [spec for spec in checks if spec.id in ids]


def own_checks(assignment: Assignment) -> list[CheckSpec]:
    """Return the checks of an assignment that are its course's own."""
    return [spec for spec in all_checks(assignment) if spec.group in _own_groups(assignment)]


@cache
def groups(path: str) -> tuple[type[Check], ...]:
    """Return the groups in a course's file; AssignmentError names the line of what cannot run."""
    require_methods(Path(path))
    module = _module(path)
    own = tuple(
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Check) and value.__module__ == module.__name__
    )
    if not any(name.startswith(PREFIX) for group in own for name in dir(group)):
        raise AssignmentError(f"{path}: holds no check. {ON_A_METHOD}")
    _require_specs(path, own)
    return own


def require_methods(path: Path) -> None:
    """Raise AssignmentError where something in a file is written as a check and could never run."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        raise AssignmentError(f"{path}: cannot be read ({error})") from error
    except SyntaxError as error:
        raise AssignmentError(f"{path}:{error.lineno}: no valid Python: {error.msg}") from error
    for line, problem in _strays(tree):
        raise AssignmentError(f"{path}:{line}: {problem}")


def _strays(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and problem of each function that looks like a check and is no method of a group."""
    in_groups = [node for group in tree.body if isinstance(group, ast.ClassDef) for node in group.body]
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        is_marked = bool({_name(decorator) for decorator in node.decorator_list} & DECORATORS)
        if node in in_groups and is_marked and not node.name.startswith(PREFIX):
            yield node.lineno, f"{node.name} is never run: the name of a check begins with {PREFIX}."
        elif node not in in_groups and (is_marked or node.name.startswith(PREFIX)):
            yield node.lineno, f"{node.name} is no method of a group, and is never run. {ON_A_METHOD}"
        elif isinstance(node, ast.AsyncFunctionDef) and node.name.startswith(PREFIX):
            yield node.lineno, f"{node.name} is never run: write def, without async."
    for group in tree.body:
        names = [node.name for node in getattr(group, "body", []) if isinstance(node, ast.FunctionDef)]
        for name in {name for name in names if names.count(name) > 1}:
            yield group.lineno, f"{name} is written twice, and only the last one is run. Rename one."


def _name(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def _module(path: str) -> ModuleType:
    """Run a course's file; what breaks in it is said with its line."""
    spec = importlib.util.spec_from_file_location("course_checks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        trace, line = error.__traceback__, 0
        while trace is not None:
            line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == path else line
            trace = trace.tb_next
        raise AssignmentError(f"{path}:{line}: {type(error).__name__}: {error}") from error
    return module


def _require_specs(path: str, groups: tuple[type[Check], ...]) -> None:
    """Hold each check of a course against what the grader asks of one."""
    for group in groups:
        for attribute in ("function", "contract"):
            if not hasattr(group, attribute):
                raise AssignmentError(f"{path}: class {group.__name__} needs a line `{attribute} = ...`.")
    try:
        own, every = specs(groups), {spec.id for spec in specs((*checks.GROUPS, *groups))}
    except GraderFault as fault:
        raise AssignmentError(f"{path}: {fault}. Rename or change it.") from fault
    for spec in own:
        line = spec.method.__code__.co_firstlineno
        contract = spec.group.contract
        arguments = set(inspect.signature(spec.method).parameters) - SETTERS - {"self"}
        problems = {
            'needs a number, such as @number("2.2.2.4")': not spec.number,
            "needs points, such as @weight(2)": not spec.points,
            f"has arguments that nobody gives it: {', '.join(sorted(arguments))}": bool(arguments),
            f"is to run after what is no check: {', '.join(spec.after)}": bool(set(spec.after) - every),
            f"has for its group's contract {contract}, which is no check": contract not in every,
        }
        for problem in (problem for problem, holds in problems.items() if holds):
            raise AssignmentError(f"{path}:{line}: {PREFIX}{spec.id} {problem}.")
