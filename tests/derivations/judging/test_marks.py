"""The score of a part: what is skipped costs, what is trivial does not, and one mistake costs once."""

from __future__ import annotations

import pytest

from autograder.derivations.judging.marks import credit, evidence, explain
from tests.support.derivations import of_text, points

START = r"ELBO &= E_{q(z|x)}[\log p(x,z) - \log q(z|x)]"
PRODUCT = r"&= E_{q(z|x)}[\log p(x|z) + \log p(z) - \log q(z|x)]"
SPLIT = r"&= E_{q(z|x)}[\log p(x|z)] - E_{q(z|x)}[\log q(z|x) - \log p(z)]"
END = r"&= E_{q(z|x)}[\log p(x|z)] - KL(q(z|x) \| p(z))"
GAP = r"KL(q(z|x) \| p(z|x)) &= E_{q(z|x)}[\log q(z|x) - \log p(z|x)]"
BAYES = r"&= E_{q(z|x)}[\log q(z|x) - \log p(x,z)] + \log p(x)"
EVIDENCE = r"&= \log p(x) - ELBO"
JENSEN = r"-KL(p \| q) = E_p[\log \frac{q(x)}{p(x)}] &\le \log E_p[\frac{q(x)}{p(x)}]"
ONE = r"&= \log \int q(x) dx = \log 1 = 0"
RULE = r"p(x,z) &= p(x|z) p(z)"
KL = r"KL(q(z|x) \| p(z)) &= E_{q(z|x)}[\log q(z|x) - \log p(z)]"
DEFINED = r"ELBO &= E_{q(z|x)}[\log p(x,z) - \log q(z|x)]"
MIDDLE = r"\log p(x) + E_{q(z|x)}[\log p(z|x) - \log q(z|x)]"
BOUND = r"\log p(x) = ELBO + KL(q(z|x) \| p(z|x)) &\ge ELBO"


def scored(number: str, *rows: str) -> float:
    """Return the points of rows in one display."""
    return points(of_text("\\begin{align}" + "\\\\\n".join(rows) + "\\end{align}", number))


@pytest.mark.parametrize(
    ("number", "rows", "due"),
    [
        ("1.1", (START, PRODUCT, SPLIT, END), 10.0),
        # Trivial algebra may be skipped, also the definition with which the question begins.
        ("1.1", (START, PRODUCT, END), 10.0),
        ("1.1", (START.removeprefix("ELBO &= "), PRODUCT, END), 10.0),
        # The first and the last line alone start and reach; what the question gives earns nothing.
        ("1.1", (START, END), 3.0),
        ("1.1", ("ELBO " + END,), 0.0),
        ("1.1", (START, "ELBO " + END), 0.0),
        ("1.1", (START, RULE, KL, "ELBO " + END), 2.0),
        ("1.1", (START,), 0.0),
        # Half of the way.
        ("1.1", (START, PRODUCT), 4.5),
        # An untrue last line; a lost sign on the way.
        ("1.1", (START, PRODUCT, END.replace("- KL", "+ KL")), 6.2),
        ("1.1", (START.replace("- \\log", "+ \\log"), PRODUCT, END), 8.7),
        # Nothing but untrue steps.
        ("1.1", ("ELBO &= 5", "&= 7"), 1.0),
        ("1.2", (GAP, BAYES, EVIDENCE), 10.0),
        ("1.2", (GAP, BAYES, EVIDENCE, r"\log p(x) &= ELBO + KL(q(z|x) \| p(z|x))"), 10.0),
        ("1.2", (GAP, EVIDENCE), 3.0),
        ("1.2", (r"\log p(x) &= ELBO + KL(q(z|x) \| p(z|x))",), 0.0),
        ("1.2", (START, r"\log p(x) &= ELBO + KL(q(z|x) \| p(z|x))"), 2.0),
        ("1.2", (GAP, START, r"\log p(x) &= ELBO + KL(q(z|x) \| p(z|x))"), 3.0),
        ("1.2", (GAP, BAYES, r"\log p(x) &= ELBO + KL(q(z|x) \| p(z|x))"), 10.0),
        ("1.2", (DEFINED, "&= " + MIDDLE, r"&= \log p(x) - KL(q(z|x) \| p(z|x))"), 10.0),
        # A claim that is shown below it is no leap.
        ("1.2", (r"\log p(x) &= ELBO + KL(q(z|x) \| p(z|x))", GAP, BAYES, EVIDENCE), 10.0),
        ("1.3", (JENSEN, ONE, BOUND), 10.0),
        ("1.3", (r"KL(p\|q) &\ge 0", JENSEN, ONE, BOUND), 10.0),
        # Half of the question; and both halves claimed only.
        ("1.3", (JENSEN, ONE), 7.0),
        ("1.3", (r"KL(p\|q) &\ge 0", BOUND), 1.0),
        # The bound alone, straight from Jensen's inequality: KL is not shown to be nonnegative.
        (
            "1.3",
            (r"\log p(x) = \log E_q[\frac{p(x,z)}{q(z|x)}] &\ge E_q[\log \frac{p(x,z)}{q(z|x)}] = ELBO",),
            6.5,
        ),
    ],
)
def test_points(number: str, rows: tuple[str, ...], due: float) -> None:
    """Full marks for a full derivation, almost nothing for its first and last line."""
    assert scored(number, *rows) == due


