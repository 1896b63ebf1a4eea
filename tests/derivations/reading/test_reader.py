"""Reading what people really write: notation, layout, macros, and where a chain goes on."""

from __future__ import annotations

import pytest

from autograder.derivations.tex.headings import headings
from autograder.submission.text import PARTS
from tests.support.derivations import of_rows, of_text

E = r"E_{q(z|x)}[\log p(x,z) - \log q(z|x)]"
KL = r"KL(q(z|x) \| p(z))"
READ = ["start", "true"]


@pytest.mark.parametrize(
    "left",
    [
        "ELBO",
        r"\text{ELBO}",
        r"\mathrm{ELBO}(\theta,\phi)",
        r"\operatorname{ELBO}",
        r"\ELBO",
        r"\mathcal{L}(\theta,\phi;x)",
        r"\mathcal{L}_{\theta,\phi}(x^{(i)})",
        r"{\cal L}",
        r"\mathcal F(q)",
        "L",
        r"\boxed{ELBO}",
        r"\mathsf{ELBO}(x; \theta, \phi)",
    ],
)
def test_names_of_the_elbo(left: str) -> None:
    """A word, a calligraphic letter, with arguments or without."""
    assert of_rows(f"{left} &= {E}") == READ


@pytest.mark.parametrize(
    "right",
    [
        r"\mathbb{E}_{z \sim q_\phi(z|x)}\left[\log p_\theta(x,z) - \log q_\phi(z|x)\right]",
        r"\mathbf{E}_q\big[\log p(x,z) - \log q(z)\big]",
        r"\E[\log p(z,x) - \log q(z \mid x)]",
        r"E_{q}\{\log p(x,z) - \log q(z \vert x)\}",
        r"\underset{z \sim q}{\mathbb{E}}(\log p(x,z) - \log q(z|x))",
        r"\operatorname*{\mathbb{E}}_{z\sim q}[\log \frac{p(x,z)}{q(z|x)}]",
        r"\mathop{\mathbb{E}}\limits_{q(z|x)} \log \frac{p(x,z)}{q(z|x)}",
        r"\mathbb E_{q(\cdot|x)} \ln {p(x,z) \over q(z|x)}",
        r"\langle \log p(x,z) - \log q(z) \rangle_{q(z)}",
        r"\int q(z|x) \log \frac{p(x,z)}{q(z|x)} dz",
        r"\int_z q(z|x) \log p(x,z)/q(z|x)",
        r"\int dz\, q(z|x) \,[\log p(x,z) - \log q(z|x)]",
        r"\int \log \left(\frac{p(x,z)}{q(z|x)}\right) q(z|x) \,\mathrm{d}\mathbf{z}",
        r"\sum_{z} q(z|x) \text{log} \frac{p(x|z)}{q(z|x)} \frac{p(z)}{1}",
        r"\sum_{z \in \mathcal{Z}} q(z|x) (Log(p(x, z)) - Log(q(z|x)))",
        r"\mathbb{E}_{q_{\phi}(\boldsymbol{z}|\boldsymbol{x})}[\log p_\theta(\boldsymbol{x},\boldsymbol{z})] "
        r"+ H(q_{\phi}(\boldsymbol{z}|\boldsymbol{x}))",
        r"\textcolor{red}{\int q(z|x)} \cancelto{1}{\log \frac{p(x;\theta)}{p(x;\theta)}} dz + " + E,
        r"\mathbb{E}_{\sim q_\text{enc}(z|x)}[\log p_{\text{dec}}(x,z)] "
        r"- \mathbb{E}_q[\log q_\mathrm{enc}(z|x; \phi^{\text{old}})]",
        r"E_{Q(Z|X)}[\log P(X, Z; \theta) - \log Q(Z|X, \phi)]",
        r"𝔼_{q(z∣x)}[\log p(x,z) − \log q(z∣x)]",
        r"\int{q(z|x)(\log{\frac{p(x,z)}{q(z|x)}})dz}",
        r"\mathbb{E}_{q(z|x)}\bigg[\log{\frac{p(x,z)}{q(z|x)}\bigg]}",
        r"\E_{q(\vz|\vx)}[\log p(\vx,\vz) - \log q(\vz|\vx)]",
        r"E_{q(\bz|\bx)}[\log p(\x,\z) - \log q(\zv|\xv)]",
        r"\underbrace{E_q[\log p(x,z)]}_\text{energy} + \underbrace{H(q(z|x))}_\mathrm{entropy}",
        r"E_q[\log p(x,z)] + H(q(z|x), q(z|x))",
        r"E_q[\log p(x,z) - \log q(z|x)])",
        r"E_{Z \sim q(Z|X=x)}[\log p(X=x, Z=z) - \log q(Z=z|X=x)]",
        r"\sum_k q(z_k|x) \log\frac{p(x,z_k)}{q(z_k|x)}",
        r"\int q(w|\chi) \log\frac{p(\chi|w)p(w)}{q(w|\chi)} dw",
    ],
)
def test_notations_of_expectations_and_densities(right: str) -> None:
    """Expectations with and without brackets, integrals, sums, logarithms without parentheses."""
    assert of_rows(f"ELBO &= {right}") == READ


