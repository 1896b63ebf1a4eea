"""What stands for a module that could not be imported, and definitions that can do without it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from typing import Any

DEFINERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Missing:
    """What stands for a module, or a part of one, that could not be imported."""

    def __init__(self, error: BaseException) -> None:
        self.__error = error

    def __getattr__(self, name: str) -> Missing:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> None:
        """Say what could not be imported."""
        kind = next((k for k in (ModuleNotFoundError, NameError) if isinstance(self.__error, k)), ImportError)
        raise kind(str(self.__error))

    __iter__ = __getitem__ = __neg__ = __float__ = __len__ = __call__
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = __matmul__ = __call__
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = __rmatmul__ = (
        __call__
    )

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """Let a class be defined without a base that is not there."""
        return ()


class Undecorator(ast.NodeTransformer):
    """Takes decorators that are not there out of a definition, whose body stays; `lines` are where they were.

    A decorator is not there when its first name stands for a missing package, or for nothing at all.
    """

    def __init__(self, names: Mapping[str, Any], definition: ast.stmt) -> None:
        inner = list(ast.walk(definition))
        self._names, self.lines = names, list[int]()
        self._own = {n.name for n in inner if isinstance(n, DEFINERS)}
        self._own |= {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}

    def visit(self, node: ast.AST) -> ast.AST:
        """Look at the decorators of every function and class, the inner ones too."""
        if isinstance(node, DEFINERS):
            strangers = [decorator for decorator in node.decorator_list if self._is_strange(decorator)]
            self.lines += [decorator.lineno for decorator in strangers]
            node.decorator_list = [d for d in node.decorator_list if d not in strangers]
        return super().generic_visit(node)

    def _is_strange(self, decorator: ast.expr) -> bool:
        root: ast.AST = decorator
        while isinstance(root, ast.Call | ast.Attribute | ast.Subscript):
            root = root.func if isinstance(root, ast.Call) else root.value
        if not isinstance(root, ast.Name) or root.id in self._own:
            return False
        if root.id in self._names:
            return isinstance(self._names[root.id], Missing)
        return not hasattr(builtins, root.id)
