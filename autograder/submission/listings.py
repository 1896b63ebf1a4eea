"""Code in a text: the listings of a Markdown, Quarto or LaTeX file, as code with its lines where they are."""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple

from autograder.submission import magics

SUFFIXES = (".md", ".qmd", ".rmd", ".tex")
MAX_SOURCE = 1 << 20
_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<fence>```+|~~~+)[ \t]*\{?\.?(?P<language>\w*)[^\n]*\n(?P<code>.*?)"
    r"^[ \t]*(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_ENVIRONMENT = re.compile(
    r"\\begin\{(?P<name>verbatim\*?|lstlisting|minted|pythoncode|juliacode|Verbatim)\}(?P<head>[^\n]*)\n"
    r"(?P<code>.*?)\\end\{(?P=name)\}",
    re.DOTALL,
)
_SUFFIX = {"python": ".py", "py": ".py", "python3": ".py", "julia": ".jl", "jl": ".jl"}


class Listings(NamedTuple):
    """Code with as many lines as its text, its language's suffix, and the lines at which listings begin."""

    source: str
    suffix: str
    starts: tuple[int, ...]


def listings(name: str, content: bytes) -> Listings | None:
    """Return the code in a text, in the language of most of it; nothing where it holds none."""
    text = content[:MAX_SOURCE].decode(errors="replace")
    pattern = _ENVIRONMENT if name.lower().endswith(".tex") else _FENCE
    blocks = [(m.start("code"), m["code"], _language(m, name)) for m in pattern.finditer(text)]
    kinds = [kind for _, _, kind in blocks if kind]
    if not kinds:
        return None
    kind = max(kinds, key=kinds.count)
    lines = [""] * (text.count("\n") + 1)
    starts = []
    for at, code, its in blocks:
        if its == kind:
            start = text.count("\n", 0, at)
            starts.append(start + 1)
            body, _ = magics.python(code.rstrip("\n")) if kind == ".py" else (code.rstrip("\n"), [])
            for n, line in enumerate(textwrap.dedent(body).split("\n")):
                lines[start + n] = line
    return Listings("\n".join(lines) + "\n", kind, tuple(starts))


def _language(match: re.Match[str], name: str) -> str:
    """Return the suffix of a listing's language, by its head or by how it looks; nothing for no code."""
    head = match["head"] + match["name"] if name.lower().endswith(".tex") else match["language"]
    keyword = re.search(r"python3?|py\b|julia|jl\b", head.lower())
    if keyword:
        return _SUFFIX[keyword[0]]
    if re.search(r"[a-z]", head.replace("verbatim", "").replace("lstlisting", "").lower()):
        return ""
    code = match["code"]
    if re.search(r"^\s*(def |import |from \w+ import )|:=|\blambda\b", code, re.MULTILINE):
        return ".py"
    return (
        ".jl" if re.search(r"^\s*(function |using )|\.\*|\.\+|^\s*\w+\(.*\)\s*=", code, re.MULTILINE) else ""
    )
