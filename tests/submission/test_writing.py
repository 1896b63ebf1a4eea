"""The written part end to end: graded whatever the code does, and never a silent zero."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.checks.derivations import DerivationChecks
from autograder.checks.spec import specs
from autograder.checks.verdict import verdicts
from autograder.course.assignment import WrittenPart, load
from autograder.derivations.judging import judge
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.report import answer
from autograder.sandbox.outside.hosts import Zygotes
from autograder.submission import handin
from tests.support.results_schema import statuses, total, valid

ASSIGNMENT = load(ROOT / "assignment.toml")
MANUAL = msgspec.structs.replace(ASSIGNMENT, written=WrittenPart("manual"))
REFERENCE = ROOT / "reference"
TEX = (REFERENCE / "derivations.tex").read_text(encoding="utf-8")
ANSWERS = (REFERENCE / "short_answers.md").read_text(encoding="utf-8")
CODE = (REFERENCE / "numpy" / "vae.py").read_text(encoding="utf-8")
DERIVATIONS = ("derivation_elbo", "derivation_evidence", "derivation_bound")


def hand_in(folder: Path, **files: str) -> Path:
    """Write files, whose dots are given as underscores twice, into a folder and return it."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def rows(path: Path, zygotes: Zygotes, assignment: Any = ASSIGNMENT) -> dict[str, dict[str, Any]]:
    """Grade a hand-in and return its rows by check."""
    results = valid(grade(path, assignment, zygotes, identity="one").results)
    assert total(results) == (90 if assignment is ASSIGNMENT else 60)
    return {row["extra_data"]["check"]: row for row in results["tests"]}


def scores(found: dict[str, dict[str, Any]]) -> list[float]:
    """Return the derivations' points."""
    return [found[name]["score"] for name in DERIVATIONS]


@pytest.mark.parametrize("code", [None, "", "def reparameterize(", "import sys; sys.exit()"])
def test_derivations_are_graded_whatever_the_code_does(
    code: str | None, tmp_path: Path, zygotes: Zygotes
) -> None:
    """Missing, empty, broken or leaving: the written part has its points."""
    files = {} if code is None else {"vae__py": code}
    found = rows(hand_in(tmp_path / "in", derivations__tex=TEX, short_answers__md=ANSWERS, **files), zygotes)
    assert scores(found) == [10, 10, 10]
    assert found["sampler_contract"]["score"] == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_derivations_are_read_in_the_encodings_of_code(encoding: str, tmp_path: Path) -> None:
    """One decoder for all that was typed: with or without a mark, one, two or four bytes a character."""
    folder = hand_in(tmp_path / "in")
    (folder / "derivations.tex").write_bytes(TEX.encode(encoding))
    (folder / "short_answers.md").write_bytes(ANSWERS.encode(encoding))
    utf16, utf8 = handin.read(folder).writing(), handin.read(REFERENCE).writing()
    assert utf16.derivations() == utf8.derivations()
    assert utf16.answer("2.1") == utf8.answer("2.1")


def test_code_is_graded_without_derivations(tmp_path: Path, zygotes: Zygotes) -> None:
    """Their rows say that they were not received, with no points of an unchanged total."""
    found = rows(hand_in(tmp_path / "in", vae__py=CODE), zygotes)
    assert sum(row.get("score", 0) for row in found.values()) == 60
    for name in DERIVATIONS:
        assert "derivations.tex was not received" in found[name]["output"]


@pytest.mark.parametrize("name", ["derivations__md", "answers__tex", "homework__ipynb"])
def test_markdown_other_names_and_notebooks_are_read(name: str, tmp_path: Path, zygotes: Zygotes) -> None:
    """Whichever file has the headings."""
    text = TEX
    if name.endswith("ipynb"):
        cells = [
            {"cell_type": "markdown", "source": text.splitlines(keepends=True)},
            {"cell_type": "code", "source": "1"},
        ]
        text = json.dumps({"cells": cells})
    assert scores(rows(hand_in(tmp_path / "in", **{name: text}), zygotes)) == [10, 10, 10]


def test_a_zipped_folder_is_read(tmp_path: Path, zygotes: Zygotes) -> None:
    """The files may be one folder deeper."""
    hand_in(tmp_path / "in")
    hand_in(tmp_path / "in" / "homework", derivations__tex=TEX, vae__py=CODE)
    assert scores(rows(tmp_path / "in", zygotes)) == [10, 10, 10]


