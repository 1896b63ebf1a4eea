"""What a letter is: a density, a function, a divergence, a differential or the name of a number."""

from __future__ import annotations

from autograder.derivations.reading.stream import Stream, terminal
from autograder.derivations.reading.syntax import Unknown
from autograder.derivations.reading.variables import only_parameters, variable_of
from autograder.derivations.tex.lexeme import Lexeme, within

FUNCTIONS = "fghφwr"  # names of variables and parameters that are functions too, before a bracket


class Letters(Stream):
    """Reads letters with what stands around them."""

    def _name(self, lexeme: Lexeme) -> None:
        name = lexeme.text
        following = self.waiting[-1] if self.waiting else None
        if name in ("p", "q", "P", "Q"):
            self._emit("MASS" if self._multiplies() else "DENSITY", name.lower())
        elif name == "e" and following is not None and following.is_sign("^"):
            self._emit("_NAPIER", name)
        elif name == "D" and following is not None and (following.is_sign("_") or self._divides()):
            self._emit("_KL", name)
        elif name in ("L", "F"):
            self._emit("LETTER", name)
        elif name == "H" and self._opens(self._scripts_ahead()):
            self._emit("_ENTROPY", name)
        elif name == "N" and self._opens():
            self._normal()
        elif not self._function(lexeme):
            self._emit("NAME", lexeme, name)

    def _multiplies(self) -> bool:
        """Whether a bracket that follows is a factor, and no list of arguments."""
        scripts = self._scripts_ahead()
        content = self._content(scripts) if scripts and self._opens(scripts) else []
        return any(item.kind == "command" or item.is_sign("+-") for item in content)

    def _normal(self) -> None:
        r"""Read \mathcal{N}(z; 0, I) as a density of the writer's own, of the variables in it."""
        content = [item for lexeme in self._content() for item in (lexeme, *within(lexeme.inside))]
        variables = [v for item in content if (v := variable_of(item)) in ("x", "z")]
        self._drop_bracket()
        letters = "".join(item.text for item in content)
        self._emit("OWN", Unknown(f"N({letters})", tuple(dict.fromkeys(v for v in variables if v))))

    def _divides(self) -> bool:
        """Whether a bracket with || follows: D[q || p]."""
        return self._opens() and any(lexeme.kind == "bars" for lexeme in self._content())

    def _function(self, lexeme: Lexeme) -> bool:
        """Read a function of the writer's own: of variables or parameters, or of anything."""
        scripts = self._scripts_ahead()
        marks = sum(item.text == "'" for item in self.waiting[len(self.waiting) - scripts :])
        own = variable_of(lexeme) is None or lexeme.text in FUNCTIONS
        if not (own and self._opens(scripts)) or self._in_density():
            return False
        del self.waiting[len(self.waiting) - scripts :]
        name, content = lexeme.text + "'" * marks, self._content()
        variables = [v for item in content if item.kind == "name" and (v := variable_of(item)) is not None]
        names = [item.text for item in content if item.kind == "name"]
        if all(item.kind == "name" or item.text == "," for item in content) and 0 < len(names) == len(
            variables
        ):
            self._drop_bracket()
            self._emit("OWN", Unknown(name, tuple(variables)))
        elif len(content) == 3 and variables and content[1].is_sign("_") and content[2].kind == "number":
            self._emit("APPLICATION", name)  # f(x_1), at a place
        elif only_parameters(content):  # g(x|z), which is not g(z|x)
            self._drop_bracket()
            letters = "".join(item.text for item in content) if variables else ""
            self._emit("OWN", Unknown(name + letters, tuple(dict.fromkeys(variables))))
        else:
            self._emit("APPLICATION", name)
        return True

    def _differential(self, lexeme: Lexeme) -> str | None:
        """Return the variable if dz or the like begins with a lexeme."""
        if lexeme.kind == "command" and lexeme.text in ("dz", "dx"):
            return lexeme.text[1]
        if lexeme.kind not in ("name", "command") or lexeme.text != "d" or not self.waiting:
            return None
        following = self.waiting[-1]
        return variable_of(
            following.inside[0] if following.kind == "group" and following.inside else following
        )

    def _take_differential(self, lexeme: Lexeme, variable: str) -> None:
        """Take dz with its marks; several side by side are one terminal."""
        if lexeme.text == "d":
            self.waiting.pop()
        while self.waiting and self.waiting[-1].is_sign("_^'"):
            if self.waiting.pop().text == "'":
                variable += "'"
            elif self.waiting:
                self.waiting.pop()
        if self.out and self.out[-1].type == "DIFF":
            self.out[-1] = terminal("DIFF", (*self.out[-1].value, variable), "d")
        else:
            self._emit("DIFF", (variable,), "d")
