"""A line as MathML, for a report that needs no network."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from autograder.derivations.tex.vocabulary import VECTORS

MAX_SOURCE = 1500
# What the converter does not know, as what it does; undefined macros have their usual meaning.
USUAL = tuple(
    (re.compile(rf"\\{pattern}"), meaning)
    for pattern, meaning in (
        (r"(?:E|EE|Ex|Exp|Expect)(?![A-Za-z])", r"\\mathbb{E}"),
        (r"(?:D?KL|D?kl|KLD|kld)\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\\mathrm{KL}(\1\\|\2)"),
        (r"(?:D?KL|D?kl|KLD|kld)(?![A-Za-z])", r"\\mathrm{KL}"),
        (r"(?:ELBO|elbo)(?![A-Za-z])", r"\\mathrm{ELBO}"),
        (r"(?:nicefrac|sfrac)(?![A-Za-z])", r"\\frac"),
        (r"operatorname\*", r"\\operatorname"),
        (r"(?:cancelto\s*\{[^{}]*\}|middle(?![A-Za-z]))", ""),
        (rf"{VECTORS.pattern}(?![A-Za-z])", r"\\mathbf{\1}"),
    )
)
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
LAYOUT = re.compile(
    "display|stretchy|mathvariant|fence|form|accent|linethickness|columnalign|width|minsize|maxsize|"
    "movablelimits|separator|largeop|lspace|rspace"
)


def mathml(source: str) -> str:
    """Return a line of TeX as MathML, or as its source in a <code> element where it cannot be drawn.

    Attributes that do more than layout, such as links, are left out: the source is a student's.
    """
    from latex2mathml.converter import convert

    try:
        if len(source) > MAX_SOURCE:
            raise ValueError("too long to be drawn")
        for pattern, meaning in USUAL:
            source = pattern.sub(meaning, source)
        root = ElementTree.fromstring(convert(source.replace("&", " ")))
    except Exception:  # the converter raises whatever comes up
        code = ElementTree.Element("code")
        code.text = source[:MAX_SOURCE]
        return ElementTree.tostring(code, encoding="unicode")
    ElementTree.register_namespace("", NAMESPACE[1:-1])
    for element in root.iter():
        for name in list(element.attrib):
            if not LAYOUT.fullmatch(name):
                del element.attrib[name]
    return ElementTree.tostring(root, encoding="unicode")