@pytest.mark.parametrize(
    "name", ["derivations.pdf", "page 1.JPG", "hw.typ", "hw.lyx", "a.html", "b.rtf", "c.pages"]
)
def test_what_only_a_person_can_read_goes_to_one(name: str, tmp_path: Path, zygotes: Zygotes) -> None:
    """It is reported as received; how the points are entered is for staff alone."""
    (hand_in(tmp_path / "in", vae__py=CODE) / name).write_bytes(b"%PDF-1.7")
    found = rows(tmp_path / "in", zygotes)
    for check in DERIVATIONS:
        assert f"received {name}; a person will look at it." in found[check]["output"]
        assert "manual" not in found[check]["output"]
        assert "manual" in found[check]["extra_data"]["staff"]
        assert found[check]["extra_data"]["for_a_person"]
        assert "status" not in found[check]


@pytest.mark.parametrize(
    ("below", "blank"),
    [
        (r"\[ ELBO = \ldots \]", True),
        (r"\begin{align} ELBO &= \ldots. \\ &= \dots \end{align}", True),
        (r"\[ \]", True),
        (r"\[ ELBO = \ldots \] I use Bayes' rule.", False),
        (r"\[ ELBO = \sum_i x_i = \ldots \]", False),
        (r"\[ ELBO = f(x_1, \ldots, x_n) \]", False),
        (r"On paper, see $ELBO$.", False),
    ],
)
def test_what_the_template_gives_is_blank(below: str, blank: bool, tmp_path: Path) -> None:
    """An ellipsis as a right side is to be filled in; one within a formula, and words, are an answer."""
    tex = f"\\section{{1.1}}\n{below}\n\\end{{document}}\n"
    (text,) = handin.read(hand_in(tmp_path, derivations__tex=tex)).writing().texts
    assert text.is_blank("1.1") is blank


@pytest.mark.parametrize(("scan", "work"), [(None, False), ("derivations.pdf", True)])
def test_an_untouched_template_is_no_work_and_a_scan_beside_it_is(
    scan: str | None, work: bool, tmp_path: Path
) -> None:
    """All three parts, as students receive them."""
    hand_in(tmp_path, derivations__tex=(ROOT / "student_template" / "derivations.tex").read_text())
    if scan:
        (tmp_path / scan).write_bytes(b"%PDF-1.7")
    checks = [DerivationChecks(check) for check in specs([DerivationChecks])]
    found = verdicts(checks, handin.read(tmp_path), WrittenPart())
    assert [v.evidence["for_a_person"] for v in found] == [work] * 3
    reason = f"received {scan}; a person will look at it." if scan else "derivations.tex has nothing of yours"
    assert all(reason in v.reason for v in found)


@pytest.mark.parametrize("suffix", ["tex", "ltx", "latex", "md", "markdown", "qmd", "Rmd", "mdx", "txt"])
def test_texts_of_every_suffix_are_read(suffix: str, tmp_path: Path) -> None:
    """Also where the file has a name of its own."""
    text = "1.1\n\n$$ELBO = ELBO$$\n"
    found = handin.read(hand_in(tmp_path / "in", **{f"hw5__{suffix}": text})).writing().displays("1.1")
    assert found is not None
    assert found[0].name == f"hw5.{suffix}"


def test_a_project_is_read_as_one_text(tmp_path: Path) -> None:
    """Files that others input stand where they are named; lines keep their own files."""
    hand_in(
        tmp_path / "in",
        main__tex="\\documentclass{article}\n\\usepackage{mine}\n\\begin{document}\n\\input{parts/one}\n\\end{document}",
        mine__sty="\\newcommand{\\free}{\\mathrm{ELBO}}",
    )
    hand_in(
        tmp_path / "in" / "parts",
        one__tex="\\section{1.1}\n\\subfile{two}",
        two__tex="\n\n\\[ \\free = \\free \\]",
    )
    found = handin.read(tmp_path / "in").writing().displays("1.1")
    assert found is not None
    text, displays = found
    assert text.name == "main.tex"
    lines = judge.judge("1.1", displays).lines
    assert [line.status for line in lines] == ["start", "true"]
    assert text.place(lines[0].number) == "line 3 of parts/two.tex"


