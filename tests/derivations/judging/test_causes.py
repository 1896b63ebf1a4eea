"""The likely cause of an untrue step: the mistake that was made, in the row that it was made in."""

from __future__ import annotations

import pytest

from tests.support.derivations import of_rows, of_text

E = r"E_{q(z|x)}[\log p(x,z) - \log q(z|x)]"
G = r"KL(q(z|x) \| p(z|x))"


@pytest.mark.parametrize(
    ("number", "rows", "cause"),
    [
        ("1.2", (f"p(x) &= ELBO + {G}",), "a logarithm is missing, on the left side"),
        ("1.2", ("\\log p(x) &= ELBO + KL(p(z|x) \\| q(z|x))",), "the arguments of KL are swapped"),
        ("1.2", (f"\\log p(x) &= {G}",), "a term is missing: the ELBO"),
        ("1.2", ("\\log p(x) &= \\log p(x) + 0", f"&= {E}"), "a term is missing: KL(q(z|x) || p(z|x))"),
        ("1.2", (f"{G} &= {G}", "&= -ELBO"), "a term is missing: log p(x)"),
        ("1.1", (f"ELBO &= {E}", "&= E_{q(z|x)}[\\log p(x|z)]"), "a term is missing: KL(q(z|x) || p(z))"),
        (
            "1.1",
            (f"ELBO &= {E}", "&= \\log p(x,z) - \\log q(z|x)"),
            "the expectation under q(z|x) is dropped",
        ),
        ("1.1", (f"ELBO &= {E}", "&= E_{q(z|x)}[p(x,z) - \\log q(z|x)]"), "a logarithm is missing"),
        (
            "1.2",
            ("\\log p(x) &= \\log \\int p(x|z) p(z) dz", "&= \\log (p(x|z) p(z))"),
            "the integral over z is dropped",
        ),
        (
            "1.3",
            ("\\log p(x) &= \\log E_{q(z|x)}[\\frac{p(x,z)}{q(z|x)}]", "&= \\log \\frac{p(x,z)}{q(z|x)}"),
            "the expectation under q(z|x) is dropped",
        ),
    ],
)
def test_a_cause_names_the_mistake(number: str, rows: tuple[str, ...], cause: str) -> None:
    """A lost logarithm, a lost term, an expectation that is dropped."""
    lines = of_text("\\begin{align}" + "\\\\\n".join(rows) + "\\end{align}", number).lines
    assert [line.note for line in lines if line.status == "untrue"] == [cause]


def test_a_cause_never_changes_the_row_above() -> None:
    """It was right: a term that is lost below it is no wrong density in it."""
    rows = (
        r"\log p(x) &= E_{q(z|x)}[\log \frac{p(x,z)}{q(z|x)}] + E_{q(z|x)}[\log \frac{q(z|x)}{p(z|x)}]",
        r"&= E_{q(z|x)}[\log p(x|z)] - KL(q(z|x) \| p(z))",
    )
    lines = of_text("\\begin{align}" + "\\\\\n".join(rows) + "\\end{align}", "1.2").lines
    assert lines[2].note == "a term is missing: KL(q(z|x) || p(z|x))"


def test_a_cause_is_silent_where_many_changes_would_do() -> None:
    """An inequality that is wrong either way has no likeliest mistake."""
    assert of_rows(r"\log p(x) &\ge \log p(z)", number="1.3") == ["start", "untrue"]
    (_, line) = of_text(r"\[ \log p(x) \ge \log p(z) \]", "1.3").lines
    assert line.note == ""


@pytest.mark.parametrize(
    ("number", "tex", "cause"),
    [
        (
            "1.3",
            r"KL(p_1 \| p_2) = E_{p_1}[\log \frac{p_1(x)}{p_1(x)}]",
            "p_1(x) stands where p_2(x) would be right",
        ),
        ("1.1", r"ELBO = E_{q(t|x)}[\log p(x|t) - \log q(t|x)]", "a term is missing: E_q[log p(t)]"),
    ],
)
def test_a_cause_has_the_writers_own_names(number: str, tex: str, cause: str) -> None:
    """What the writer calls p_1, f or t is called so."""
    (_, line) = of_text(f"\\[ {tex} \\]", number).lines
    assert line.note == cause
