"""Questions 2.1 and 2.3: people grade; staff get the text and the rubric's ideas whose words occur."""

from __future__ import annotations

import re

from gradescope_utils.autograder_utils.decorators import number, tags

from autograder.checks.written import WrittenCheck
from autograder.course.assignment import Assignment, Question
from autograder.findings import NotRun

MAX_TEXT = 10_000  # characters kept for staff
PLACEHOLDER = "Write your answer here."


class AnswerChecks(WrittenCheck):
    """The short answers, as rows without points."""

    @classmethod
    def informational(cls, assignment: Assignment) -> bool:  # noqa: ARG003 - these never have points
        """Whether the rows carry no points: always."""
        return True

    @number("2.1")
    @tags("answer")
    def test_answer_sampling(self) -> None:
        """Short answer 2.1, graded by a person."""
        self._collect("2.1")

    @number("2.3")
    @tags("answer")
    def test_answer_model(self) -> None:
        """Short answer 2.3, graded by a person."""
        self._collect("2.3")

    def _collect(self, question: Question) -> None:
        """Say how many words were received, and keep them for staff."""
        text = (self.writing.answer(question) or "").replace(PLACEHOLDER, "").strip()
        words = len(re.findall(r"\w+(?:['-]\w+)*", text))
        if not words:
            raise NotRun(self._missing(question))
        plain = " ".join(re.findall(r"[\w-]+", text.lower()))
        ideas = self.part.rubric.get(question, {})
        hints = {idea: [w for w in phrases if _occurs(w, plain)] for idea, phrases in ideas.items()}
        self.evidence |= {
            "answer": text[:MAX_TEXT],
            "words": words,
            "ideas_whose_words_occur": {idea: matches for idea, matches in hints.items() if matches},
            "ideas_without_words": [idea for idea, matches in hints.items() if not matches],
        }
        self.remark = f"Received: {words} words. A person will grade it."

    def _missing(self, question: Question) -> str:
        if self.writing.others:
            self.evidence["for_a_person"] = True
            return f"no text for {question}, but {self.writing.attachments} was received; a person will look."
        return (
            f"nothing was received for {question}. Write it in short_answers.md, below a heading {question}."
        )


def _occurs(phrase: str, answer: str) -> bool:
    """Whether a rubric's word, or the beginning of one, stands in an answer."""
    return re.search(rf"\b{re.escape(phrase.lower())}", answer) is not None