def test_staff_read_what_a_person_has_to_judge(tmp_path: Path, zygotes: Zygotes) -> None:
    """The file and line, the TeX, what it is about and a proposal; and reasons that are not true."""
    tex = (
        "\\section{1.1}\n\\[ ELBO = \\nabla ELBO \\]\n"
        "\\[ ELBO = ELBO + 0 \\quad (ELBO = 7) \\qquad \\log p(x) = 3 \\]\nThe first term is the ELBO.\n"
    )
    folder = hand_in(tmp_path / "in", main__tex="\\input{one}\n", one__tex=tex)
    row = rows(folder, zygotes)["derivation_elbo"]
    first, second = row["extra_data"]["queries"]
    assert (first["file"], first["line"], first["tex"]) == ("one.tex", 2, "= \\nabla ELBO")
    assert first["about"].startswith("not read: ")
    assert first["proposal"]
    assert second["about"] == "words: 'first term is the ELBO'"
    assert "A person will look at line 2 of one.tex, line 3 of one.tex: the points" in row["output"]


def test_files_that_input_each_other_end(tmp_path: Path) -> None:
    """A file is put into itself never, and into others not without end."""
    names = {f"{letter}__tex": "\\input{a}\\input{b}\\input{c}\n" * 9 for letter in "abc"}
    texts = handin.read(hand_in(tmp_path / "in", **names)).writing().texts
    assert all(len(text.origins) < 100_000 for text in texts)


def test_an_unchanged_template_does_not_hide_the_answers(tmp_path: Path) -> None:
    """Of two files with a part's heading the one that answers it wins."""
    template = (ROOT / "student_template" / "derivations.tex").read_text()
    found = (
        handin.read(hand_in(tmp_path / "in", derivations__tex=template, hw5__tex=TEX))
        .writing()
        .displays("1.2")
    )
    assert found is not None
    assert found[0].name == "hw5.tex"


def test_an_archive_within_the_hand_in_is_read(tmp_path: Path) -> None:
    """And one that is no archive, or a bomb, is left out."""
    folder = hand_in(tmp_path / "in", broken__zip="no archive")
    with zipfile.ZipFile(folder / "hw.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hw/derivations.tex", TEX)
        archive.writestr("hw/zeros.tex", "0" * (30 << 20))
    assert [text.name for text in handin.read(folder).writing().texts] == ["hw.zip/hw/derivations.tex"]


def test_short_answers_may_stand_in_the_derivations(tmp_path: Path) -> None:
    """Where there is no file of their own."""
    text = "## 1.1\n$$ELBO = ELBO$$\n## 2.1\nBecause of the noise.\n## 2.3\nA trade-off.\n"
    found = handin.read(hand_in(tmp_path / "in", derivations__md=text)).writing()
    assert (found.answer("2.1"), found.answer("2.3")) == ("Because of the noise.", "A trade-off.")


def test_a_part_without_a_heading_is_missed_alone(tmp_path: Path, zygotes: Zygotes) -> None:
    """The row says which heading to write."""
    found = rows(hand_in(tmp_path / "in", derivations__tex=TEX.replace("1.2 The", "The")), zygotes)
    assert "no heading with 1.2" in found["derivation_evidence"]["output"]
    assert found["derivation_bound"]["score"] == 10


def test_manual_rows_carry_no_points(tmp_path: Path, zygotes: Zygotes) -> None:
    """People grade the derivations; the rows only inform."""
    found = rows(hand_in(tmp_path / "in", derivations__tex=TEX), zygotes, MANUAL)
    for name in DERIVATIONS:
        assert not {"score", "max_score", "status"} & set(found[name])
        assert found[name]["output"] == "Received in derivations.tex. A person will grade it."


def test_without_a_written_part_there_are_no_rows(zygotes: Zygotes) -> None:
    """The sheet as first given has none."""
    results = grade(REFERENCE, load(ROOT / "original.toml"), zygotes).results
    assert not [name for name in statuses(results) if name.startswith(("derivation", "answer"))]


