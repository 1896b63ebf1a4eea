"""The class page: its figures, and the page as it is used, in Chromium."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from scipy import stats

from autograder.batch.page import clusters, items, lines, page
from autograder.batch.page.table import Table, table
from tests.support.marks import CODE, marks

DESKTOP, PHONE = 1100, 360


@pytest.fixture(scope="module")
def whole() -> Table:
    """A class of 200."""
    return table(marks(200))


def test_figures_are_those_of_their_definitions() -> None:
    """Shares of those who ran a check; its correlation with the others' points, and not with its own."""
    chance = np.random.default_rng(0)
    passed = (chance.random((60, 3)) < [0.4, 0.6, 0.7]).astype(float)
    passed[:10, 0] = np.nan
    scores = np.nan_to_num(passed) * [2.0, 3.0, 5.0]
    first = items.figures(passed, scores)[0]
    assert (first.passes + first.failures, first.not_run) == (50, 10)
    assert first.share is not None
    assert first.correlation is not None
    z, n, p = 1.959964, 50, first.passes / 50
    middle, width = (p + z**2 / (2 * n)), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    expected = [(middle - width) / (1 + z**2 / n), (middle + width) / (1 + z**2 / n)]
    np.testing.assert_allclose([first.share.low, first.share.high], expected, rtol=1e-5)
    rest = scores[10:, 1] + scores[10:, 2]
    r = float(np.corrcoef(scores[10:, 0], rest)[0, 1])
    fisher = np.tanh(np.arctanh(r) + np.array([-z, z]) / np.sqrt(50 - 3))
    found = [first.correlation.value, first.correlation.low, first.correlation.high]
    np.testing.assert_allclose(found, [r, *fisher], rtol=1e-5)


@pytest.mark.parametrize(
    ("own", "rest", "why"),
    [
        ([1.0] * 9, list(range(9)), "undefined: all who ran it have the same points"),
        (list(range(9)), [1.0] * 9, "undefined: all who ran it have the same points elsewhere"),
        ([0.0], [0.0], "undefined: 1 student ran it, too few for an interval"),
        ([0.0, 1.0], [0.0, 1.0], "undefined: 2 students ran it, too few for an interval"),
    ],
)
def test_what_is_not_defined_is_said_in_words(own: list[float], rest: list[float], why: str) -> None:
    """And is no nan."""
    scores = np.array([own, rest], dtype=float).T
    found = items.figures((scores > 0).astype(float), scores)[0]
    assert (found.correlation, found.why) == (None, why)


def test_an_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Of 2,000 classes of 40, with the error that so many can show."""
    truth, chance = 0.8, np.random.default_rng(1)
    found = [items.share(int(n), 40) for n in chance.binomial(40, truth, 2000)]
    inside = sum(one is not None and one.low <= truth <= one.high for one in found)
    assert stats.binomtest(inside, 2000, items.CONFIDENCE).pvalue > 1e-6


def test_unnamed_clusters_come_first_with_a_stub_of_the_smallest_member(whole: Table) -> None:
    """Then the named ones; each has all who failed the same checks with the same diagnosis."""
    found = clusters.clusters(whole.members)
    assert [one.diagnoses for one in found] == [(), (), ("kl_missing_half",)]
    assert [len(one.members) for one in found[:2]] == sorted(
        (len(o.members) for o in found[:2]), reverse=True
    )
    unnamed = next(one for one in found if one.failures == ("elbo_values",))
    assert unnamed.stub.startswith('"""One sentence that says what is wrong.')
    assert "# fails: elbo_values\n" in unnamed.stub
    torch = replace(unnamed.example, excerpts={"kl_divergence": "return torch.exp(mu)"})
    stub = clusters.Cluster(("kl_values",), (), (torch,)).stub
    assert stub.endswith("# fails: kl_values\n\nimport torch\n\n\nreturn torch.exp(mu)")
    named = clusters.diagnoses(whole.members)
    assert [(one.name, one.hint, one.example.excerpts) for one in named] == [
        ("kl_missing_half", "Half is missing.", {"kl_divergence": CODE})
    ]


def test_lines_are_counted_once_a_student(whole: Table) -> None:
    """However they are spaced."""
    (line,) = lines.lines(whole.members)
    assert (line.check, line.status, line.note) == ("derivation_elbo", "untrue", "left 1, right 2")
    assert line.students == sum("derivation_elbo" in member.failures for member in whole.members)


def test_faults_and_stops_are_on_top(whole: Table) -> None:
    """By pseudonym, with what the grader said of a fault."""
    text = page.render(whole, share=False)
    top = text[: text.index('id="marks-part"')]
    fault = next(member for member in whole.members if member.state == "grader fault")
    assert f"<code>{fault.student}</code>: grader fault" in top
    slow = next(member for member in whole.members if member.hit_limit)
    assert f"stopped for their time or memory: <code>{slow.student}</code>" in top


def test_small_classes_are_warned_about() -> None:
    """Below 30 marks."""
    warning = "say little of a class this small"
    assert warning in page.render(table(marks(29)), share=False)
    assert warning not in page.render(table(marks(40)), share=False)


def test_what_is_shared_has_no_small_count_and_nothing_of_students() -> None:
    """No pseudonym, no code, no line, no cell of 1 to 10."""
    shared = page.render(table(marks(60)), share=True)
    assert not re.search(r"S-\d{8}|&lt;b&gt;|<b>|log p", shared)
    cells = [int(text) for text in re.findall(r'class="number">(\d+)</td>', shared)]
    assert cells
    assert [count for count in cells if 0 < count <= page.SMALL_CELL] == []
    assert "10 or fewer" in shared


@pytest.mark.parametrize(
    ("scheme", "width", "share"),
    [("light", DESKTOP, False), ("dark", PHONE, False), ("dark", DESKTOP, True)],
)
def test_axe_finds_no_violation(
    scheme: str, width: int, share: bool, browser: Browser, whole: Table, tmp_path: Path
) -> None:
    """Light and dark, on a desk and a phone, without the network; nothing is wider than the window."""
    page.write(tmp_path, whole, share=share)
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        offline=True,
    )
    shown, complaints = context.new_page(), list[str]()
    shown.on("console", lambda message: complaints.append(message.text))
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.goto((tmp_path / (page.SHARE if share else page.FILE)).as_uri())
    violations = Axe().run(shown).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    assert shown.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []
    assert shown.locator("main b, main i").count() == 0  # student text is text
    context.close()


def test_scripts_sort_and_filter_and_are_not_needed(browser: Browser, whole: Table, tmp_path: Path) -> None:
    """All students are there without scripts; with them the rows can be ordered, also by keyboard."""
    page.write(tmp_path, whole, share=False)
    address = (tmp_path / page.FILE).as_uri()
    without = browser.new_context(java_script_enabled=False).new_page()
    without.goto(address)
    assert without.locator("#students-table tbody tr").count() == 200
    expect(without.locator("#students-tools")).to_be_hidden()
    shown = browser.new_page()
    shown.goto(address)
    shown.get_by_label("Only rows with").fill("kl_missing_half")
    count = len(clusters.diagnoses(whole.members)[0].members)
    expect(shown.locator("#students-count")).to_have_text(f"{count} of 200 students")
    shown.get_by_role("button", name="Points").press("Enter")
    cells = shown.locator("#students-table tbody tr td:nth-child(3)").all_inner_texts()
    points = [float(text) if text else -1.0 for text in cells]
    assert points == sorted(points)
    head = shown.locator("#students-table").get_by_role("columnheader", name="Points")
    expect(head).to_have_attribute("aria-sort", "ascending")
