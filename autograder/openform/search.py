"""The way through the open form: each function that the course lists, found and understood."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.openform import bound, divergence, sampler, witness
from autograder.openform.opening import Opening
from autograder.openform.parameters import Signature
from autograder.openform.points import Points
from autograder.openform.source import read
from autograder.session.session import Session

CODE = (".py", ".jl", ".ipynb", ".md", ".tex", ".qmd")


def openings(session: Session) -> Iterator[Opening]:
    """Find the functions of a loaded submission, and decide by which convention each is judged."""
    functions = session.assignment.functions
    files = dict(session.submission.files)
    source = "\n".join(
        content.decode(errors="replace") for name, content in files.items() if name.endswith(CODE)
    )
    rest = witness.of(source)
    if "reparameterize" in functions:
        yield sampler.opening(session, rest)
    if not {"kl_divergence", "elbo"}.intersection(functions):
        return
    signatures, points = read(session.signatures(), Signature), Points(session.oracle)
    kls = divergence.readings(session, signatures, points)
    if "kl_divergence" in functions:
        yield divergence.opening(session, kls, rest)
    if "elbo" in functions:
        own = next((reading for reading in kls if reading.fit or reading.is_called_so), None)
        yield bound.opening(session, bound.readings(session, signatures, points, own), rest)
