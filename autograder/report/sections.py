"""The report's parts, in the order in which students work, each with its plots or why it has none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from autograder.course.words import Words
from autograder.report.observation import Observation
from autograder.report.panel import Panel, Section
from autograder.report.public import Public
from autograder.report.sampler_plots import flow, histogram, quantiles
from autograder.report.value_plots import kl, lines

T = TypeVar("T")
NOISE = ("sampler_contract", "sampler_mean", "sampler_variance", "sampler_shape", "sampler_independence")


def sections(words: Words, observation: Observation, expected: Public) -> list[Section]:
    """Draw what was observed, in a course's words; what the assignment does not grade has no section."""
    sweeps = expected.sweeps.items()
    values = [_draw(observation.kl.get(name), partial(kl, words, name, sweep)) for name, sweep in sweeps]
    every = [
        _section("noise", "The noise of z", NOISE, _draw(observation.noise, histogram, quantiles)),
        _section(
            "gradients",
            "Gradients through z",
            ("sampler_gradient",),
            _draw(observation.flow, partial(flow, words)),
        ),
        _section("kl", "The KL divergence", ("kl_",), [panel for panels in values for panel in panels]),
        _section(
            "elbo",
            words.say("The ELBO and {{ beta }}"),
            ("elbo_", "beta_"),
            _draw(observation.lines, partial(lines, words, expected.line)),
        ),
    ]
    return [section for section in every if section.panels or section.missing]


def _draw(data: T | str | None, *plots: Callable[[T], Panel]) -> list[Panel | str]:
    """Draw what was found, or return the text that says why nothing was."""
    if data is None or isinstance(data, str):
        return [data] if data else []
    return [plot(data) for plot in plots]


def _section(name: str, title: str, checks: tuple[str, ...], panels: list[Panel | str]) -> Section:
    reasons = dict.fromkeys(panel for panel in panels if isinstance(panel, str))
    pictures = tuple(panel for panel in panels if isinstance(panel, Panel))
    return Section(name, title, checks, pictures, "\n".join(reasons))