def test_credit_is_a_share_of_each_criterion() -> None:
    """Start, target, truth and small steps."""
    earned = credit(of_text(f"\\begin{{align}}{START}\\\\{END}\\end{{align}}"))
    assert (earned.start, earned.target, earned.truth, earned.no_leaps) == (1.0, 1.0, 0.0, 0.0)


def test_a_student_reads_every_line_with_its_verdict() -> None:
    """The line, what it uses, the numbers and the likely cause, and what is missing."""
    tex = f"\\begin{{align}}\n{START}\\\\\n{PRODUCT}\\\\\n{END.replace('- KL', '+ KL')}\n\\end{{align}}"
    told = explain(of_text(tex))
    assert "line 3: ELBO\n" in told
    assert (
        "line 4: = E_{q(z|x)}[\\log p(x|z) + \\log p(z) - \\log q(z|x)]\n    true; the product rule" in told
    )
    assert "NOT TRUE; left " in told
    assert "likely cause: a sign is lost" in told
    assert "Not shown yet: ELBO = E_q[log p(x|z)] - KL(q(z|x) || p(z))." in told


def test_what_was_not_read_is_said_to_be_for_a_person() -> None:
    """With what a line should look like to be judged."""
    judgement = of_text(r"\[ ELBO = \mathcal{N}(0, 1) \]")
    assert "A person will look at line 2: the points above are the least that you get." in explain(judgement)
    assert "KL(q(z|x) \\| p(z))" in explain(judgement)
    assert evidence(judgement)["for_a_person"]


def test_the_evidence_is_data_for_a_report() -> None:
    """Each line with its place, TeX, verdict and rules."""
    found = evidence(of_text(f"\\begin{{align}}{START}\\\\{PRODUCT}\\end{{align}}"))
    assert [line["status"] for line in found["lines"]] == ["start", "true", "true"]
    assert found["lines"][2]["rules"] == ["the product rule"]
    assert found["starts"]
    assert found["shown"] == {"the product rule": True, "the definition of KL": False}


def test_reasons_that_are_not_true_cost_nothing_and_staff_see_them() -> None:
    """They stand beside the rows, and are no part of the argument."""
    rows = (START, PRODUCT + r" \qquad p(x,z) = p(x) p(z)", END)
    judgement = of_text("\\begin{align}" + "\\\\\n".join(rows) + "\\end{align}")
    assert points(judgement) == 10.0
    assert [line["tex"] for line in evidence(judgement)["untrue_remarks"]] == ["= p(x) p(z)"]


@pytest.mark.parametrize(
    "rows",
    [
        (START, END + r" && \text{by the product rule and the definition of KL}"),
        (START, PRODUCT, END, "ELBO " + END.replace("- KL", "+ KL")),
    ],
)
def test_large_steps_with_reasons_and_contradictions_go_to_a_person(rows: tuple[str, ...]) -> None:
    """With a proposal, and the points so far as the least."""
    judgement = of_text("\\begin{align}" + "\\\\\n".join(rows) + "\\end{align}")
    assert evidence(judgement)["for_a_person"]
    assert all(query.proposal for query in judgement.queries)
    assert "the points above are the least that you get" in explain(judgement)
