"""Hostile hand-ins: bounded time, and words that say what to change."""

from __future__ import annotations

import resource

import pytest

from autograder.derivations.judging.bench import Bench
from autograder.derivations.judging.parts import Relation, truth
from autograder.derivations.judging.scope import Reading, Scope
from autograder.derivations.judging.walk import TOO_MUCH
from autograder.derivations.judging.work import OVERHEAD, Exhausted, Work
from autograder.derivations.reading.syntax import Density, Expectation, Log, Number, Power, Quotient
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.tokens import plain
from autograder.submission.text import Text
from tests.support.derivations import of_text

MOST_MEMORY = 250 << 10  # KB that one may add: what is kept, and what is used on the way
LETTERS = "abcdefghijkl"
BOMB = "".join(
    f"\\newcommand{{\\m{letter}}}{{{body * 10}}}\n"
    for letter, body in zip(LETTERS, ["x", *(f"\\m{letter}" for letter in LETTERS)], strict=False)
)
STEP = "\\\\ &= E_{q(z|x)}[\\log p(x,z) - \\log q(z|x)] + "
READINGS = "\\\\ &= KL(q\\|p) + E \\log p(x) \\log p(x) + E_q[\\log p(x)] + \\int q \\log p(x) q + "
REFUSED = {
    "a bomb of macros": (BOMB + "$$\\ml$$", "expands to more than"),
    "macros that call each other": ("\\def\\a{\\b\\b}\\def\\b{\\a\\a}$$\\a=1$$", "expands to more than"),
    "a macro of itself": ("\\newcommand{\\a}[1]{\\a{#1#1}}$$\\a{x}=1$$", "expands to more than"),
    "doubled arguments": (
        "\\newcommand{\\a}[1]{#1#1}$$" + "\\a{" * 200 + "x" + "}" * 200 + "$$",
        "more than",
    ),
    "a megabyte": ("$$ELBO=" + "+p(x)" * 200_000 + "$$", "at most 60,000 are read"),
    "thousands of rows": (
        "\\begin{align}ELBO" + "\\\\ &= p(x)" * 3500 + "\\end{align}",
        "at most 150 are read",
    ),
    "reasons without end": ("$$ELBO = " + "1, \\text{as } x = 1" * 2500 + "$$", "at most 150 are read"),
}
UNREAD = {
    "nested braces": "$$" + "{" * 20_000 + "x" + "}" * 20_000 + "=1$$",
    "nested brackets": "$$ELBO=" + "(" * 20_000 + "x" + ")" * 20_000 + "$$",
    "nested fractions": "$$ELBO=" + "\\frac{1}{" * 5000 + "x" + "}" * 5000 + "$$",
    "a sum without end": "$$ELBO=" + "+p(x)" * 11_000 + "$$",
    "a bracket over thousands of rows": "\\begin{align}ELBO = (" + "\\\\ p(x)+" * 5000 + "\\end{align}",
    "integrals of integrals": "$$ELBO=" + "\\int " * 5000 + "x$$",
    "logarithms of logarithms": "$$ELBO=" + "\\log " * 1000 + "x$$",
    "divisions": "$$ELBO=1" + "/2" * 700 + "$$",
    "a huge power": "$$ELBO=" + "9" * 5000 + "^{" + "9" * 400 + "}$$",
    "too many variables": "$$" + "+".join(f"p({name})" for name in "xyvabijknst") + "=1$$",
    "what is cut off": "$$ELBO = \\frac{$$",
    "words without end": "$$ELBO = " + "\\text{Gap} + " * 4000 + "1$$",
}
TERM = "\\frac{q(y) p(x)^{%d} p(h)}{p(v) p(k)^{%d}}"
BOUNDS = [
    f"\\log E_{{p(y)}}[{t}] &\\ge E_{{p(y)}}[\\log {t}]"
    for t in (TERM % (n % 7 + 1, n // 7 + 1) for n in range(40))
]
JUDGED = {
    "bounds over five variables": "\\begin{align}" + "\\\\".join(BOUNDS) + "\\end{align}",
    "integrals of one variable": "$$ELBO=" + "\\int " * 50 + "p(z)" + "dz" * 50 + "$$",
    "expectations of expectations": "$$ELBO=" + "E[" * 50 + "p(z)" + "]" * 50 + "$$",
    "many true steps": "\\begin{align}ELBO" + (STEP + "0") * 140 + "\\end{align}",
    "many untrue steps": "\\begin{align}ELBO" + "".join(f"{STEP}{n}" for n in range(1, 140)) + "\\end{align}",
    "many untrue steps, each with many readings": (
        "\\begin{align}ELBO" + "".join(f"{READINGS}{n}" for n in range(1, 140)) + "\\end{align}"
    ),
    "only openings": "\\begin{align}" * 4000,
    "only endings": "\\end{align}" * 4000,
    "only dollars": "$" * 30_001,
    "only backslashes": "$$" + "\\" * 29_999 + "$$",
    "only ampersands": "\\begin{align}ELBO" + "&" * 20_000 + "\\end{align}",
    "space without end": "$$ELBO = " + "\\quad & " * 5000 + "1" + "\\; & " * 3000 + "$$",
    "braces that end in the middle": "$$ELBO = " + "{(1" * 30 + "}" * 30 + ")" * 30 + "$$",
    "only headings": "\\section{1.1}\n" * 4000,
    "nothing": "",
}


def within(tex: str) -> list[tuple[str, str]]:
    """Judge TeX within the bound on memory, and return each line's status and note."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        return [(line.status, line.note) for line in of_text(tex).lines]
    finally:
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MOST_MEMORY


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_much_is_refused_with_the_limit(name: str) -> None:
    """The words name the limit, or the macro and its line."""
    tex, words = REFUSED[name]
    with pytest.raises(Unreadable, match=words):
        within(tex)


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_is_not_called_wrong(name: str) -> None:
    """Each line that is not read says why."""
    lines = within(UNREAD[name])
    assert "unread" in [status for status, _ in lines]
    assert "untrue" not in [status for status, _ in lines]
    assert all(note for status, note in lines if status == "unread")


@pytest.mark.parametrize("name", JUDGED)
def test_what_is_odd_is_judged_within_the_bounds(name: str) -> None:
    """Time and memory stay bounded whatever the verdict."""
    assert {status for status, _ in within(JUDGED[name])} <= {"start", "true", "untrue", "unread"}


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 50,
        "\\section{1.1} $$ELBO=1$$".encode("utf-16"),
        b"\xef\xbb\xbf\\section{1.1}\r\n$$ELBO=1$$",
        b"\0\\section{1.1}\0$$\0ELBO=1\0$$",
    ],
    ids=["all bytes", "UTF-16", "byte order mark", "null bytes"],
)
def test_odd_bytes_are_read_as_far_as_they_are_text(content: bytes) -> None:
    """No exception but Unreadable, whatever the bytes."""
    parts = Text("derivations.tex", plain(content.decode(errors="replace"))).parts
    assert set(parts) <= {"1.1"}


def test_the_work_for_a_part_is_counted_and_bounded() -> None:
    """What is computed, not how long it takes: the limit is the same on every machine."""
    work = Work(most=OVERHEAD * 3)
    for _ in range(2):
        work.spend(OVERHEAD // 4)
    with pytest.raises(Exhausted):
        work.spend(OVERHEAD)


@pytest.mark.parametrize("rows", [10, 20])
def test_twice_as_many_bounds_cost_at_most_four_times_the_work(rows: int) -> None:
    """Each step is compared with each open bound: linear in their number."""
    spent = []
    for number in (rows, 2 * rows):
        work = Work(most=10**12)
        bench = Bench(Reading("x"), Scope([]), work)
        p, q = Density("p", ("x",)), Density("q", ("x",))
        for n in range(number):
            ratio = Power(Quotient(q, p), Number(float(n + 1)))
            mean = Expectation(p, None, ratio)
            step = Relation(Log(mean), Expectation(p, None, Log(ratio)), equal=False)
            assert not bench.explains(Relation(step.smaller, step.larger, equal=False), (truth(),))
            bench.results.append(step)
        spent.append(10**12 - work.budget)
    assert spent[1] <= 4 * spent[0]


def test_what_is_left_to_a_person_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part beyond the limit has its first lines judged, and the others go to a person."""
    monkeypatch.setattr("autograder.derivations.judging.work.MOST", 3_000_000)
    judgement = of_text(JUDGED["bounds over five variables"], "1.3")
    assert "true" in {line.status for line in judgement.lines}
    assert {line.note for line in judgement.lines if line.status == "unread"} == {TOO_MUCH}
    assert judgement.queries