@pytest.mark.parametrize(
    "divergence",
    [
        r"D_{KL}(q(z|x) || p(z))",
        r"\mathrm{KL}\left(q(z|x) \parallel p(z)\right)",
        r"\mathcal{KL}[q(z|x) \Vert p(z)]",
        r"KL(q(z|x) \mid\mid p(z))",
        r"\KL{q(z|x)}{p(z)}",
        r"D_{\text{KL}}\big(q(z|x) \,\big\|\, p(z)\big)",
        r"\mathcal{D}[q(z|x) \| p(z)]",
        r"\text{KL}{\big(}q(z|x)||p(z){\big)}",
        r"\mathop{KL}\left[q_\phi(z|x^{(i)}) \| p_\theta(z)\right]",
        r"KL(q(z|x)‖p(z))",
        r"D_{\rm KL}(q(z|x) | p(z))",
    ],
)
def test_notations_of_kl(divergence: str) -> None:
    """Every usual way to write KL, judged against its definition."""
    assert of_rows(rf"{divergence} &= \int q(z|x) \log \frac{{q(z|x)}}{{p(z)}} dz") == READ
    assert of_rows(rf"{divergence} &= \int p(z) \log \frac{{p(z)}}{{q(z|x)}} dz") == ["start", "untrue"]


@pytest.mark.parametrize(
    "relation",
    [
        "=",
        r"\equiv",
        ":=",
        r"\triangleq",
        r"\overset{\text{def}}{=}",
        r"\stackrel{(1)}{=}",
        r"\coloneqq",
        "{=}",
        r"\underset{(a)}{=}",
        "=^{(a)}",
        "=_{(5)}",
        "=^*",
        r"\ge",
        r"\leqslant",
        "<=",
        "≥",
        "==",
        r"\overset{Jensen}{\geq}",
    ],
)
def test_relations(relation: str) -> None:
    """An inequality written where both sides are equal is accepted too."""
    assert of_rows(f"ELBO &{relation} {E}") == READ


def test_an_inequality_on_an_equality_is_noted() -> None:
    """It is true, and could be written more sharply."""
    lines = of_text(rf"\[ ELBO \le {E} \]").lines
    assert [line.note for line in lines] == ["", "both sides are equal here, so = could be written"]


@pytest.mark.parametrize(
    "environment",
    ["align", "align*", "gather", "eqnarray", "equation", "multline*", "flalign", "displaymath", "alignat*"],
)
def test_environments(environment: str) -> None:
    """Every environment of displayed formulas, and formulas within formulas."""
    columns = "{2}" if environment.startswith("alignat") else ""
    tex = f"\\begin{{{environment}}}{columns} ELBO = {E} \\\\[5pt] = {E} \\end{{{environment}}}"
    assert [line.status for line in of_text(tex).lines] == ["start", "true", "true"]
    for inner in ("aligned", "split", "array"):
        column = "{ll}" if inner == "array" else ""
        nested = f"\\[ \\begin{{{inner}}}{column} ELBO &= {E} \\\\ &= {E} \\end{{{inner}}} \\]"
        assert [line.status for line in of_text(nested).lines] == ["start", "true", "true"]


