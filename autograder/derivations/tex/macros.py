"""A student's own macros, expanded: within a budget, because a few lines can describe a universe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.tokens import Token

MAX_TOKENS = 40_000  # after expansion; a long hand-in has some 5,000
COMMANDS = (
    "newcommand",
    "renewcommand",
    "providecommand",
    "NewDocumentCommand",
    "DeclareRobustCommand",
    "newcommandx",
)
OPERATORS = ("DeclareMathOperator",)


class Macro(NamedTuple):
    """What a macro stands for: how many arguments, the first one's default, and its body."""

    arguments: int
    default: list[Token] | None
    body: list[Token]


def expand(source: list[Token], preamble: Sequence[Token] = ()) -> list[Token]:
    """Return tokens with the macros replaced that are defined among them, or in a preamble.

    Unreadable where that never ends.
    """
    macros: dict[str, Macro] = {}
    _expand(list(preamble), macros, set_only=True)
    return _expand(source, macros)


def _expand(source: list[Token], macros: dict[str, Macro], *, set_only: bool = False) -> list[Token]:
    """Replace macros; with `set_only` nothing is replaced but what is let be another."""
    waiting = source[::-1]
    result: list[Token] = []
    budget = MAX_TOKENS
    while waiting:
        budget -= 1
        token = waiting.pop()
        if token.kind == "macro" and _define(token.text, waiting, macros):
            continue
        macro = macros.get(token.text) if token.kind == "macro" and not set_only else None
        if macro is None:
            result.append(token)
            continue
        body = [t.at(token) for t in _expansion(macro, waiting)]
        budget -= len(body)
        if budget < 0:
            raise Unreadable(
                f"The macro \\{token.text} in line {token.line} expands to more than {MAX_TOKENS:,} tokens. "
                "Write its formula out."
            )
        waiting += body[::-1]
    return result


def _define(name: str, waiting: list[Token], macros: dict[str, Macro]) -> bool:
    """Take a definition off the tokens, if the macro just read begins one."""
    if name in COMMANDS or name in OPERATORS:
        _take(waiting, "*")
        target = argument(waiting)
        if len(target) != 1 or target[0].kind != "macro":
            return True
        if name == "NewDocumentCommand":
            count, default = _signature(argument(waiting))
        else:
            digits = "".join(t.text for t in _option(waiting) or [])
            count, default = (
                int(digits) if digits.isdecimal() and len(digits) == 1 else 0,
                _option(waiting),
            )
        body = argument(waiting)
        if name in OPERATORS:
            place = target[0]
            body = [
                place._replace(text="operatorname"),
                place._replace(kind="open", text="{"),
                *body,
                place._replace(kind="close", text="}"),
            ]
        macros[target[0].text] = Macro(count, default, body)
        return True
    if name in ("def", "gdef", "edef") and waiting and waiting[-1].kind == "macro":
        target_name, count = waiting.pop().text, 0
        while waiting and (parameter := waiting[-1]).kind != "open":
            count += parameter.text == "#"
            waiting.pop()
        macros[target_name] = Macro(count, None, argument(waiting))
        return True
    if name == "let" and len(waiting) > 1 and waiting[-1].kind == "macro":
        target_name = waiting.pop().text
        _take(waiting, "=")
        macros[target_name] = macros.get(waiting[-1].text, Macro(0, None, [waiting[-1]]))
        waiting.pop()
        return True
    if name in ("DeclarePairedDelimiter", "DeclarePairedDelimiterX"):
        target = argument(waiting)
        digits = "".join(t.text for t in _option(waiting) or [])
        first, last = argument(waiting), argument(waiting)
        if target:
            hash_, one = (target[0]._replace(kind="char", text=text) for text in "#1")
            inside = argument(waiting) if name.endswith("X") else [hash_, one]
            macros[target[0].text] = Macro(
                int(digits) if digits in "123" and digits else 1, None, first + inside + last
            )
        return True
    return False


def _signature(specification: list[Token]) -> tuple[int, list[Token] | None]:
    r"""Return how many arguments O{x} m and the like are, and the first one's default."""
    letters = [token.text for token in specification if token.kind == "char"]
    if letters[:1] == ["O"]:
        rest = specification[:0:-1]
        default = argument(rest)
        return 1 + sum(token.text in "moO" for token in rest), default
    return sum(text in "mo" for text in letters), [] if letters[:1] == ["o"] else None


def _expansion(macro: Macro, waiting: list[Token]) -> list[Token]:
    """Take a macro's arguments off the tokens and put them into its body."""
    _take(waiting, "*")
    values: list[list[Token]] = []
    for position in range(macro.arguments):
        option = _option(waiting) if position == 0 and macro.default is not None else None
        if option is not None:
            values.append(option)
        else:
            values.append(
                macro.default or [] if position == 0 and macro.default is not None else argument(waiting)
            )
    expansion: list[Token] = []
    body = iter(macro.body)
    for token in body:
        following = next(body, None) if token.text == "#" and token.kind == "char" else None
        if following is None:
            expansion.append(token)
        elif following.text.isdecimal() and 0 < int(following.text) <= len(values):
            expansion += values[int(following.text) - 1]
        if len(expansion) > MAX_TOKENS:
            break
    return expansion


def argument(waiting: list[Token]) -> list[Token]:
    """Take the next argument off the end of a reversed list: a group without its braces, or a token."""
    if not waiting:
        return []
    first = waiting.pop()
    if first.kind != "open":
        return [first]
    depth, inside = 1, []
    while waiting:
        token = waiting.pop()
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            break
        inside.append(token)
    return inside


def _option(waiting: list[Token]) -> list[Token] | None:
    """Take an optional argument in brackets, if there is one."""
    if not _take(waiting, "["):
        return None
    inside = []
    while waiting and waiting[-1].text != "]":
        inside.append(waiting.pop())
    _take(waiting, "]")
    return inside


def _take(waiting: list[Token], text: str) -> bool:
    is_next = bool(waiting) and waiting[-1].kind == "char" and waiting[-1].text == text
    if is_next:
        waiting.pop()
    return is_next
