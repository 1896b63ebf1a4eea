"""The student's report: looks at a session once it is graded, then writes the page."""

from __future__ import annotations

import traceback
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.conventions import Conventions
from autograder.course.words import Words
from autograder.report.observation import Observation, observe
from autograder.report.public import Public, public

if TYPE_CHECKING:
    from autograder.session.session import Session

NOT_GRADED = "There are no plots, because your file could not be graded; the message at the top says why."
NO_MATPLOTLIB = "There are no plots, for want of matplotlib: python -m pip install matplotlib."
FAULT = "There are no plots: the grader could not draw them. Your points do not depend on them."


class Report:
    """A report on one submission; `fault` is the traceback where the grader failed to observe it."""

    def __init__(self) -> None:
        self._expected: Public | None = None
        self._observed = Observation()
        self._words = Words(Conventions(), {})
        self._note = NOT_GRADED
        self.fault = ""

    def observe(self, session: Session) -> None:
        """Call the submission for its plots; nothing that happens here changes its results."""
        if find_spec("matplotlib") is None:  # which only the plots need
            self._note = NO_MATPLOTLIB
            return
        try:
            self._words = session.words_of("reparameterize")
            self._expected = public(session.oracle)
            self._observed = observe(session, self._expected)
            self._note = ""
        except Exception:
            self._note, self.fault = FAULT, traceback.format_exc()

    def write(self, path: Path, results: dict[str, Any]) -> None:
        """Write the page for what results.json holds; OSError where that cannot be."""
        import numpy as np

        from autograder.report.page import render
        from autograder.report.sections import sections

        with np.errstate(all="ignore"):  # student numbers may be anything
            parts = sections(self._words, self._observed, self._expected) if self._expected else []
            page = render(results, parts, self._note)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="replace")