@pytest.mark.parametrize(
    "tex",
    [
        f"$$ ELBO = {E} $$ and $$ = {E} $$",
        f"\\[ ELBO \\] so \\[ = {E} \\] and \\[ = {E} \\]",
        f"\\( ELBO = {E} \\)\n\n\\( = {E} \\)",
        f"$ELBO = {E}$,\n\n$= {E}$.",
        f"\\begin{{align}} ELBO &= {E} \\newline &= {E} \\end{{align}}",
        f"\\begin{{align}} ELBO &= {E} \\nonumber \\\\* &= {E} \\label{{a}} \\tag{{1}} \\end{{align}}",
        f"\\begin{{align}} ELBO = \\\\ {E} = \\\\ {E} \\end{{align}}",
        f"\\begin{{align}} ELBO &= {E} \\\\ \\intertext{{or}} &= {E} \\end{{align}}",
        f"\\begin{{align}} ELBO &= {E} && \\text{{by 3}} \\\\ &= {E} \\quad (\\because q=3) \\end{{align}}",
        f"\\begin{{align}} ELBO &= {E} \\quad \\text{{since }} p(x) = 7 \\\\ &= {E} && (5) \\end{{align}}",
        f"$$ \\Rightarrow ELBO = {E} = {E} $$",
        f"\\begin{{align}} ELBO &= {E} & \\leftarrow \\text{{by 3}} \\\\ &= {E} \\end{{align}}",
        f"\\begin{{align}} ELBO &= {E} \\quad ; \\text{{as }} p(x) = 7 \\\\ &= {E} \\end{{align}}",
        f"\\begin{{align}} ELBO &= {E} & \\qquad \\tiny{{p(x) = 7}} \\\\ &= {E} \\end{{align}}",
        f"$$\n\n\\begin{{aligned}}\n\nELBO &= {E} \\\\\n\n&= {E}\n\n\\end{{aligned}}\n\n$$",
        f"\\begin{{align}} \\text{{The bound}}: ELBO &= {E} \\\\ &= {E} \\end{{align}}",
    ],
)
def test_a_chain_goes_on_over_rows_and_displays(tex: str) -> None:
    """A display or row that begins with a relation goes on; reasons are no formulas."""
    assert [line.status for line in of_text(tex).lines] == ["start", "true", "true"]


def test_a_row_without_a_relation_goes_on_with_the_one_before() -> None:
    """Also where it begins with a sign or a bracket is still open."""
    assert of_rows("ELBO &= E_{q(z|x)}[\\log p(x,z)]", "&\\quad - E_{q(z|x)}[\\log q(z|x)]") == READ
    assert (
        of_rows("ELBO &= E_{q(z|x)} \\left[ \\log p(x,z) \\right.", "&\\left. - \\log q(z|x) \\right]")
        == READ
    )


def test_chains_with_inequalities() -> None:
    """`KL = ... >= 0` may go on from KL, and `0 <= KL = ...` from KL too."""
    zero = r"D_{KL}(p \| q) &= E_p[\log \frac{p(x)}{q(x)}]"
    assert of_rows(zero, r"&\ge 0", r"&= \int p(x) \log \frac{p(x)}{q(x)} dx", number="1.3")[3] == "true"
    assert of_rows(r"0 &\le KL(p\|q) = E_p[\log \frac{p(x)}{q(x)}]", number="1.3")[2] == "true"


def test_two_statements_in_one_row() -> None:
    """A comma or an arrow begins a new statement."""
    row = r"p(x,z) = p(x|z)p(z), \quad p(x) = \int p(x,z) dz \implies \log p(x) = \log \int p(x,z) dz"
    assert of_rows(row) == ["start", "true"] * 3


def test_asides_do_not_end_the_argument() -> None:
    """`where w = ...` gives w a meaning, and the next row goes on from before it."""
    rows = (r"ELBO &= E_{q(z|x)}[\log w(z)], \quad \text{where } w(z) = \frac{p(x,z)}{q(z|x)}", f"&= {E}")
    assert of_rows(*rows) == ["start", "true", "definition", "true"]
    unlike = (rows[0], f"&= 2 {E}")
    assert of_rows(*unlike) == ["start", "true", "definition", "untrue"]


