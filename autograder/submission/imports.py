"""Which modules a file imports, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def imports(source: bytes) -> Iterator[str]:
    """Yield the names of the modules that Python source imports, up to where it is no Python any more.

    The parser takes the time and memory that a hostile file asks for: to be called where these are limited.
    """
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _tree(source: bytes) -> ast.AST:
    """Return the tree of a source, or of the lines above its mistake; an empty one where that is none."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        above = b"".join(source.splitlines(keepends=True)[: (error.lineno or 1) - 1])
    except (ValueError, RecursionError, MemoryError, LookupError):
        above = b""
    try:
        return ast.parse(above)
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
        return ast.Module([], [])
