"""Questions 1.1 to 1.3: each line of a derivation is tried out on finite models (autograder/derivations)."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from gradescope_utils.autograder_utils.decorators import number, partial_credit, tags

from autograder.checks.written import WrittenCheck
from autograder.course.assignment import Assignment
from autograder.derivations.tex.document import Display
from autograder.derivations.tex.errors import Unreadable
from autograder.findings import NotRun
from autograder.submission.text import Text

SetScore = Callable[[float], None]
POINTS = 10
BY_HAND = (
    'Set derivations = "manual" for the whole class and grade 1.1 to 1.3 by rubric, or add the points as an '
    "adjustment of this submission."
)


class DerivationChecks(WrittenCheck):
    """The derivations, with credit for the start, the target, true steps and small steps."""

    @classmethod
    def informational(cls, assignment: Assignment) -> bool:
        """Whether people grade the derivations, so that their rows carry no points."""
        return assignment.written is not None and assignment.written.derivations == "manual"

    @number("1.1")
    @partial_credit(POINTS)
    @tags("derivation")
    def test_derivation_elbo(self, set_score: SetScore) -> None:
        """The ELBO is derived as reconstruction term minus KL to the prior."""
        self._judge("1.1", set_score)

    @number("1.2")
    @partial_credit(POINTS)
    @tags("derivation")
    def test_derivation_evidence(self, set_score: SetScore) -> None:
        """The evidence is derived as ELBO plus KL to the posterior."""
        self._judge("1.2", set_score)

    @number("1.3")
    @partial_credit(POINTS)
    @tags("derivation")
    def test_derivation_bound(self, set_score: SetScore) -> None:
        """KL is shown not to be negative, and the ELBO to bound the evidence."""
        self._judge("1.3", set_score)

    def _judge(self, part: str, set_score: SetScore) -> None:
        """Judge one part, or say what was received instead of one."""
        self.evidence["for_a_person"] = True  # until it is judged, or nothing is there to be
        try:
            source = self.writing.displays(part)
            if source is None or not source[1] or source[0].is_blank(part):
                raise NotRun(self._absence(part, source))
            text, displays = source
            if self.part.derivations == "manual":
                self.remark = f"Received in {text.name}. A person will grade it."
                return
            # Whoever hands in code alone need not wait for it.
            from autograder.derivations.judging.judge import judge

            judgement = judge(part, displays)
        except Unreadable as error:
            raise NotRun(f"{error} A person will look at it.") from error
        except NotRun:
            raise
        except Exception as error:  # a fault of the reader must not cost the other questions' points
            self.evidence["fault"] = traceback.format_exc()
            raise NotRun(
                "the reader failed on this part, which is not your mistake. A person will look at it."
            ) from error
        from autograder.derivations.judging.marks import credit, evidence, explain

        marks, shares = credit(judgement), self.part.credit
        self.evidence |= evidence(judgement, text.origin) | {
            "file": text.name,
            "credit": {n: getattr(marks, n) for n in shares.names()},
        }
        self.remark = explain(judgement, text.place)
        total = sum(getattr(shares, name) for name in shares.names())
        share = sum(getattr(marks, name) * getattr(shares, name) for name in shares.names()) / total
        set_score(round(POINTS * share, 1))

    def _absence(self, part: str, source: tuple[Text, list[Display]] | None) -> str:
        """Say what was handed in, where there is nothing to judge for a part."""
        if source and not source[1]:
            return (
                f"{source[0].name} has no formula in a display below its heading {part}. "
                "A person will look at it."
            )
        if source and not self.writing.others:
            self.evidence["for_a_person"] = False
            return f"{source[0].name} has nothing of yours below its heading {part} yet."
        if not source and (text := self.writing.derivations()):
            return (
                f"{text.name} was received, but it has no heading with {part}: write \\section*{{{part}}} "
                "above that part and hand it in again. Until then a person will look at it."
            )
        if self.writing.others:
            self.evidence["staff"] = BY_HAND
            return f"received {self.writing.attachments}; a person will look at it."
        self.evidence["for_a_person"] = False
        return f"derivations.tex was not received, so there is nothing to judge for {part}."
