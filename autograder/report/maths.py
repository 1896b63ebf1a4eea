"""MathML that may hold what a student wrote, as elements of its own that cannot be anything else."""

from __future__ import annotations

from xml.etree import ElementTree

from markupsafe import Markup

MATHML = "{http://www.w3.org/1998/Math/MathML}"
MAX_LENGTH = 20_000
ELEMENTS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mphantom"),
}
ATTRIBUTES = {
    *("display", "displaystyle", "mathvariant", "stretchy", "fence", "separator", "form", "accent"),
    *("accentunder", "linethickness", "columnalign", "width", "height", "depth", "lspace", "rspace"),
}
# TeX sets these a thin space apart from what follows; browsers do not.
FUNCTIONS = {"log", "ln", "exp"}
APART = Markup('<mrow>{}<mspace width="0.17em"></mspace></mrow>')


def maths(mathml: object) -> Markup | None:
    """Return MathML with its known elements and attributes alone, None where there is none to show.

    A document type, which may define entities, is refused; an unknown element's text stays.
    """
    if not isinstance(mathml, str) or len(mathml) > MAX_LENGTH or "<!" in mathml:
        return None
    try:
        root = ElementTree.fromstring(mathml)
    except ElementTree.ParseError:
        return None
    if root.tag.removeprefix(MATHML) != "math":
        return None
    return _rewrite(root)


def _rewrite(element: ElementTree.Element) -> Markup:
    """Write an element anew; everything that is text is escaped."""
    name = str(element.tag).removeprefix(MATHML)
    inside = Markup("%s") % (element.text or "")
    for child in element:
        inside += _rewrite(child) + (child.tail or "")
    if name not in ELEMENTS:
        return inside
    start = Markup("").join(
        Markup(' {}="{}"').format(key, value) for key, value in element.attrib.items() if key in ATTRIBUTES
    )
    markup = Markup("<{0}{1}>{2}</{0}>").format(Markup(name), start, inside)
    return APART.format(markup) if name == "mi" and inside in FUNCTIONS else markup
