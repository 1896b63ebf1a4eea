"""The arguments of densities: variables, and parameters that say nothing."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.derivations.reading.syntax import Variable
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexemes import Lexeme

PARAMETERS = "θφψληωαβγμσΣξδρτπMmWG"
VARIABLES = "xzyhvabijknstoruwdcζχ"
INDICES = "ijklnt"


def variable_of(lexeme: Lexeme) -> Variable | None:
    """Return the variable that a name stands for; capitals mean the same."""
    if lexeme.kind == "group" and lexeme.inside:
        lexeme = lexeme.inside[0]
    if lexeme.kind != "name" or lexeme.text.lower() not in VARIABLES:
        return None
    return lexeme.text.lower()


def density_arguments(content: Sequence[Lexeme]) -> tuple[tuple[Variable, ...], tuple[Variable, ...]]:
    """Return the variables before and after the bar in the arguments of a density."""
    content = [lexeme for lexeme in content if lexeme.kind not in ("space", "ampersand")]
    if content and content[0].kind == "open" and content[-1].kind == "close":
        content = content[1:-1]
    bars = [
        number
        for number, lexeme in enumerate(content)
        if lexeme.kind in ("bar", "bars") or lexeme.text == "/"
    ]
    if len(bars) > 1:
        raise Unreadable("a density with two bars cannot be read; write p(x|z)")
    before = content[: bars[0]] if bars else content
    given = _variables(content[bars[0] + 1 :]) if bars else ()
    of = _variables(before)
    if "." in of and given:  # q(.|x) is a distribution over the other variable
        of = ("x",) if given[0] == "z" else ("z",)
    return tuple(v for v in of if v != "."), given


def only_parameters(content: Sequence[Lexeme]) -> bool:
    """Whether brackets hold nothing but names, as in L(theta, phi; x)."""
    return bool(content) and all(
        lexeme.kind in ("name", "space", "bar", "bars", "number", "open", "close")
        or (lexeme.kind == "operator" and lexeme.text in ",;:^_'*")
        or (lexeme.kind == "group" and only_parameters(lexeme.inside))
        for lexeme in content
    )


def _variables(content: Sequence[Lexeme]) -> tuple[Variable, ...]:
    """Return the variables in a list such as `x^{(i)}, z; theta`."""
    found: list[Variable] = []
    items: list[list[Lexeme]] = [[]]
    depth = 0
    for lexeme in content:
        depth += (lexeme.kind == "open") - (lexeme.kind == "close")
        if depth == 0 and lexeme.kind == "operator" and lexeme.text in (",", ";"):
            items.append([])
        else:
            items[-1].append(lexeme)
    for item in items:
        if (variable := _variable(item)) is not None and variable not in found:
            found.append(variable)
    return tuple(found)


def _variable(item: list[Lexeme]) -> Variable | None:
    """Return one argument's variable, or None where it is a parameter."""
    if not item:
        return None
    first, decoration = item[0], item[1:]
    if first.kind == "group" and first.inside:
        return _variable([*first.inside, *decoration])
    if first.kind == "operator" and first.text == "*":
        return "."
    if first.kind == "name" and first.text in PARAMETERS:
        return None
    variable = variable_of(first)
    for number, lexeme in enumerate(decoration):
        same = lexeme.text == "=" and [variable_of(other) for other in decoration[number + 1 :][:1]] == [
            variable
        ]
        if same:  # Z = z
            decoration = decoration[:number]
            break
    if variable is None or any(lexeme.kind in ("relation", "bar", "unknown") for lexeme in decoration):
        raise Unreadable(
            f"the argument `{first.text[:40]}` of a density cannot be read; write p(x|z), q(z|x)"
        )
    primes, scripted = 0, False
    for lexeme in decoration:
        if lexeme.kind == "operator" and lexeme.text == "'":
            primes += 1
        elif lexeme.kind == "operator" and lexeme.text in "_^":
            scripted = True
        elif not scripted:
            raise Unreadable(f"the arguments after `{first.text[:40]}` need commas; write p(x, z)")
    return variable + "'" * primes
