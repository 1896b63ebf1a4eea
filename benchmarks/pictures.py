"""The pictures of a class page in docs/class.md, of the made-up class of the tests, graded for it.

`python -m benchmarks.pictures [--students 80] [--pdf FILE]` writes docs/pictures/class-*.png, and the page as
it is printed. Names are made up and do not appear: the page has pseudonyms.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from autograder.paths import ROOT
from tests.support import exports
from tests.support.pupils import Pupil, pupils

FOLDER = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1000, 900
COMMON = ("kl_log_std", "sampler_missing_exp", "kl_log_std", "sampler_missing_exp", "kl_log_std")


def with_common_mistakes(people: list[Pupil]) -> list[Pupil]:
    """Have the first who are wrong make mistakes that a class has in common; others keep their own."""
    mistakes = iter(COMMON)
    made = []
    for pupil in people:
        if pupil.kind == "wrong" and (name := next(mistakes, "")):
            code = (ROOT / "reference" / "misconceptions" / f"{name}.py").read_bytes()
            pupil = dataclasses.replace(pupil, versions=({"vae.py": code},))
        made.append(pupil)
    return made


def graded(students: int, folder: Path) -> Path:
    """Grade a made-up class and return its page."""
    people = with_common_mistakes(pupils(students, seed=7))
    source, roster = exports.gradescope(people, folder), exports.roster(people, folder)
    words = ["batch", str(source), "--roster", str(roster), "--out", str(folder / "out")]
    subprocess.run([sys.executable, "-m", "autograder", *words], cwd=ROOT, check=False)
    return folder / "out" / "class.html"


def main() -> None:
    """Grade, open in Chromium, and keep what is seen of each section that the text speaks of."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=80)
    parser.add_argument("--pdf", type=Path)
    wanted = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        address = graded(wanted.students, Path(name)).as_uri()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address)
        for section in ("marks-part", "checks", "misconceptions"):
            page.evaluate("id => document.getElementById(id).scrollIntoView()", section)
            page.screenshot(path=FOLDER / f"class-{section}.png")
        if wanted.pdf:
            page.pdf(path=wanted.pdf, format="A4", prefer_css_page_size=True)
        browser.close()


if __name__ == "__main__":
    main()
