"""The words of a course: every sentence under every choice, and what is said instead of a hint."""

from __future__ import annotations

import re
from typing import Any, get_args

import jinja2
import pytest

from autograder.course import conventions
from autograder.course.conventions import Choice, Conventions, Function
from autograder.course.words import Words
from autograder.paths import ROOT
from tests.support.sentences import Sentence, literals, sentences

OWN: dict[Function, str] = {f: f for f in get_args(Function)}
WORDS = Words(Conventions(), OWN)
TEMPLATES = ("vae.py.j2", "vae.jl.j2", "README.md.j2")
SENTENCES = sentences()
OTHERS: dict[str, Any] = {
    "names": {"mu": "centre", "x": "image"},
    "order": {"kl_divergence": ("log_var", "mu")},
}
CHOICES: list[dict[str, Any]] = [
    {},
    *({"second_argument": scale} for scale in get_args(conventions.Scale)[1:]),
    *({"reduction": reduction} for reduction in get_args(conventions.Reduction)[1:]),
    *({"beta": beta} for beta in ("position", "absent")),
    *({key: value} for key, value in OTHERS.items()),
    {"sign": "loss"},
    {"likelihood": "bernoulli_probs"},
]
# What is true by the default alone, and may not be read where a course has chosen otherwise.
DEFAULTS: dict[str, str] = {
    "second_argument": r"log_var|log_std_|the logarithm of the variance",
    "reduction": r"(number|value|bound|divergence) (for|of|per) (each|an)? ?example|\(batch,\)",
    "sign": r"ELBO itself|bound itself|\bto be maximised",
    "likelihood": r"x_logits|(?<!not )\blogits?\b",
    "names": r"\bmu\b|\bx\b(?!\))",
    "beta": r"beta=1\.0|is the last parameter, with",
    "order": r"mu comes first",
}


def words(**choices: Any) -> Words:
    """Return the words of a course that has made some choices."""
    return Words(Conventions(**choices), OWN)


def page(name: str, **choices: Any) -> str:
    """Return one of the students' files by some choices."""
    text = (ROOT / "student_template" / name).read_text(encoding="utf-8")
    course = words(**choices)
    return course.page(
        text, stem="vae", functions=get_args(Function), written=True, julia=True, open=False, own={}
    )


def read(sentence: Sentence, course: Words) -> str:
    """Return a sentence as a course's students read it; its values stand for themselves."""
    return course.say(sentence.text, **{value: value.upper() for value in sentence.values})


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_every_sentence_has_the_words_of_the_course(choices: dict[str, Any]) -> None:
    """None names what it does not define, or says what is true by the default alone.

    A hint that speaks of the choice is not read then: what the course has chosen stands in its place.
    """
    course = words(**choices)
    wrong = [DEFAULTS[choice] for choice in choices]
    texts = [(s.where, read(s, course)) for s in SENTENCES if not course.meanings(s.about)]
    assert [(w, t) for w, t in texts if any(re.search(default, t) for default in wrong)] == []


@pytest.mark.parametrize("choices", CHOICES, ids=str)
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_page_has_the_words_of_the_course(name: str, choices: dict[str, Any]) -> None:
    """What students are told before they write is what they are graded by."""
    text = page(name, **choices)
    assert [
        line for choice in choices for line in text.splitlines() if re.search(DEFAULTS[choice], line)
    ] == []
    assert "{" + "{" not in text


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda s: s.where)
def test_a_sentence_is_filled_in_as_jinja_would(sentence: Sentence) -> None:
    """Which is only loaded for pages; there too a name that is not there is an error."""
    values = {value: value.upper() for value in sentence.values}
    assert WORDS.page(sentence.text, **values) == read(sentence, WORDS)


def test_no_sentence_has_a_name_of_the_default_in_it() -> None:
    """Each name of an argument or a function in a message is a noun, or it would be another course's."""
    bare = re.compile(r"(?<![\w{`])(?<!against )(log_var|x_logits|kl_divergence|reparameterize)(?![\w(=])")
    texts = [s for s in literals() if " " in s.text]
    assert [(s.where, s.text) for s in texts if bare.search(re.sub(r"\{\{ \w+ \}\}", "", s.text))] == []


def test_a_name_that_is_not_there_is_an_error() -> None:
    """In a sentence and on a page."""
    with pytest.raises(KeyError, match="sigma"):
        WORDS.say("{{ sigma }} is wrong")
    with pytest.raises(jinja2.UndefinedError, match="sigma"):
        WORDS.page("{{ sigma }} is wrong")


def test_a_value_is_no_template() -> None:
    """It may come from a student."""
    assert WORDS.say("it returned {{ kind }}", kind="{{ mu }}") == "it returned {{ mu }}"


