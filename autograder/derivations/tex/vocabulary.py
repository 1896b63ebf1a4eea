"""The signs and macros that formulas are written with, and what each stands for."""

from __future__ import annotations

import re


def _meanings(**words: str) -> dict[str, str]:
    """Return the table word -> meaning of meaning=words."""
    return _table(words)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _table(words: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, synonyms in words.items() for word in synonyms.split()}


# Words as letters in a formula or in \text; the longest come first.
_SPELLINGS = _meanings(
    elbo="ELBO elbo Elbo VLB ELB", kl="KLD DKL KL kl", log="log Log LOG ln Ln", exp="exp", p="Pr"
)
WORDS = dict(sorted(_SPELLINGS.items(), key=lambda entry: -len(entry[0])))
INITIALS, LONGEST = {word[0] for word in WORDS}, max(map(len, WORDS))
RELATIONS = _table(
    {
        "=": "= equiv ≡ eqqcolon",
        ":=": "triangleq coloneqq coloneq doteq ≔ ≜",
        "<=": "le leq leqslant leqq lesssim preceq ≤ ⩽",
        ">=": "ge geq geqslant geqq gtrsim succeq ≥ ⩾",
        "<": "< lt",
        ">": "> gt",
        # Relations that are read and not judged.
        "~": "sim ∼ approx ≈ propto ∝ simeq cong ne neq ≠ in to rightarrow mapsto",
    }
)
IMPLIES = _words(
    "Rightarrow implies Longrightarrow therefore impliedby leadsto hence Longleftarrow dArr Downarrow Darr "
    "rArr Rarr hArr ⇒ ⟹ ∴"
)
BECAUSE = _words("because leftarrow ← ∵")
EQUIVALENT = _words("iff Leftrightarrow Longleftrightarrow ⇔ ⟺")
OPENING = _table({"(": "( lparen", "[": "[ lbrack", "{": "{ lbrace", "<": "langle 〈 ⟨"})
CLOSING = _table({")": ") rparen", "]": "] rbrack", "}": "} rbrace", ">": "rangle 〉 ⟩"})
OPERATORS = _table(
    {
        "+": "+",
        "-": "- − –",
        "*": "* cdot times · × ⋅ ast cdotp ∗",
        "/": "/ div",
        "^": "^ sp",
        "_": "_ sb",
        ",": ",",
        ";": ";",
        ":": ": colon",
        "!": "!",
        "'": "' prime",
    }
)
BARS = _words("| mid vert lvert rvert given ∣")
DOUBLE_BARS = _words("parallel Vert lVert rVert ∥ ‖")
COMMANDS = _meanings(
    frac="frac dfrac tfrac cfrac nicefrac sfrac",
    over="over",
    log="log ln lg",
    exp="exp",
    sqrt="sqrt",
    int="int ∫ iint idotsint intop",
    sum="sum ∑ Σ",
    prod="prod ∏",
    E="E EE Eb bE bbE dsE mathbbE Exp Ex Expect expectation Esp",
    kl="KL kl DKL KLD kld infdiv Dkl dkl",
    elbo="ELBO elbo",
    dz="dz",
    dx="dx",
    d="diff dd dif differential",
    infty="infty",
    partial="partial",
)
GREEK = _table(
    {
        "θ": "theta vartheta Theta",
        "φ": "phi varphi Phi",
        "ψ": "psi Psi",
        "λ": "lambda Lambda",
        "ω": "omega Omega",
        "γ": "gamma Gamma",
        "σ": "sigma Sigma",
        "ε": "epsilon varepsilon",
        "π": "pi Pi",
        "p": "Pr",
        "δ": "delta Delta",
        "ξ": "xi Xi",
        **dict(
            zip(
                "αβημνζτρκχℓυι",
                _words("alpha beta eta mu nu zeta tau rho kappa chi ell upsilon iota"),
                strict=True,
            )
        ),
    }
)
SPACES = _words("quad qquad hfill hspace hskip enspace enskip hphantom phantom mspace")
THIN = (".",)  # what separates nothing
# Macros whose argument says nothing, or whose first does; whose argument is the formula; accents; and texts.
WITHOUT_ARGUMENT = _words(
    "label vspace hspace phantom hphantom vphantom color cite citep citet ref eqref footnote mspace"
)
WITHOUT_FIRST = _words("textcolor colorbox cancelto mathcolor scalebox class cssId href")
WRAPPERS = _words(
    "underbrace overbrace underbracket overbracket boxed fbox cancel bcancel xcancel ensuremath "
    "mathop mathrel mathbin mathord mathopen mathclose mathpunct smash underline overline bm "
    "boldsymbol bold pmb symbf mathbf mathrm mathcal mathbb mathscr mathsf mathit mathfrak mathtt "
    "mathds mathbbm mathnormal vec operatorname"
)
UPRIGHT = ("mathrm", "mathit", "mathsf", "operatorname")  # their letters may spell a word
BRACES = ("underbrace", "overbrace", "underbracket", "overbracket")
ACCENTS = _words("tilde widetilde hat widehat bar check dot")
TEXTS = _words("text mbox hbox textrm textit textbf textnormal textsf texttt textup textsc emph")
TAKES_ARGUMENT = TEXTS + WRAPPERS
STACKS = ("overset", "stackrel", "underset", "overunderset")
FONTS = ("rm", "bf", "cal", "it", "sf", "tt")
SILENT = FONTS + _words(
    "left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm "
    "Biggm displaystyle textstyle scriptstyle limits nolimits nonumber notag delimsize mathstrut "
    "strut allowbreak nobreak centering tiny scriptsize footnotesize small normalsize large Large "
    "bfseries itshape relax thinspace medspace thickspace negthinspace negmedspace negthickspace hfil "
    "space nobreakspace par noindent hline square blacksquare Box qed qedhere qedsymbol checkmark protect "
    "break "
    "pagebreak displaybreak smallskip medskip allowdisplaybreaks linebreak nolinebreak bigskip "
    "begingroup endgroup bgroup egroup llap rlap mathrlap mathllap mathclap vcentcolon"
)
BARE = ("relation", "name", "command", "bar", "bars", "text", "open", "close")  # alone in braces
# What people call their bold and curly letters, and leave undefined: \\vx, \\bz, \\btheta, \\cL, \\qphi.
_NAMES = "|".join(sorted((word for word in GREEK if word.isascii() and len(word) > 1), key=len, reverse=True))
VECTORS = re.compile(rf"(?:v|b|bf|bm|bs|rv|m|mb|vec|bold)?([xzXZ]|{_NAMES})(?:v|b|bf|vec)?")
CURLY = re.compile(r"(?:c|cal|mc|scr|bb|f)([A-Z])")
WITH_INDEX = re.compile(r"([pq])(theta|phi|psi|th|ph)?")
FIRST_IDEOGRAPH = "\u2e80"  # from here on, letters are words: a reason in another script
REMARK = re.compile(
    r"\(\s*[A-Za-z][A-Za-z'’]+[^()]*\)|[A-Za-z][A-Za-z'’]+(?:\s+[A-Za-z'’]+)+\.?"
)  # words, in brackets or several
_MINUS = r"(?:the\s+)?(?P<minus>negative\s+|neg\.?\s+|-\s*)?"
TERM_NAMES = tuple(
    (re.compile(_MINUS + pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (
            r"(?:elbo|evidence lower bound|variational (?:lower )?bound|lower bound|vlb)(?:\s*\([^()]*\))?",
            "elbo",
        ),
        (r"(?:d_?\s*)?(?:kl|kullback.leibler)(?:[\s-](?:divergence|term|distance|loss|gap))?", "kl"),
    )
)