def test_macros_are_expanded() -> None:
    """With arguments, defaults, operators and paired delimiters."""
    tex = r"""
    \newcommand{\qq}[1][\phi]{q_{#1}(z \mid x)}
    \def\joint#1{p_{#1}(x, z)}
    \DeclareMathOperator*{\Expect}{\mathbb{E}}
    \DeclareMathOperator{\Free}{ELBO}
    \DeclarePairedDelimiter{\squared}{[}{]}
    \let\logarithm\log
    \[ \Free = \Expect_{\qq}\squared*{\logarithm \joint{\theta} - \log \qq[\psi]} \]
    """
    assert [line.status for line in of_text(tex).lines] == READ


def test_a_density_of_the_writers_own_is_no_constant() -> None:
    """g(x|z) depends on x and z, and is not g(z|x)."""
    left = r"E_{q(z|x)}[\log g(x|z) + \log p(z)]"
    assert of_rows(f"{left} &= E_{{q(z|x)}}[\\log g(x|z)p(z)]") == READ
    for right in (r"\log g(x|z) + E_{q(z|x)}[\log p(z)]", r"E_{q(z|x)}[\log g(z|x) + \log p(z)]"):
        assert of_rows(f"{left} &= {right}") == ["start", "unread"]


@pytest.mark.parametrize(
    "definition",
    [
        r"\NewDocumentCommand{\mean}{O{q} m}{\mathbb{E}_{#1}[#2]}",
        r"\NewDocumentCommand{\mean}{o m}{\mathbb{E}_{#1}[#2]}",
        r"\newcommand{\mean}[2][q]{\mathbb{E}_{#1}[#2]}",
        r"\newcommand*\mean[2][]{\mathbb{E}_{#1}[#2]}",
    ],
)
def test_macros_with_optional_arguments(definition: str) -> None:
    """With the argument and without."""
    energy = r"\mean[q(z|x)]{\log p(x,z)} - \mean{\log q(z|x)}"
    assert [line.status for line in of_text(f"{definition} \\[ ELBO = {energy} \\]").lines] == READ


def test_a_sum_over_an_index_counts_values() -> None:
    """The sum over i of p(x_i) is that over x."""
    rows = (
        r"KL(p\|q) &= \sum_x p(x) \log\frac{p(x)}{q(x)}",
        r"&= \sum_{i=1}^n p(x_i) \log\frac{p(x_i)}{q(x_i)}",
    )
    assert of_rows(*rows, number="1.3") == ["start", "true", "true"]


def test_symbols_of_the_writers_own() -> None:
    """A symbol that stands alone on one side of its first line is defined by it."""
    tex = r"\[ w(z) = \frac{p(x,z)}{q(z|x)} \] \[ C=\log p(x) \] \[ ELBO = E_{q(z|x)}[\log w(z)] + C - C \]"
    assert [line.status for line in of_text(tex).lines] == ["start", "definition"] * 2 + READ


def test_words_may_be_symbols() -> None:
    """`Gap = ...` and L_{VAE} = ... define what they name; a reason beside a relation is no symbol."""
    gap = (r"\mathrm{Gap} &= KL(q(z|x) \| p(z|x))", r"\log p(x) &= ELBO + \mathrm{Gap}")
    assert of_rows(*gap, number="1.2") == ["start", "definition", "start", "leap"]
    assert of_rows(rf"\mathcal{{L}}_{{\text{{VAE}}}} &= -({E})", "&= -ELBO") == [
        "start",
        "definition",
        "true",
    ]
    assert of_rows(f"ELBO &= {E}", rf"\text{{Jensen}} &= {E}") == ["start", "true", "true"]


def test_what_an_expectation_without_brackets_is_of() -> None:
    """Its term, or all that follows; but never, after a minus sign, what would turn a sign."""
    assert of_rows(r"ELBO &= E_{q(z|x)} \log p(x,z) - \log q(z|x)") == READ
    assert of_rows(rf"ELBO &= E_q \log p(x|z) - {KL}") == ["start", "leap"]
    assert of_rows(rf"-ELBO &= -E_q \log p(x|z) + {KL}") == ["start", "leap"]
    assert of_rows(rf"-ELBO &= -E_q \log p(x|z) - {KL}") == ["start", "untrue"]
    assert of_rows(rf"2 ELBO &= 2 E_q \log p(x|z) - {KL}") == ["start", "untrue"]


