"""The page as it is used: in Chromium, light and dark, on a phone, by keyboard, to a screen reader, printed.

AUTOGRADER_SCREENSHOTS names a folder in which pictures of the pages are kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from autograder.sandbox.outside.hosts import Zygotes
from tests.support.reports import PLOTS, shows, written

Scheme = Literal["light", "dark"]
DESKTOP, PHONE, SMALLEST, HEIGHT = 1100, 360, 320, 800
SUBMISSIONS = {
    "right": "right/randn_like.py",
    "wrong": "wrong/sampler_variance_as_std.py",
    "huge": "report/huge_values.py",
    "hostile": "hostile/exception_html.py",
    "empty": "odd/empty_file",
    "whole": "../../reference",  # with derivations
}
READABLE = 4.5  # contrast of text, WCAG 2.2, success criterion 1.4.3
VISIBLE = 3.0  # contrast of lines and dots, 1.4.11
# The contrast of two CSS colours, as WCAG defines it.
CONTRAST = """([first, second]) => {
    const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const luminance = colour => {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map(
            byte => byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}"""


@pytest.fixture(scope="session")
def pages(zygotes: Zygotes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report on each submission, by what it is called here."""
    folder = tmp_path_factory.mktemp("reports")
    for name, submission in SUBMISSIONS.items():
        written(submission, zygotes, folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in SUBMISSIONS}


@pytest.fixture
def screenshots() -> Path | None:
    """Where pictures go, if they are wanted: they show nobody anything else."""
    if name := os.environ.get("AUTOGRADER_SCREENSHOTS"):
        Path(name).mkdir(parents=True, exist_ok=True)
        return Path(name)
    return None


@pytest.fixture
def show(browser: Browser, pages: dict[str, Path]) -> Iterator[Any]:
    """Open a report, without a network; afterwards nothing may have been complained of or asked for."""
    complaints: list[str] = []
    contexts = []

    def opened(name: str, scheme: Scheme = "light") -> Page:
        size: ViewportSize = {"width": DESKTOP, "height": HEIGHT}
        context = browser.new_context(color_scheme=scheme, viewport=size, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        address = pages[name].as_uri()
        page.on("request", lambda request: complaints.append(request.url) if request.url != address else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_a_page_fits_and_complains_of_nothing(name: str, show: Any, screenshots: Path | None) -> None:
    """No console message, no request, nothing wider than the window, in either scheme.

    320 CSS pixels: WCAG 2.2, success criterion 1.4.10, also what zooming to 400 % leaves.
    """
    page = show(name)
    for scheme, width in product(("light", "dark"), (DESKTOP, PHONE, SMALLEST)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if screenshots:
            page.screenshot(path=screenshots / f"{name}-{scheme}-{width}.png", full_page=True)
        assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [width, width]
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")


@pytest.mark.parametrize("name", ["right", "wrong", "huge"])
def test_every_plot_is_visible_with_its_text_alternative(
    name: str, show: Any, pages: dict[str, Path]
) -> None:
    """To a screen reader a plot is an image, with a name, and a description in numbers."""
    page = show(name)
    told = shows(pages[name].read_text(encoding="utf-8"))
    images = page.get_by_role("img")
    assert images.count() == len(PLOTS)
    for width, (image, plot) in product((DESKTOP, PHONE), zip(images.all(), PLOTS, strict=True)):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        box = image.bounding_box()
        assert box["width"] > 250
        assert box["height"] > 180
        expect(image).to_be_visible()
        expect(image).to_have_accessible_name(page.locator(f"#{plot}-title").inner_text())
        description = page.locator(f"#{plot}-shows").inner_text()
        expect(image).to_have_accessible_description(" ".join(description.split()))
        assert " ".join(description.split()).replace("\N{MINUS SIGN}", "-") == told[plot]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_stand_out(scheme: Scheme, show: Any) -> None:
    """In both schemes, text and what is drawn."""
    page = show("empty", scheme)

    def contrast(*names: str) -> float:
        value = "name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)"
        found: float = page.evaluate(CONTRAST, [page.evaluate(value, name) for name in names])
        return found

    text = [(name, "paper") for name in ("ink", "faint", "first", "passed", "failed", "not-run")]
    text += [(name, "panel") for name in ("ink", "first")]
    drawn = [(name, "panel") for name in ("right", "first", "second", "third", "failed", "not-run")]
    assert [pair for pair in text if contrast(*pair) < READABLE] == []
    assert [pair for pair in drawn if contrast(*pair) < VISIBLE] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plots_take_the_colours_of_the_page(scheme: Scheme, show: Any) -> None:
    """What matplotlib drew in numbers is drawn in the page's variables."""
    page = show("right", scheme)
    ink = page.evaluate("getComputedStyle(document.body).color")
    texts = page.locator("svg text")
    fills = texts.evaluate_all("all => [...new Set(all.map(one => getComputedStyle(one).fill))]")
    assert fills == [ink]
    families = texts.evaluate_all("all => [...new Set(all.map(one => getComputedStyle(one).fontFamily))]")
    assert families == [page.evaluate("getComputedStyle(document.body).fontFamily")]


def test_the_keyboard_reaches_every_link_in_order(show: Any) -> None:
    """First past the head of the page, then its parts; the focus can be seen, and nothing traps it."""
    page = show("wrong")
    targets = []
    for _ in range(6):
        page.keyboard.press("Tab")
        targets.append(page.evaluate("document.activeElement.getAttribute('href')"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    assert targets == ["#tests", "#tests", "#noise", "#gradients", "#kl", "#elbo"]
    page.keyboard.press("Enter")
    expect(page.locator("#elbo")).to_be_in_viewport()


def test_headings_and_landmarks_say_where_things_are(show: Any) -> None:
    """A screen reader's list of headings is the table of contents."""
    page = show("wrong")
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => one.tagName).join(' ')")
    assert levels == "H1 H2 H2 H3 H3 H2 H3 H2 H3 H3 H2 H3"
    for landmark in ("banner", "main", "navigation", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1
    row = page.get_by_role("row").filter(has_text="2.2.1.4")
    expect(row.get_by_role("rowheader")).to_have_text("2.2.1.4 Samples spread as widely as log_var says")
    assert row.get_by_role("cell", name="failed", exact=True).count() == 1
    assert row.get_by_role("cell", name="0/6", exact=True).count() == 1


def test_paper_is_white_whatever_the_screen_is(show: Any, screenshots: Path | None) -> None:
    """Printed from a dark screen, in black on white, without what only a screen needs."""
    page = show("wrong", "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("navigation")).to_be_hidden()
    page.pdf(path=screenshots and screenshots / "wrong.pdf", format="A4", print_background=True)


def test_hostile_text_does_nothing(show: Any) -> None:
    """It is text on the page, and no element of it."""
    page = show("hostile")
    assert page.locator("script, img, iframe, body style").count() == 0
    assert "<script>" in page.locator("main").inner_text()
