"""What the printed page does not show, blanked: no character moves, so that lines keep their numbers."""

from __future__ import annotations

import re

VERBATIM = r"comment|verbatim\*?|Verbatim|lstlisting|minted|filecontents\*?"
TEX = re.compile(
    rf"(?P<comment>(?<!\\)(?:\\\\)*%[^\n]*)"
    rf"|(?P<verbatim>\\begin\s*\{{(?P<name>{VERBATIM})\}}.*?(?:\\end\s*\{{(?P=name)\}}|\Z))"
    r"|\\newif\s*\\if(?P<switch>[A-Za-z@]+)"
    r"|\\if(?P<if>(?!f(?![A-Za-z])|thenelse)[A-Za-z@]*)"
    r"|\\(?P<on>[A-Za-z@]+)true(?![A-Za-z])"
    r"|\\(?P<else>else)(?![A-Za-z])|\\(?P<fi>fi)(?![A-Za-z])"
    r"|\\end\s*\{(?P<end>document)\}",
    re.DOTALL,
)
MARKDOWN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|(?m:^)[ \t>]*(?P<fence>```+(?!`)|~~~+(?!~))(?P<math>math)?[^\n]*\n.*?(?:(?m:^)[ \t>]*(?P=fence)|\Z)",
    re.DOTALL,
)


def tex_as_printed(source: str) -> str:
    """Blank comments, verbatim text, branches that are switched off, and all after the document's end."""
    text = list(source)
    switches: dict[str, bool] = {"true": True, "false": False}
    branches: list[bool] = []  # of the conditionals around, whether their text is printed
    hidden = hidden_from = 0  # how many are not, and since where
    for match in TEX.finditer(source):
        is_printed = not hidden
        if match["comment"] is not None or match["verbatim"] is not None:
            _blank(text, match.start(), match.end())
        elif match["switch"] is not None:
            switches[match["switch"]] = False
        elif match["on"] is not None and is_printed:
            switches[match["on"]] = True
        elif match["if"] is not None:
            branches.append(switches.get(match["if"], True))
            hidden += not branches[-1]
        elif match["else"] is not None and branches:
            branches[-1] = not branches[-1]
            hidden += -1 if branches[-1] else 1
        elif match["fi"] is not None and branches:
            hidden -= not branches.pop()
        elif match["end"] is not None and is_printed:
            _blank(text, match.end(), len(text))
            break
        if is_printed and hidden:
            hidden_from = match.start()
        elif not is_printed and not hidden:
            _blank(text, hidden_from, match.end())
    if hidden:
        _blank(text, hidden_from, len(text))
    return "".join(text)


def markdown_as_shown(source: str) -> str:
    """Blank HTML comments and code fences, but those of formulas."""
    text = list(source)
    for match in MARKDOWN.finditer(source):
        if not match["math"]:
            _blank(text, match.start(), match.end())
    return "".join(text)


def _blank(text: list[str], start: int, end: int) -> None:
    text[start:end] = [character if character == "\n" else " " for character in text[start:end]]