def test_words_that_mean_nothing_here_are_not_left_out() -> None:
    """`Evidence - ELBO` is not -ELBO, and `E[...] + regularizer` not E[...]."""
    assert of_rows(r"KL(q(z|x) \| p(z|x)) &= \text{Evidence} - ELBO") == ["start", "unread"]
    assert of_rows(rf"ELBO &= {E} + \text{{regularizer}}") == ["start", "unread"]


def test_a_letter_may_be_a_loss() -> None:
    """L is the ELBO, or its negative where that makes more steps true; the word ELBO is the ELBO."""
    rows = (f"L(\\theta, \\phi) &= -({E})", r"&= KL(q(z|x) \| p(z|x)) - \log p(x)")
    lines = of_text("\\begin{align}" + "\\\\".join(rows) + "\\end{align}", "1.2").lines
    assert [line.status for line in lines] == ["start", "true", "true"]
    assert lines[1].note == "the letter is read as a loss, the negative ELBO"
    assert of_rows(rows[0].replace("L(", "ELBO("), rows[1], number="1.2") == ["start", "untrue", "true"]
    worded = of_rows(r"\log p(x) &= KL(q(z|x) \| p(z|x)) - \mathcal{L}_{\text{ELBO}}", number="1.2")
    assert worded == ["start", "untrue"]
    # A lost sign is no loss.
    assert of_rows(f"L &= {E}", r"&= \log p(x) + KL(q(z|x) \| p(z|x))", number="1.2")[2] == "untrue"


@pytest.mark.parametrize("number", PARTS)
@pytest.mark.parametrize(
    ("line", "status"),
    [
        (r"KL(p\|q) = E_{x \sim p}[\log p(x) - \log q(x)]", "true"),
        (r"KL(q\|p) = \int q(x) \log\frac{q(x)}{p(x)} dx", "true"),
        (r"KL(q\|p) = E_q[\log\frac{q}{p}]", "true"),
        (r"KL(p\|q) = \int q(x) \log\frac{p(x)}{q(x)} dx", "untrue"),
        (r"KL(q\|p) = -\int q(x) \log\frac{q(x)}{p(x)} dx", "untrue"),
    ],
)
def test_the_definition_of_kl_may_be_restated_anywhere(line: str, status: str, number: str) -> None:
    """For any two distributions, whatever p and q are elsewhere in a part."""
    assert of_rows(line, number=number) == ["start", status]


def test_a_p_with_an_index_may_be_the_variational_density() -> None:
    """p_w(z|x) beside p(z|x), where there is no q."""
    rows = (
        r"\log p(x) &= ELBO + KL(p_w(z|x) \| p(z|x))",
        r"ELBO &= E_{p_w(z|x)}[\log p(x,z) - \log p_w(z|x)]",
    )
    assert of_rows(*rows, number="1.2") == ["start", "leap", "start", "true"]
    assert of_rows(rows[0], rows[1].replace("p_w(", "p_v("), number="1.2")[3] == "untrue"


@pytest.mark.parametrize("number", PARTS)
def test_the_evidence_is_a_constant_under_q(number: str) -> None:
    """E_q[log p(x)] is over z, whatever bare p and q are elsewhere."""
    assert of_rows(r"\log p(x) &= E_q[\log p(x)]", r"&= E[\log p(x)]", number=number) == [
        "start",
        "true",
        "true",
    ]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (r"E[f(X)] \ge f(E[X])", "true"),
        (r"f(E[X]) \le E[f(X)]", "true"),
        (r"\log E[X] \ge E[\log X]", "true"),
        (r"\log E[X] \le E[\log X]", "untrue"),
        (r"\ln t \le t - 1", "true"),
        (r"-\log(x) \ge 1 - x", "true"),
        (r"\ln t \ge t - 1", "untrue"),
        (r"\sum_i p_i \log q_i \le \sum_i p_i \log p_i", "leap"),
        (r"KL(p \| q) = H(p, q) - H(p)", "true"),
        (r"KL(p \| q) = H(p) - H(p, q)", "untrue"),
    ],
)
def test_known_inequalities(line: str, status: str) -> None:
    """Jensen for any function, the bound on the logarithm, Gibbs."""
    assert of_rows(line, number="1.3") == ["start", status]


