"""What else a file says of a sampler's second argument: its KL, its calls. Text, never run."""

from __future__ import annotations

import re

from autograder.course.conventions import Scale
from autograder.openform.names import claim
from autograder.openform.table import SCALE_OF

MAX_SOURCE = 1 << 18
_V = r"([^\W\d]\w*)"
# Of a KL to the standard normal, in squeezed text: the terms in the width.
_KL: dict[Scale, tuple[str, ...]] = {
    "log_var": (rf"(?:1\.?0?[-+]|[-+]){_V}.{{0,60}}[-+(]\.?exp\(\1\)", rf"exp\({_V}\).{{0,60}}-\1(?!\w|\*)"),
    "log_std": (rf"2\.?0?\*{_V}.{{0,60}}exp\(2\.?0?\*\1\)", rf"exp\(2\.?0?\*{_V}\).{{0,60}}-2\.?0?\*\1"),
    "std": (
        rf"log\({_V}\*\*2(?:\+[\w.-]+)?\).{{0,60}}\1\*\*2",
        rf"{_V}\*\*2.{{0,60}}log\(\1(?:\*\*2)?(?:\+[\w.-]+)?\)",
        rf"2\.?0?\*log\({_V}\).{{0,60}}\1\*\*2",
    ),
    "var": (rf"[-+]log\({_V}\).{{0,40}}-\1(?!\w|\*)", rf"[(+]{_V}[-+].{{0,40}}-log\(\1\)"),
}
_HEAD = r"(softplus|exp|elu|relu|square)\("


class Evidence:
    """A file's text as a witness (`witness.py`)."""

    silent = False

    def __init__(self, source: str) -> None:
        self._text = squeeze(source[:MAX_SOURCE])

    def conventions(self, function: str) -> frozenset[Scale]:
        """Return the conventions that the file's KL and its calls of a function speak of."""
        scales = {scale for scale, patterns in _KL.items() if any(re.search(p, self._text) for p in patterns)}
        plain = rf"(?:1\.?0?[-+]|[-+]){_V}.{{0,60}}[-+(]exp\(\1\)"
        if "log_std" in scales and not re.search(plain, self._text):
            scales.discard("log_var")
        return frozenset(scales) | self.calls(function)

    def calls(self, function: str) -> frozenset[Scale]:
        """Return the conventions that the file's calls of a function speak of."""
        return frozenset(_scales_of_calls(self._text, function))

    def has_positive_head(self, argument: str) -> bool:
        """Whether the argument, or an attribute of its name, is assigned from a function that is positive."""
        return bool(re.search(rf"{re.escape(argument)}\w*=[^\n]*{_HEAD}", self._text))


def squeeze(source: str) -> str:
    """Return source without blanks, comments and modules' names, with powers and methods written one way."""
    text = re.sub(r"#[^\n]*", "", source)
    text = re.sub(r"[ \t]*(\\\n|[^\w\s])[ \t]*", r"\1", text)
    text = re.sub(r"\b(torch|np|numpy|math|F|tf|K)\.", "", text)
    text = re.sub(r"\.(pow|square)\((2?)\)", "**2", text).replace("^2", "**2")
    text = re.sub(r"(?:square|pow)\((\w+)(?:,2)?\)", r"\1**2", text)
    text = re.sub(rf"{_V}\.(exp|log)\(\)", r"\2(\1)", text)
    return re.sub(r"\.(?=[-+*/^(])", "", text)  # Julia's dots


def _scales_of_calls(text: str, function: str) -> set[Scale]:
    """Return what the second argument is in calls of the function."""
    scales = set[Scale]()
    for call in re.finditer(
        rf"(?<!def )(?<!function )\b{re.escape(function)}"
        r"\(([^,\n()]+),((?:[^()\n]|\([^()\n]*\))+)\)(?!=[^=])",
        text,
    ):
        argument = call[2].split("=")[-1]
        if re.search(r"exp\((0?\.5|1/2)\*|exp\([^()]*/2|sqrt\(|softplus\(", argument):
            scales.add("std")
        elif re.fullmatch(r"(self\.)?\w+", argument) and (scale := SCALE_OF[claim(argument)]):
            scales.add(scale)
    # `var = exp(0.5 * log_var)`: in this file what is called a variance is a standard deviation.
    slips = re.findall(rf"{_V}=exp\((?:0?\.5|1/2)\*", text)
    return (scales - {"var"}) | {"std"} if scales and "var" in map(claim, slips) else scales
