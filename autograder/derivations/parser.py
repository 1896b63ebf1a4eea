"""Lexemes to expressions: a recursive descent over what people write, with a bound on its depth.

Two habits are ambiguous, so an expression may have several readings: whether a logarithm without brackets
takes the next factor or the whole product, and whether an expectation or integral without brackets takes
the next term or all that follows.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.derivations.cursor import Cursor, significant
from autograder.derivations.errors import Unreadable
from autograder.derivations.lexemes import Lexeme
from autograder.derivations.names import density_arguments, only_parameters, variable_of
from autograder.derivations.syntax import (
    Applied,
    Density,
    Divergence,
    Elbo,
    Entropy,
    Exp,
    Expectation,
    Expr,
    Integral,
    Log,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Unknown,
    Value,
    is_latent,
    negative,
)

MAX_LEXEMES = 1500
MAX_DEPTH = 60
BOUNDS = ("elbo", "vlb", "elb", "lower", "bound", "lowerbound")  # below L: the ELBO
BIG = ("int", "sum", "E", "log", "kl", "elbo")


def readings(lexemes: list[Lexeme]) -> list[Expr]:
    """Return the ways to read an expression, the likeliest first; Unreadable where there is none."""
    if lexemes and lexemes[-1].kind == "close" and _depth(lexemes) == -1:
        lexemes = lexemes[:-1]  # a bracket too many, at the end where it changes nothing
    if _size(lexemes) > MAX_LEXEMES:
        raise Unreadable(f"the formula has more than {MAX_LEXEMES} symbols; write it as several lines")
    found: list[Expr] = []
    problem = Unreadable("nothing stands here")
    for greedy, wide in ((True, False), (False, False), (True, True), (False, True)):
        try:
            expression = _Parser(significant(lexemes), greedy, wide).whole()
        except Unreadable as error:
            problem = error
            continue
        found += [reading for reading in (expression, *_shorthand(expression)) if reading not in found]
    if not found:
        raise problem
    return found


def _shorthand(expression: Expr) -> Iterator[Expr]:
    """Yield what KL, or KL(q || p), may be short for: the divergence to the posterior, or to the prior."""
    for second in (Density("p", ("z",), ("x",)), Density("p", ("z",))):
        spelled = expression
        for node in list(expression.walk()):
            if node == Divergence(Density("q"), Density("p")):
                spelled = spelled.rebuilt(node, Divergence(Density("q", ("z",), ("x",)), second))
        if spelled is not expression:
            yield spelled
    constant = expression
    for node in list(expression.walk()):
        if isinstance(node, Expectation) and _is_of_a_constant(node):
            constant = constant.rebuilt(node, Expectation(Density("q", ("z",), ("x",)), None, node.body))
    if constant is not expression:
        yield constant


def _is_of_a_constant(node: Expectation) -> bool:
    """Whether an expectation may be one over z of what depends on x alone: E_q[log p(x)]."""
    bare = node.variable is None and node.under in (None, Density("q"))
    densities = [inner for inner in node.body.walk() if isinstance(inner, Density)]
    variables = {v for density in densities for v in (*density.of, *density.given)}
    return bare and variables == {"x"} and all(density.name == "p" for density in densities)


def _depth(lexemes: list[Lexeme]) -> int:
    return sum((lexeme.kind == "open") - (lexeme.kind == "close") for lexeme in lexemes)


def _size(lexemes: tuple[Lexeme, ...] | list[Lexeme]) -> int:
    return sum(1 + _size(lexeme.inside) for lexeme in lexemes)


class _Parser(Cursor):
    """One expression under one reading."""

    def __init__(self, lexemes: list[Lexeme], greedy: bool, wide: bool, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise Unreadable(f"brackets are nested more than {MAX_DEPTH} deep; write it more simply")
        super().__init__(lexemes)
        self.greedy, self.wide, self.depth = greedy, wide, depth
        self.nested = 0

    def whole(self) -> Expr:
        """Parse everything."""
        expression = self.sum()
        if self.at < len(self.lexemes):
            raise self.unexpected()
        return expression

    def sub(self, lexemes: tuple[Lexeme, ...] | list[Lexeme]) -> _Parser:
        return _Parser(significant(lexemes), self.greedy, self.wide, self.depth + 1)

    def sum(self) -> Expr:
        """Terms joined by plus and minus."""
        terms: list[Expr] = []
        sign = 1
        while self.is_sign("+", "-"):
            sign = -sign if self.is_sign("-") else sign
            self.at += 1
        while True:
            term = self.term()
            terms.append(term if sign > 0 else negative(term))
            if not self.is_sign("+", "-"):
                return terms[0] if len(terms) == 1 else Sum(tuple(terms))
            sign = 1
            while self.is_sign("+", "-"):
                sign = -sign if self.is_sign("-") else sign
                self.at += 1

    def term(self, *, until_big: bool = False) -> Expr:
        """Factors side by side, multiplied or divided; up to the next operator-like sign where asked."""
        value = self.factor()
        divisions = 0
        while (lexeme := self.peek()) is not None:
            if self.is_sign("*"):
                self.at += 1
                negate = self.is_sign("-")
                self.at += negate
                value = _times(value, negative(self.factor()) if negate else self.factor())
            elif self.is_sign("/"):
                self.at += 1
                divisions += 1
                if divisions > MAX_DEPTH:
                    raise Unreadable(f"more than {MAX_DEPTH} divisions in a row; write fractions")
                value = Quotient(value, self.factor())
            elif (
                self.starts_factor(lexeme)
                and not (until_big and lexeme.text in BIG)
                and not self.differential()
            ):
                value = _times(value, self.factor())
            else:
                break
        return value

    def starts_factor(self, lexeme: Lexeme) -> bool:
        return lexeme.kind in ("number", "name", "open", "group") or (
            lexeme.kind == "command" and lexeme.text not in ("dz", "dx", "over")
        )

    def factor(self) -> Expr:
        """A primary with its exponents."""
        self.nested += 1
        if self.nested > MAX_DEPTH:
            raise Unreadable(f"more than {MAX_DEPTH} functions of functions; write it more simply")
        base = self.primary()
        self.nested -= 1
        while self.is_sign("^", "!", "'"):
            if not self.is_sign("^"):
                raise self.unexpected()
            self.at += 1
            base = Power(base, self.script_expression())
        return base

    def primary(self) -> Expr:
        lexeme = self.peek()
        if lexeme is None or not self.starts_factor(lexeme):
            raise self.unexpected()
        if lexeme.kind == "number":
            self.at += 1
            return (
                Number(float(lexeme.text))
                if lexeme.text.count(".") <= 1 and lexeme.text != "."
                else self._fail(lexeme)
            )
        if lexeme.kind == "group":
            self.at += 1
            return self.group(lexeme.inside)
        if lexeme.kind == "open":
            return self.bracketed()
        if lexeme.kind == "name":
            return self.named()
        self.at += 1
        reader = {
            "frac": self.fraction,
            "log": self.logarithm,
            "exp": self.exponential,
            "int": self.integral,
            "sum": self.total,
            "E": self.expectation,
            "kl": self.divergence,
            "elbo": self.elbo,
            "sqrt": self.root,
        }.get(lexeme.text)
        if reader is None:
            return self._fail(lexeme)
        return reader()

    def _fail(self, lexeme: Lexeme) -> Expr:
        raise Unreadable(f"`{lexeme.text[:40]}` cannot be read here")

    def group(self, inside: tuple[Lexeme, ...]) -> Expr:
        r"""What stands in braces: an expression, or above \over below."""
        over = [
            number
            for number, lexeme in enumerate(inside)
            if (lexeme.kind, lexeme.text) == ("command", "over")
        ]
        if over:
            return Quotient(self.sub(inside[: over[0]]).whole(), self.sub(inside[over[0] + 1 :]).whole())
        return self.sub(inside).whole()

    def bracketed(self) -> Expr:
        opening = self.lexemes[self.at].text
        content = self.bracket_content()
        if opening == "<":
            body = self.sub(content).whole()
            return self.under(body)
        return self.sub(content).whole()

    def fraction(self) -> Expr:
        return Quotient(self.argument(), self.argument())

    def argument(self) -> Expr:
        """A macro's argument: a group or one sign."""
        lexeme = self.peek()
        if lexeme is None:
            raise self.unexpected()
        if lexeme.kind == "number" and len(lexeme.text) > 1:  # \frac12
            self.lexemes[self.at : self.at + 1] = [lexeme._replace(text=digit) for digit in lexeme.text]
        self.at += 1
        return self.sub([self.lexemes[self.at - 1]]).whole()

    def script_expression(self) -> Expr:
        return self.sub(self.script_after()).whole()

    def script_after(self) -> list[Lexeme]:
        self.at -= 1
        return self.script("^")

    def logarithm(self) -> Expr:
        below, above = self.scripts()
        value = Log(self.operand())
        if below and below[0].text != "e":
            value_with_base: Expr = Quotient(value, Log(self.sub(below).whole()))
        else:
            value_with_base = value
        return Power(value_with_base, self.sub(above).whole()) if above else value_with_base

    def operand(self) -> Expr:
        """What a logarithm is taken of: the next factor, or the product that it begins."""
        lexeme = self.peek()
        if lexeme is not None and lexeme.kind == "command" and lexeme.text in BIG and lexeme.text != "log":
            return self.factor()
        return self.term(until_big=True) if self.greedy else self.factor()

    def exponential(self) -> Expr:
        return Exp(self.operand())

    def root(self) -> Expr:
        return Power(self.argument(), Number(0.5))

    def integral(self) -> Expr:
        below, _ = self.scripts()
        while self.is_command("int"):
            self.at += 1
            below = self.scripts()[0] or below
        variables = self.take_differentials()
        while (lexeme := self.peek()) is not None and lexeme.kind == "group":  # \int{q(z) dz}
            self.lexemes[self.at : self.at + 1] = significant(lexeme.inside)
            variables = variables or self.take_differentials()
        named = variable_of(below[0]) if below and below[0].kind == "name" else None
        if not variables and self.closes_with_differential():
            body = self.sum()
            return Integral(self.take_differentials(), body)
        return Integral(variables or ((named,) if named else ()), self.scope())

    def scope(self) -> Expr:
        """What an expectation, sum or integral without brackets is of."""
        return self.sum() if self.wide else self.term()

    def total(self) -> Expr:
        below, _ = self.scripts()
        variable = next((v for lexeme in below if (v := variable_of(lexeme))), None)
        if below and variable is None:
            raise Unreadable("the sum's index cannot be read; write \\sum_z or \\sum_x")
        return Integral((variable,) if variable else (), self.scope())

    def expectation(self) -> Expr:
        start = self.at
        self.scripts()
        after = self.at
        lexeme = self.peek()
        if lexeme is not None and lexeme.kind == "open":
            body = self.bracketed()
        elif (
            lexeme is not None
            and lexeme.kind == "group"
            and lexeme.inside
            and lexeme.inside[0].kind == "open"
        ):
            self.at += 1
            body = self.group(lexeme.inside)
        else:
            body = self.scope()
        end, self.at = self.at, start
        expression = self.under(body)
        if self.at != after:
            raise self.unexpected()
        self.at = end
        return expression

    def under(self, body: Expr) -> Expr:
        """Read an expectation's subscript: z ~ q(z|x), q(z|x), q or z."""
        below, _ = self.scripts()
        if not below:
            return Expectation(None, None, body)
        tilde = [n for n, lexeme in enumerate(below) if lexeme.kind == "relation" and lexeme.text == "~"]
        if tilde:
            variable = variable_of(below[0])
            if variable is None and tilde[0] > 0:
                raise Unreadable("the expectation's subscript cannot be read; write z \\sim q(z|x)")
            parser = self.sub(below[tilde[0] + 1 :])
            return Expectation(parser.density(), variable, body)
        if below[0].kind == "name" and below[0].text.lower() not in ("p", "q"):
            variable = variable_of(below[0])
            if variable is None:
                raise Unreadable(
                    f"the expectation under `{below[0].text}` cannot be read; write z \\sim q(z|x)"
                )
            return Expectation(None, variable, body)
        return Expectation(self.sub(below).density(), None, body)

    def density(self) -> Density:
        expression = self.whole()
        if not isinstance(expression, Density):
            raise Unreadable("a density is expected here, such as q(z|x)")
        return expression

    def divergence(self) -> Expr:
        self.scripts()
        lexeme = self.peek()
        if lexeme is None or lexeme.kind not in ("open", "group"):
            return Divergence(Density("q"), Density("p"))
        if lexeme.kind == "group":
            self.at += 1
            content = list(lexeme.inside)
            if content and content[0].kind == "open" and content[-1].kind == "close":
                content = content[1:-1]
        else:
            content = self.bracket_content()
        for signs in (("||",), ("|",), tuple(",;:/")):
            depth = 0
            for number, item in enumerate(content):
                depth += (item.kind == "open") - (item.kind == "close")
                if depth == 0 and item.text in signs:
                    first, second = self.sub(content[:number]), self.sub(content[number + 1 :])
                    return Divergence(first.whole(), second.whole())
        raise Unreadable("KL needs two distributions; write KL(q(z|x) \\| p(z))")

    def elbo(self) -> Expr:
        self.scripts()
        self.skip_parameters()
        return Elbo()

    def letter(self, name: str) -> Expr:
        """L or F: the ELBO, unless a word below it, as in L_{VAE}, makes it a symbol of the writer's own."""
        below, _ = self.scripts()
        self.skip_parameters()
        letters = "".join(lexeme.text for lexeme in below)
        if letters.lower() in BOUNDS:
            return Elbo()
        word = all(lexeme.kind in ("name", "text", "command") for lexeme in below)
        if word and len(letters) > 2 and letters.isascii():
            return Unknown(f"{name} {letters}")
        return Elbo(letter=True)

    def skip_parameters(self) -> None:
        """Leave out (theta, phi; x), but not a bracket that is a factor."""
        lexeme = self.peek()
        if lexeme is not None and lexeme.kind == "open":
            start = self.at
            if not only_parameters(self.bracket_content()):
                self.at = start

    def named(self) -> Expr:
        lexeme = self.lexemes[self.at]
        self.at += 1
        name = lexeme.text
        if name in ("p", "q", "P", "Q"):
            return self.a_density(name.lower())
        if name == "e" and self.is_sign("^"):
            self.at += 1
            return Exp(self.script_expression())
        if name == "D" and (self.divides() or self.is_sign("_")):
            return self.divergence()
        if name in ("L", "F"):
            return self.letter(name)
        following = self.peek()
        if name == "H" and following is not None and following.kind == "open":
            return self.entropy()
        variable = variable_of(lexeme)
        below, above = self.scripts_before_power()
        marks = "'" * sum(mark.text == "'" for mark in above)
        following = self.peek()
        if (
            following is not None
            and following.kind == "open"
            and (variable is None or name in ("f", "g", "h", "φ", "w", "r"))
        ):
            return self.own_function(name + marks)
        if (variable is not None and is_latent(variable)) or name in ("x", "y", "X", "Y", "t"):
            return Value(str(variable) + marks)
        if name == "d":
            raise Unreadable("`d` cannot be read here; write the integral as \\int ... dz")
        return Unknown(name + marks + "".join(lexeme.text for lexeme in below)[:20])

    def entropy(self) -> Expr:
        """H(p), or the cross-entropy H(p, q)."""
        content = self.bracket_content()
        for number, lexeme in enumerate(content):
            if lexeme.text == "," and _depth(content[:number]) == 0:
                first, second = (
                    self.sub(content[:number]).density(),
                    self.sub(content[number + 1 :]).density(),
                )
                return negative(Expectation(first, None, Log(second)))
        return Entropy(self.sub(content).density())

    def scripts_before_power(self) -> tuple[list[Lexeme], list[Lexeme]]:
        """Take a name's subscript and primes, and leave a power alone unless it is an index in brackets."""
        below = self.script("_")
        above: list[Lexeme] = []
        while self.is_sign("'"):
            above.append(self.lexemes[self.at])
            self.at += 1
        following = self.peek(1)
        if (
            self.is_sign("^")
            and following is not None
            and following.kind == "group"
            and following.inside
            and following.inside[0].kind == "open"
        ):
            self.script("^")
        return below or self.script("_"), above

    def own_function(self, name: str) -> Expr:
        content = self.bracket_content()
        variables = [variable_of(item) for item in content if item.kind == "name"]
        plain = all(item.kind == "name" or item.text == "," for item in content)
        if plain and variables and all(variables):
            return Unknown(name, tuple(v for v in variables if v))
        if only_parameters(content):  # g(x|z), which is not g(z|x)
            of = dict.fromkeys(v for v in variables if v is not None)
            return Unknown(name + "".join(item.text for item in content if of), tuple(of))
        return Applied(name, self.sub(content).whole())

    def a_density(self, name: str) -> Expr:
        below, above = self.scripts_of_density()
        lexeme = self.peek()
        if any(item.text in ("'", "*") for item in above) or self.is_sign("'"):
            raise Unreadable(f"`{name}'` cannot be read; only p and q have a meaning here")
        if lexeme is None or lexeme.kind != "open":
            index = below[0] if len(below) == 1 and below[0].kind == "name" else None
            if index is not None and index.text in "ijknmxyz":
                return Density(name, (str(variable_of(index)),))
            return Density(name)
        of, given = density_arguments(self.bracket_content())
        return Density(name, of, given)

    def scripts_of_density(self) -> tuple[list[Lexeme], list[Lexeme]]:
        """Take a density's subscript, and a superscript where its argument follows (else it is a power)."""
        start = self.at
        below, above = self.scripts()
        lexeme = self.peek()
        if above and (lexeme is None or lexeme.kind != "open"):
            self.at = start
            below, above = self.script("_"), []
        return below, above


def _times(left: Expr, right: Expr) -> Expr:
    return Product((*left.factors, right) if isinstance(left, Product) else (left, right))