@pytest.mark.parametrize(
    "line",
    [
        r"ELBO = \mathcal{N}(z; \mu, \sigma^2)",
        r"ELBO = \prod_i p(x_i)",
        r"ELBO = \log p(x) + \text{const}",
        r"ELBO = \nabla_\theta \log p(x)",
        r"ELBO = \log g_\theta(x|z)",
        r"ELBO = 3u + v",
        r"ELBO = E_{q(z|x)}[\log p(x,z)",
        r"ELBO = \max_q \log p(x)",
        r"ELBO = \ldots",
    ],
)
def test_what_cannot_be_read_is_not_called_wrong(line: str) -> None:
    """It is left to a person, with the reason."""
    lines = of_text(f"\\[ {line} \\]").lines
    assert [found.status for found in lines] == ["start", "unread"]
    assert lines[1].note


@pytest.mark.parametrize("relation", [r"\approx", r"\sim", r"\propto", r"\neq"])
def test_what_is_no_claim_of_equality_is_not_judged(relation: str) -> None:
    """And the step after it goes on from what stands before it."""
    assert of_rows(f"ELBO &{relation} 7", f"&= {E}") == ["start", "remark", "true"]


def test_a_step_over_an_unread_line_is_not_called_wrong() -> None:
    """The mistake may be in the line that could not be read."""
    rows = (r"ELBO &= \mathcal{N}(0, 1)", r"&= 7")
    assert of_rows(*rows) == ["start", "unread", "unread"]


def test_remarks_in_sentences_are_not_judged() -> None:
    """A formula within a sentence is no step, and never untrue."""
    tex = f"One might think that $p(x) = 3$ holds.\n\\[ ELBO = {E} \\]"
    assert [line.status for line in of_text(tex).lines] == READ


@pytest.mark.parametrize(
    "heading",
    [
        r"\section{1.2}",
        r"\subsection*{Question 1.2: the evidence}",
        r"\textbf{1.2}",
        r"\paragraph{1.2.}",
        r"\item[1.2]",
        "## 1.2 The evidence",
        "**Exercise 1.2**",
        "1.2) First",
        r"\section*{The evidence (1.2)}",
        r"\noindent\textbf{(1.2)}",
        "Problem 1.2",
    ],
)
def test_headings(heading: str) -> None:
    """A part is found by its number, however it is marked up."""
    assert [number for _, number in headings(f"text\n{heading}\ntext", PARTS)] == ["1.2"]


@pytest.mark.parametrize(
    "text", ["% 1.2", "as in 1.2 above", r"\section{11.2}", r"\section{1.2.3}", "$1.2$ is a number"]
)
def test_what_is_no_heading(text: str) -> None:
    """A comment, a number within a sentence, another number."""
    assert headings(text, PARTS) == []


def test_without_numbers_sections_are_counted_as_tex_counts_them() -> None:
    """The second subsection of the first section is 1.2."""
    text = "\\section{Theory}\n\\subsection{One}\n\\subsection{Two}\n\\section{Code}\n\\subsection{Three}\n"
    assert [number for _, number in headings(text, PARTS)] == ["1.0", "1.1", "1.2", "2.0", "2.1"]


def test_letters_may_be_defined_and_conditions_are_no_steps() -> None:
    """Y = q/p gives Y a meaning; "equality iff p = q" is not judged as an identity."""
    tex = r"""
    \[ Y = \frac{q(x)}{p(x)} \]
    \[ E_p[\log Y] \le \log E_p[Y] = \log 1 \]
    \[ p(x) = q(x) \]
    \[ KL(p \| q) = 0 \iff p = q \]
    """
    verdicts = [line.status for line in of_text(tex, "1.3").lines]
    assert verdicts == ["start", "definition", "start", "true", "true", "start", "remark"]


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("1.1", r"ELBO = E_q[\log p(x|z)] - KL"),
        ("1.2", r"ELBO = \log p(x) - KL(q \| p)"),
        ("1.3", r"ELBO = \log p(x) - D_{KL}"),
        ("1.3", r"KL(p \| q) = \sum_z p(z) \log \frac{p(z)}{q(z)}"),
    ],
)
def test_shorthands_are_read_as_what_makes_them_true(number: str, line: str) -> None:
    """KL without arguments, and p and q without theirs."""
    assert "untrue" not in [found.status for found in of_text(f"\\[ {line} \\]", number).lines]