def test_short_answers_are_collected_for_staff(tmp_path: Path, zygotes: Zygotes) -> None:
    """The number of words for the student; the text and the ideas whose words occur for staff."""
    text = "## 2.1\nThe noise eps has no parameters,\nso gradients pass.\n\n## 2.3\n"
    found = rows(hand_in(tmp_path / "in", short_answers__md=text), zygotes)
    first, second = found["answer_sampling"], found["answer_model"]
    assert first["output"] == "Received: 9 words. A person will grade it."
    assert first["extra_data"]["answer"] == "The noise eps has no parameters,\nso gradients pass."
    assert first["extra_data"]["ideas_whose_words_occur"] == {
        "sampling has no gradient": ["gradient"],
        "noise is moved outside": ["noise"],
    }
    assert first["extra_data"]["ideas_without_words"] == ["an expectation is estimated"]
    assert "nothing was received for 2.3" in second["output"]
    assert list(answer.lines(list(found.values()))) == [
        "short answer 2.1, 9 words:",
        "  | The noise eps has no parameters,",
        "  | so gradients pass.",
        "  words of: sampling has no gradient (gradient); noise is moved outside (noise)",
        "  no word of: an expectation is estimated",
    ]
    assert not {"score", "max_score", "status"} & (set(first) | set(second))


def test_the_template_earns_nothing_and_nothing_in_it_is_wrong(zygotes: Zygotes) -> None:
    """Handed in as it is given."""
    found = rows(ROOT / "student_template", zygotes)
    assert scores(found) == [0, 0, 0]
    assert not [name for name in DERIVATIONS if "NOT TRUE" in found[name]["output"]]
    assert "nothing was received for 2.1" in found["answer_sampling"]["output"]


def test_a_fault_of_the_reader_costs_no_other_points(
    tmp_path: Path, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row says that it is not the student's mistake; the traceback is for staff."""
    monkeypatch.setattr(judge, "judge", lambda *_: 1 / 0)
    found = rows(hand_in(tmp_path / "in", derivations__tex=TEX, vae__py=CODE), zygotes)
    assert sum(row.get("score", 0) for row in found.values()) == 60
    for name in DERIVATIONS:
        assert "which is not your mistake. A person will look at it." in found[name]["output"]
        assert "ZeroDivisionError" in found[name]["extra_data"]["fault"]
        assert "ZeroDivisionError" not in found[name]["output"]


def test_the_written_part_is_judged_in_two_seconds(tmp_path: Path, zygotes: Zygotes) -> None:
    """All five rows together."""
    found = rows(hand_in(tmp_path / "in", derivations__tex=TEX, short_answers__md=ANSWERS), zygotes)
    written = [
        row["extra_data"]["seconds"]
        for row in found.values()
        if row["number"] in ("1.1", "1.2", "1.3", "2.1", "2.3")
    ]
    assert len(written) == 5
    assert sum(written) < 2


@pytest.mark.parametrize(
    "content", ["", "no json", "[]", "{}", '{"cells": 3}', '{"cells": [{}]}', "[" * 100_000]
)
def test_odd_notebooks_hold_no_text(content: str, tmp_path: Path) -> None:
    """And raise nothing."""
    (text,) = handin.read(hand_in(tmp_path / "in", a__ipynb=content)).writing().texts
    assert text.text == ""


def test_markdown_formulas_keep_their_lines(tmp_path: Path) -> None:
    """Fences, doubled backslashes and a percent sign change no line's number."""
    text = "## 1.1\n90 % of $x$\n```math\nELBO = ELBO\n```\n\\\\[\nELBO = ELBO\n\\\\]\n"
    displays = handin.read(hand_in(tmp_path / "in", a__md=text)).writing().displays("1.1")
    assert displays is not None
    assert [line.number for line in judge.judge("1.1", displays[1]).lines] == [4, 4, 7, 7]


def test_quotes_in_markdown_are_no_relations(tmp_path: Path) -> None:
    """A block of lines that begin with > is one; a > within a formula is a relation."""
    text = "## 1.1\n> $$\n> > ELBO\n> > = ELBO\n> $$\n\n> $$ELBO = ELBO$$\n\n$$\nELBO\n> ELBO - 1\n$$\n"
    displays = handin.read(hand_in(tmp_path / "in", a__md=text)).writing().displays("1.1")
    assert displays is not None
    lines = judge.judge("1.1", displays[1]).lines
    assert [(line.number, line.status) for line in lines] == [
        *((3, "start"), (4, "true"), (7, "start"), (7, "true"), (10, "start"), (11, "true")),
    ]
