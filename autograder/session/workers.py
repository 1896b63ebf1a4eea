"""The processes of one submission: the one that is asked, and new ones for calls that know of no other."""

from __future__ import annotations

import dataclasses
from collections import Counter
from contextlib import AbstractContextManager, ExitStack, nullcontext

from autograder.course.assignment import Assignment
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.channel import Host
from autograder.sandbox.outside.deadline import Budget
from autograder.sandbox.outside.errors import PyTorchLoaded, StudentError
from autograder.sandbox.outside.worker import Worker
from autograder.session import forms
from autograder.submission.code import Submission


class Workers(ExitStack):
    """Workers on a submission, whose generators all start in the same state: common random numbers.

    `main` is the one that is asked; `left_out` says why not all of the file was run, and what was not.
    `refusals` counts the system calls that those which have ended made, and no honest program makes.
    """

    def __init__(self, assignment: Assignment, submission: Submission, host: Host, seed: int) -> None:
        super().__init__()
        self.submission = submission
        self.left_out = ""
        self.refusals: Counter[str] = Counter()
        self._assignment, self._host, self._seed = assignment, host, seed
        self._budget = Budget(assignment.limits.submission_seconds)
        self.main = self.enter_context(self._new())
        self._apart: Worker | None = None  # asked for the KL that an ELBO may rest on, and nothing else

    def load(self) -> None:
        """Import the submission; StudentError when that fails.

        PyTorchLoaded where what was taken for NumPy's has imported PyTorch.
        """
        try:
            self.main.load()
        except StudentError as error:
            self._load_definitions(error)
        if self.has_loaded_torch(self.main):
            raise PyTorchLoaded

    def of(self, call: Call) -> AbstractContextManager[Worker]:
        """Return the worker for a call: a new one or one apart, unless the language puts generators back."""
        if self.main.language.reseeds or not (call.reseed or call.apart):
            return nullcontext(self.main)
        if call.apart and self._apart:
            return nullcontext(self._apart)
        worker = self._new(knows_hidden=self.main.knows_hidden)
        if call.apart:
            self._apart = self.enter_context(worker)
            return nullcontext(self._apart)
        return worker

    def has_loaded_torch(self, worker: Worker) -> bool:
        """Whether a process that is to run NumPy alone has loaded PyTorch, which may make its arrays."""
        return self.submission.framework == "numpy" and worker.loads_torch

    def _new(self, *, knows_hidden: bool = False) -> Worker:
        limits = self._assignment.limits
        return Worker(
            self._host,
            self.submission,
            limits,
            self._seed,
            self._budget,
            knows_hidden=knows_hidden,
            refusals=self.refusals,
        )

    def _load_definitions(self, cause: StudentError) -> None:
        """Load the definitions of a file that cannot be imported; raises the cause where that is no use."""
        assignment = self._assignment
        if cause.kind == "syntax" or assignment.submission.definitions_only != "accept":
            raise cause
        self.submission = dataclasses.replace(self.submission, definitions_only=True)
        self.main = self.enter_context(self._new())
        try:
            self.main.load()
        except StudentError:
            raise cause from None
        has_names = any(forms.name_of(assignment.names(f), self.main) for f in assignment.functions)
        if not has_names and assignment.submission.form == "template":
            raise cause
        self.left_out = f"What happened: {cause}{self.main.left}"