@pytest.mark.parametrize(
    ("choices", "sentence", "text"),
    [
        ({"second_argument": "std"}, "moving {{ log_var }} moves z", "moving std moves z"),
        (
            {"second_argument": "log_std", "names": {"log_var": "rho"}},
            "{{ log_var }} is {{ scale }}",
            "rho is the logarithm of the standard deviation",
        ),
        ({"likelihood": "bernoulli_probs"}, "{{ x_logits }} are {{ logits }}", "x_probs are probabilities"),
        ({"sign": "loss"}, "{{ elbo }} is {{ aim }}", "elbo is a loss, to be minimised"),
        ({"names": {"mu": "mean", "log_var": "mu"}}, "{{ mu }} and {{ log_var }}", "mean and mu"),
        ({"beta": "absent"}, "the bound{{ weighted }}.", "the bound."),
        (
            {"second_argument": "std"},
            "a gradient {{ by_log_var }}",
            "a gradient with respect to the log-variance",
        ),
        ({"names": {"beta": "w"}}, "a beta-VAE at {{ beta }} = 1", "a beta-VAE at w = 1"),
        (
            {"reduction": "mean"},
            "{{ kl_divergence }} gives the KL divergence {{ of_each }}",
            "kl_divergence gives the KL divergence averaged over the batch",
        ),
    ],
)
def test_a_sentence_is_read_in_the_convention_and_names_of_the_course(
    choices: dict[str, Any], sentence: str, text: str
) -> None:
    """Names and meanings are the course's; other words stay."""
    assert words(**choices).say(sentence) == text


def test_functions_are_called_as_the_course_does() -> None:
    """A function's name is the course's in every text."""
    course = Words(Conventions(), {**OWN, "elbo": "objective"})
    assert course.say("{{ elbo }} changes with {{ beta }}") == "objective changes with beta"


@pytest.mark.parametrize("name", TEMPLATES[:2])
@pytest.mark.parametrize(
    ("choices", "lines"),
    [
        (
            {"second_argument": "std", "reduction": "sum", "sign": "loss", "beta": "position"},
            [
                "* std is the STANDARD DEVIATION itself, not its logarithm, one per latent dimension;",
                "Shapes: mu (batch, latent), std (batch, latent) -> one number.",
                "* one number: the sum over the batch, and over the latent dimensions of each example;",
                "* it is a loss to be minimised, the negative of the bound;",
            ],
        ),
        (
            {"second_argument": "var", "reduction": "mean", "likelihood": "bernoulli_probs"},
            [
                "* var is the VARIANCE itself, not its logarithm, one per latent dimension;",
                "* x_probs are probabilities, between 0 and 1, not logits.",
                "* it stays finite and accurate where a probability is near 0 or 1",
            ],
        ),
    ],
)
def test_the_template_names_the_convention(choices: dict[str, Any], lines: list[str], name: str) -> None:
    """In whole sentences that say what is meant, and what is not."""
    text = page(name, **choices)
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize(
    ("choices", "signature"),
    [
        ({}, "elbo(x, x_logits, mu, log_var, beta=1.0)"),
        ({"beta": "position"}, "elbo(x, x_logits, mu, log_var, beta)"),
        ({"beta": "absent", "second_argument": "std"}, "elbo(x, x_logits, mu, std)"),
        (
            {"order": {"elbo": ("mu", "log_var", "x_logits", "x")}, "names": {"beta": "weight"}},
            "elbo(mu, log_var, x_logits, x, weight=1.0)",
        ),
    ],
)
def test_the_template_has_the_arguments_of_the_course(choices: dict[str, Any], signature: str) -> None:
    """Names, order and beta are the course's in the signature that students fill in."""
    assert f"def {signature}:" in page("vae.py.j2", **choices)


@pytest.mark.parametrize(
    ("about", "choices", "instead"),
    [
        (("second_argument",), {"second_argument": "std"}, "std is the standard deviation"),
        (("second_argument",), {"reduction": "sum"}, ""),
        (("sign",), {"sign": "loss"}, "elbo is a loss, to be minimised"),
        (
            ("reduction",),
            {"reduction": "mean"},
            "kl_divergence and elbo return one number, the mean over the batch",
        ),
        (
            ("order", "likelihood"),
            {"likelihood": "bernoulli_probs", "order": {"kl_divergence": ("log_var", "mu")}},
            "arguments stand as in reparameterize(mu, log_var), kl_divergence(log_var, mu) and "
            "elbo(x, x_probs, mu, log_var, beta=1.0), x_probs are probabilities",
        ),
        ((), {"reduction": "sum"}, ""),
    ],
)
def test_a_hint_gives_way_where_the_course_has_chosen_otherwise(
    about: tuple[Choice, ...], choices: dict[str, Any], instead: str
) -> None:
    """To what the course has chosen, of all that the hint says in its header that it speaks of."""
    assert words(**choices).meanings(about) == instead


@pytest.mark.parametrize("name", ["kl_mean_over_latent", "elbo_kl_latent_mean", "elbo_pixels_averaged"])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_a_hint_on_an_average_within_an_example_survives_a_reduction(reduction: str, name: str) -> None:
    """What is averaged over latent dimensions or pixels is wrong whatever is done with the batch."""
    about = next(s.about for s in SENTENCES if s.where == name)
    assert words(reduction=reduction).meanings(about) == ""
