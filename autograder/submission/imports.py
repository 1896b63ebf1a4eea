"""Which modules a file imports, read without running or parsing it."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

MAX_SOURCE = 1 << 20  # the part of a file in which imports are looked for


def imports(source: bytes) -> Iterator[str]:
    """Yield the names of the modules that Python source imports, without parsing or running it.

    A tokenizer, because the parser can be driven out of stack by a hostile file.
    """
    statement: list[str] = []
    try:
        for token in tokenize.tokenize(io.BytesIO(source[:MAX_SOURCE]).readline):
            if token.type in (tokenize.NAME, tokenize.OP) and token.string not in (";", ":"):
                statement.append(token.string)
            elif token.type in (tokenize.NEWLINE, tokenize.OP):
                yield from _imported(statement)
                statement = []
    except (tokenize.TokenError, SyntaxError, ValueError, LookupError):
        pass
    yield from _imported(statement)


def _imported(statement: list[str]) -> Iterator[str]:
    """Yield the modules of one statement's tokens: `import a.b, c as d` or `from a.b import c`."""
    if statement[:1] == ["from"] and "import" in statement:
        at = statement.index("import")
        module = "".join(statement[1:at])
        yield module
        yield from (f"{module}.{name}" for name in statement[at + 1 :] if name.isidentifier())
    elif statement[:1] == ["import"]:
        for part in "".join(f" {t} " if t in ("as", ",") else t for t in statement[1:]).split(","):
            yield part.split(" as ")[0].strip()
