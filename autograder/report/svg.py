"""One plot as inline SVG that takes its colours and its font from the page, light or dark."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Matplotlib writes colours as numbers; these stand for the page's CSS variables.
INK, GRID, RIGHT, FIRST, SECOND, THIRD = (f"#0000{i:02x}" for i in range(1, 7))
VARIABLES = dict(
    zip(
        (INK, GRID, RIGHT, FIRST, SECOND, THIRD),
        ("ink", "grid", "right", "first", "second", "third"),
        strict=True,
    )
)
STYLE = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "",  # the same plot has the same ids every time
    "font.size": 10.5,
    "axes.edgecolor": GRID,
    "axes.labelcolor": INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": GRID,
    "grid.linewidth": 0.5,
    "text.color": INK,
    "xtick.color": GRID,
    "ytick.color": GRID,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
}
SIZE, AXES = (4.2, 3.1), (0.14, 0.165, 0.83, 0.745)  # inches; the axes' place in parts of them
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"


def plot(name: str, x: str, y: str, draw: Callable[[Axes], None]) -> Markup:
    """Return what `draw` puts on labelled axes as an <svg> whose ids begin with a name.

    It is an image to a screen reader, with the page's elements <name>-title and <name>-shows as its
    name and its description.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(SIZE)
        FigureCanvasSVG(figure)
        axes = figure.add_axes(AXES)
        draw(axes)
        axes.set_xlabel(x)
        axes.set_title(
            y, loc="left", fontsize=10.5, color=INK
        )  # above: beside, it would cost a phone's width
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return _inline(name, file.getvalue())


def _inline(name: str, text: str) -> Markup:
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(text)
    for needless in ("metadata", "defs[{*}style]"):  # that style would hold for the whole page
        for element in root.findall(f"{{*}}{needless}"):
            root.remove(element)
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, _own(name, key, value))
    del root.attrib["width"], root.attrib["height"], root.attrib["version"]
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-shows"}
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _own(name: str, key: str, value: str) -> str:
    """Return an attribute with ids of this plot's own and the page's colours."""
    if key == "id":
        return f"{name}-{value}"
    if key == f"{{{XLINK}}}href":
        return value.replace("#", f"#{name}-", 1)
    if key == "clip-path":
        return value.replace("url(#", f"url(#{name}-")
    for colour, variable in VARIABLES.items():
        value = value.replace(colour, f"var(--{variable})")
    return value
