"""The words of a course: sentences are templates, and the course's choices say what their nouns mean.

A sentence says `{{ log_var }} is {{ scale }}`, by default "log_var is the logarithm of the variance".
A name that is not a noun of the course, nor a value that comes with the sentence, is a KeyError. Values are
filled in as they are and never read as templates: they may be a student's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from autograder.course.conventions import Argument, Choice, Conventions, Function, Parameter

# A sentence of plain names is filled in here, as Jinja2 would: importing it takes 25 ms of a cold start.
NAME = re.compile(r"\{\{ (\w+) \}\}")
# What is said of a choice in place of a hint that speaks of the default's.
MEANINGS: dict[Choice, str] = {
    "second_argument": "{{ log_var }} is {{ scale }}",
    "reduction": "{{ kl_divergence }} and {{ elbo }} return {{ returned }}",
    "sign": "{{ elbo }} is {{ aim }}",
    "likelihood": "{{ x_logits }} are {{ logits }}",
    "beta": "the call is {{ elbo_signature }}",
    "order": "arguments stand as in {{ reparameterize_signature }}, {{ kl_divergence_signature }} and "
    "{{ elbo_signature }}",
}
# What a choice is called in sentences; a line that breaks is one of the template's.
_NOUNS: dict[Choice, dict[str, dict[str, str]]] = {
    "second_argument": {
        "log_var": {
            "scale": "the logarithm of the variance",
            "scale_in_full": "the logarithm of the VARIANCE, not of the standard deviation",
        },
        "log_std": {
            "scale": "the logarithm of the standard deviation",
            "scale_in_full": "the logarithm of the STANDARD DEVIATION, not of the variance",
        },
        "std": {
            "scale": "the standard deviation",
            "scale_in_full": "the STANDARD DEVIATION itself, not its logarithm",
        },
        "var": {"scale": "the variance", "scale_in_full": "the VARIANCE itself, not its logarithm"},
    },
    "reduction": {
        "none": {
            "returned": "one value for each example",
            "returned_shape": "(batch,)",
            "total": "each value",
            "for_each": "for each example",
            "of_each": "of each example",
            "kl_number": "one number per example, for all its latent dimensions together; no averaging "
            "over the batch",
            "elbo_number": "one number per example, for all its pixels and latent dimensions; no averaging "
            "over the batch,\nthe pixels or the latent dimensions",
        },
        "sum": {
            "returned": "one number, the sum over the batch",
            "returned_shape": "one number",
            "total": "the sum over the batch",
            "for_each": "summed over the batch",
            "of_each": "summed over the batch",
            "kl_number": "one number: the sum over the batch, and over the latent dimensions of each example",
            "elbo_number": "one number: the sum over the batch, and over the pixels and latent dimensions "
            "of each\nexample; no averaging",
        },
        "mean": {
            "returned": "one number, the mean over the batch",
            "returned_shape": "one number",
            "total": "the mean over the batch",
            "for_each": "averaged over the batch",
            "of_each": "averaged over the batch",
            "kl_number": "one number: the mean over the batch of the sums over the latent dimensions",
            "elbo_number": "one number: the mean over the batch, of sums over the pixels and latent "
            "dimensions of\neach example",
        },
    },
    "sign": {
        "elbo": {
            "aim": "to be maximised",
            "bound": "the evidence lower bound",
            "bound_in_full": "the bound itself, to be maximised, not a loss to be minimised",
        },
        "loss": {
            "aim": "a loss, to be minimised",
            "bound": "the negative evidence lower bound",
            "bound_in_full": "a loss to be minimised, the negative of the bound",
        },
    },
    "likelihood": {
        "bernoulli_logits": {
            "logit": "logit",
            "logits": "logits",
            "logits_in_full": "logits, any real number, not probabilities",
            "extreme_logit": "a logit is large, positive or negative",
        },
        "bernoulli_probs": {
            "logit": "probability",
            "logits": "probabilities",
            "logits_in_full": "probabilities, between 0 and 1, not logits",
            "extreme_logit": "a probability is near 0 or 1",
        },
    },
    "beta": {
        "keyword": {"weighted": ", with its KL term weighted by {{ beta }}"},
        "position": {"weighted": ", with its KL term weighted by {{ beta }}"},
        "absent": {"weighted": ""},
    },
}
_BETA = {"keyword": ["{{ beta }}=1.0"], "position": ["{{ beta }}"], "absent": []}


class Words:
    """The nouns of a course, and how sentences and pages are written with them."""

    def __init__(self, conventions: Conventions, functions: Mapping[Function, str]) -> None:
        """Collect a course's nouns; `functions` are its names of the grader's functions."""
        names: dict[str, str] = {function: function for function in get_args(Function)} | dict(functions)
        names |= {argument: conventions.name(argument) for argument in get_args(Parameter)}
        scale = names["log_var"] if conventions.second_argument == "log_var" else "the log-variance"
        # Gradients are those by the default's arguments, whatever the function is given.
        by = {argument: names[argument] for argument in get_args(Argument)} | {"log_var": scale}
        names["log_variance"] = scale.removeprefix("the ")
        names |= {f"by_{argument}": f"with respect to {name}" for argument, name in by.items()}
        self.conventions, self._nouns = conventions, names
        for choice, meanings in _NOUNS.items():
            choice_nouns = meanings[getattr(conventions, choice)].items()
            self._nouns |= {noun: self.say(meaning) for noun, meaning in choice_nouns}
        for function in get_args(Function):
            names[f"{function}_signature"] = self._signature(function)

    def __getitem__(self, noun: str) -> str:
        """Return what a noun is called; KeyError where there is none."""
        return self._nouns[noun]

    def say(self, sentence: str, /, **values: object) -> str:
        """Return a sentence with the nouns and values that it names; KeyError where there is no such name."""
        names: Mapping[str, object] = {**self._nouns, **values}
        return NAME.sub(lambda name: str(names[name[1]]), sentence)

    def page(self, template: str, /, **values: object) -> str:
        """Return a whole page, which may have conditions; UndefinedError where there is no such name."""
        import jinja2  # takes longer than a sentence is worth

        environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
        return environment.from_string(template).render(self._nouns, **values)

    def meanings(self, about: Iterable[Choice]) -> str:
        """Say what the course has chosen otherwise than the default, of some choices; else nothing."""
        return ", ".join(self.say(MEANINGS[c]) for c in about if self.conventions.changes(c))

    def manner(self, function: Function) -> str:
        """Say how a function's values are shown where that is not how they are returned; else nothing."""
        manner = []
        if function == "elbo" and self.conventions.sign == "loss":
            manner.append("the bound, which is the negative of what your function returns")
        if self.conventions.reduces(function):
            manner.append("one example at a time, as a batch of copies of it tells its value")
        return f"Shown as: {'; '.join(manner)}" if manner else ""

    def _signature(self, function: Function) -> str:
        last = _BETA[self.conventions.beta] if function == "elbo" else []
        arguments = [self[argument] for argument in self.conventions.arguments(function)]
        return f"{self[function]}({', '.join([*arguments, *map(self.say, last)])})"
