"""The definitions, constants and imports of a file that cannot be run, inside the confined process.

What is kept of a file: imports, functions, classes, and assignments that call nothing of the student's own
but a class. They are run one by one, and one that fails is left out; loops, and all that trains, plots, reads
or prints, is not run. What could not be imported is stood for by something that says so when it is used, and
what only decorates a definition does not take it along: annotations are not evaluated, and decorators that
are not there are left out.
"""

from __future__ import annotations

import ast
import builtins
import os
import sys
from types import CodeType, ModuleType

from autograder.sandbox.inside.missing import DEFINERS, Missing, Undecorator

# Methods whose call is a statement of its own that later ones rest on, such as parser.add_argument.
SETUP = ("add_argument", "append", "insert", "set_default_dtype")
_future = sys.modules["__future__"]
FUTURE = {name: getattr(_future, name).compiler_flag for name in _future.all_feature_names}
TRAINING = "torch.optim"  # whose first use takes seconds, and which no graded function needs
DEFINITIONS = (ast.Import, ast.ImportFrom, ast.Pass, *DEFINERS)
MAX_STANDS = 100  # names that one definition may need and nothing defines


class Definitions:
    """Runs what a module's source defines, in the module; `omissions` are the lines that were left out.

    `decorators` are the lines of those that a definition had to do without.
    """

    def __init__(self, module: ModuleType, path: str, folder: str) -> None:
        self._names, self._path, self._folder = vars(module), path, folder + os.sep
        self._flags = FUTURE["annotations"]
        self._star: BaseException | None = None  # why `from package import *` brought nothing
        self.omissions: list[int] = []
        self.decorators: list[int] = []

    def run(self, tree: ast.Module) -> None:
        """Run what is kept of a file, or of a cell."""
        for statement in tree.body:
            if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                self._flags |= sum({FUTURE.get(alias.name, 0) for alias in statement.names})
            part = self._strip(statement)
            if not (part and self._runs(part)) and not _says_nothing(statement):
                self.omissions.append(statement.lineno)
        self.run_main(tree)

    def run_main(self, tree: ast.Module) -> None:
        """Run what `if __name__ == "__main__":` guards, where it defines functions that are nowhere else."""
        for statement in tree.body:
            if not isinstance(statement, ast.If) or not _is_guard(statement):
                continue
            names = [inner.name for inner in statement.body if isinstance(inner, DEFINERS)]
            if any(name not in self._names for name in names):
                for inner in statement.body:
                    part = None if getattr(inner, "name", "") in self._names else self._strip(inner)
                    if part:
                        self._runs(part)

    def _runs(self, statement: ast.stmt) -> bool:
        failure: BaseException = ImportError("an import was left out")
        names = _import_names(statement)
        try:
            exec(self._code(statement), self._names)  # noqa: S102 - the student's own code, in its own process
            return True
        except NameError as error:
            if isinstance(statement, DEFINERS) and self._runs_without(statement, error):
                return True
            failure = error
        except BaseException as error:
            failure = error
            if isinstance(error, ImportError):
                names += _bindings(statement)
                self._star = error if _is_star(statement) else self._star
        finally:
            for name in names:
                self._names.setdefault(name, Missing(failure))
        return False

    def _runs_without(self, definition: ast.stmt, error: NameError) -> bool:
        """Run a definition with what says so when it is used in place of the names that nothing defines."""
        for _ in range(MAX_STANDS):
            if not error.name or error.name in self._names:
                return False
            self._names[error.name] = Missing(self._star or error)
            try:
                exec(self._code(definition), self._names)  # noqa: S102 - as above
                return True
            except NameError as another:
                error = another
            except BaseException:
                return False
        return False

    def _code(self, statement: ast.stmt) -> CodeType:
        if isinstance(statement, DEFINERS):
            undecorator = Undecorator(self._names, statement)
            undecorator.visit(statement)
            self.decorators += undecorator.lines
        tree = ast.fix_missing_locations(ast.Module([statement], []))
        code: CodeType = compile(tree, self._path, "exec", self._flags, dont_inherit=True)
        return code

    def _strip(self, statement: ast.stmt) -> ast.stmt | None:
        """Return a statement with all taken out of it that is not to be run; None where nothing is left."""
        if isinstance(statement, DEFINITIONS):
            return statement
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            return statement if statement.value is None or self._is_plain(statement.value) else None
        if isinstance(statement, ast.Expr):
            call = statement.value
            is_setup = (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in SETUP
            )
            return statement if is_setup and self._is_plain(call) else None
        if isinstance(statement, ast.If):
            statement.body, statement.orelse = self._block(statement.body), self._block(statement.orelse)
            return statement if self._is_plain(statement.test) else None
        if isinstance(statement, ast.Try):
            statement.body = self._block(statement.body)
            for handler in statement.handlers:
                handler.body = self._block(handler.body)
            statement.orelse, statement.finalbody = self._block(statement.orelse), []
            statement.handlers = statement.handlers or [ast.ExceptHandler(None, None, [ast.Pass()])]
            return statement
        return None

    def _block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [part for statement in body if (part := self._strip(statement))] or (
            [ast.Pass()] if body else []
        )

    def _is_plain(self, expression: ast.expr) -> bool:
        """Whether an expression calls libraries and classes alone; a lambda's body is not run yet."""
        nodes: list[ast.AST] = [expression]
        while nodes:
            node = nodes.pop()
            if isinstance(node, ast.Call) and self._is_own_function(node.func):
                return False
            if not isinstance(node, ast.Lambda):
                nodes += ast.iter_child_nodes(node)
        return True

    def _is_own_function(self, callee: ast.expr) -> bool:
        """Whether what is called is student code that may do anything, serves training, or is unknown."""
        path: list[str] = []
        while isinstance(callee, ast.Attribute):
            path.append(callee.attr)
            callee = callee.value
        if not isinstance(callee, ast.Name):
            return False  # of a call's value or a literal: that call is looked at by itself
        try:
            value = self._names[callee.id] if callee.id in self._names else getattr(builtins, callee.id)
            for name in reversed(path):
                value = getattr(value, name)
        except BaseException:
            return True
        if isinstance(value, type | Missing):
            return str(getattr(value, "__module__", "")).startswith(TRAINING)
        code = getattr(getattr(value, "__func__", value), "__code__", None)
        module = sys.modules.get(getattr(type(value), "__module__", ""))
        file = code.co_filename if code else getattr(module, "__file__", None)
        return str(file).startswith(self._folder)


def _import_names(statement: ast.stmt) -> list[str]:
    """Return the names that the imports in a statement bind, but for those within a function."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names = [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
        return [name for name in names if name != "*"]
    if isinstance(statement, ast.If | ast.Try):
        return [
            name
            for inner in ast.iter_child_nodes(statement)
            if isinstance(inner, ast.stmt)
            for name in _import_names(inner)
        ]
    return []


def _bindings(statement: ast.stmt) -> list[str]:
    """Return the names that a definition or an assignment binds."""
    if isinstance(statement, DEFINERS):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]


def _says_nothing(statement: ast.stmt) -> bool:
    """Whether nobody misses a statement: a docstring, or what is guarded by `__name__`."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.If) and _is_guard(statement)


def _is_guard(statement: ast.If) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(statement.test))


def _is_star(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*"
