"""The trusted end: start student code in its own confined process, call it, stop it.

Arrays go in; arrays or a StudentError come out. After any fault but an exception the process is
killed, and the next call gets a fresh one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from autograder.arrays import Array
from autograder.course.assignment import Limits
from autograder.glyphs import printable
from autograder.sandbox.inside.faults import relative
from autograder.sandbox.outside import endings, languages, notes
from autograder.sandbox.outside.account import from_account
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.channel import Channel, Host
from autograder.sandbox.outside.deadline import Budget, Deadline
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.notes import Note
from autograder.sandbox.outside.replies import Attempts, Reply, read_attempts, read_reply
from autograder.sandbox.outside.scratch import Scratch
from autograder.sandbox.outside.words import Words
from autograder.sandbox.protocol import Frame, encode
from autograder.submission.code import Submission

# Code of libraries: NumPy alone 34 MB, with SciPy and Matplotlib 100; with PyTorch, of any build, over 200.
TORCH_MB = 160
MAX_PRINTS = 2000  # characters of what was printed at import, shown to its author


class Worker(ExitStack):
    """A submission in its own process, started when first needed, and again after it was closed."""

    def __init__(
        self,
        host: Host,
        submission: Submission,
        limits: Limits,
        seed: int,
        budget: Budget | None = None,
        *,
        knows_hidden: bool = False,
        refusals: Counter[str] | None = None,
    ) -> None:
        """Prepare a worker; the `budget` is shared by a submission's workers.

        It `knows_hidden` where another one of the submission does: they may have ways to speak. `refusals`
        counts what its processes call and no honest program does, as they end.
        """
        super().__init__()
        self._host, self._submission, self._limits, self._seed = host, submission, limits, seed
        self._budget = budget or Budget(limits.submission_seconds)
        self._channel: Channel | None = None
        self._calls = 0
        self.language = languages.of(host.framework)
        self._words = Words(dict(submission.files), self.language, {submission.main: submission.cells})
        self._compilations: set[tuple[str, ...]] = set()
        self._callees: set[str] = set()
        self.knows_hidden = knows_hidden
        self.layers: tuple[str, ...] = ()
        self.refusals = Counter[str]() if refusals is None else refusals
        self.functions: tuple[str, ...] = ()
        self.methods: dict[str, str] = {}  # the class of each
        self.rivals: dict[str, tuple[str, ...]] = {}  # the other classes that have a method
        self.objects: dict[str, str] = {}  # how the object came about on which a method is called
        self.notes: tuple[Note, ...] = ()
        self.left = ""  # what was not run of the file, in words
        self.printed = ""

    def load(self) -> None:
        """Start a child and have it import the submission; StudentError when that fails."""
        doing = f"importing {self._submission.main}"
        fresh = not self.knows_hidden  # later, what it says may hold the inputs of a hidden case
        self._compilations.clear()
        self._callees.clear()
        try:
            scratch = self._start()
            frame = self._exchange(b"", doing, self._limits.import_seconds, 0)
            account = frame.header.get("error")
            if isinstance(account, dict):
                raise from_account(account, doing, self._words, hidden=self.knows_hidden)
        except BaseException:
            self.close()
            raise
        names = frame.header.get("functions")
        self.functions = tuple(printable(n, 80) for n in names) if isinstance(names, list) else ()
        owners = notes.owners(frame.header.get("methods"))
        self.methods = {name: first for name, (first, *_) in owners.items()}
        self.rivals = {name: tuple(rest) for name, (_, *rest) in owners.items()}
        if fresh:
            text = scratch.printed(8 * MAX_PRINTS).decode(errors="replace")
            self.printed = printable(relative(text, str(scratch.folder)), MAX_PRINTS)
            self.notes = notes.of_import(frame.header, self._words)
            self.left = notes.left_out(frame.header, self._words)

    def call(self, call: Call) -> Reply:
        """Call a function of the submission; StudentError when it gives nothing.

        A crash that another function may have left behind is not held against this one: it is called once
        more, in a fresh process.
        """
        try:
            return self._answer(call)
        except StudentError as error:
            if error.kind != "crash" or not self._callees - {call.function}:
                raise
        return self._answer(call)

    def place(self, file: str, line: int) -> str:
        """Return where a line of the submission is, in words; the file alone where it has no such line."""
        name = printable(file, 80)
        return f"{name}, {self._words.place(file, line)}" if self._words.has(file, line) else name

    def search(self) -> object:
        """Return what the process proposes for a sampler, of whatever name and form: it may say anything."""
        return self._look("sampler").header.get("proposals")

    def signatures(self) -> object:
        """Return what the process says of its functions and their parameters: it may say anything."""
        return self._look("functions").header.get("proposals")

    def attempt(self, trials: list[dict[str, Any]], arrays: Mapping[str, Array], points: int) -> Attempts:
        """Call functions in many ways at some points: arrays are (points x batch, ...)."""
        asked = {"trials": trials, "inputs": list(arrays), "points": points}
        frame = self._look("values", asked, list(arrays.values()))
        return read_attempts(frame, len(trials))

    def _look(self, what: str, more: Mapping[str, Any] | None = None, arrays: Sequence[Array] = ()) -> Frame:
        """Have the process look for what may be graded, in one request."""
        if self._channel is None:
            self.load()
        self._calls += 1
        header = {"id": self._calls, "search": what, "function": "", "inputs": [], **(more or {})}
        request = encode(header, arrays, self.language.header)
        seconds = self._limits.import_seconds + self.language.compile_seconds
        return self._exchange(request, "looking for functions", seconds, self._calls)

    @property
    def loads_torch(self) -> bool:
        """Whether its process has loaded PyTorch, whatever the files seem to import."""
        return self._channel is not None and self._channel.libraries_mb() > TORCH_MB

    def _answer(self, call: Call) -> Reply:
        """Call a function in the process that is there, or else in a new one."""
        if self._channel is None:
            self.load()
        self._calls += 1
        self._callees.add(call.function)
        self.knows_hidden |= call.hidden and self._host.place.conceals
        cotangent = () if call.cotangent is None else (call.cotangent,)
        header = {
            "id": self._calls,
            "function": call.function,
            "inputs": list(call.inputs),
            "keywords": dict(call.keywords),
            "cotangent": len(cotangent) == 1,
            "calls": call.calls,
            "caller": call.caller,
        }
        header |= {"reseed": True} if call.reseed or call.apart else {}
        header |= {"plan": dict(call.plan)} if call.plan is not None else {}
        doing = f"calling {call.function}"
        request = encode(header, [*call.inputs.values(), *cotangent], self.language.header)
        seconds = self._limits.call_seconds + self._compile_seconds(call)
        frame = self._exchange(request, doing, seconds, self._calls)
        account = frame.header.get("error")
        if isinstance(account, dict):
            if account.get("kind") == "exit" and self.language.exit_ends:
                self.close()
            raise from_account(account, doing, self._words, hidden=self.knows_hidden)
        if not self.knows_hidden and (origin := notes.object_of(frame.header)):
            self.objects[call.function] = origin
        try:
            return read_reply(frame, call.inputs, self._may_be_told)
        except (KeyError, IndexError, TypeError, AttributeError):
            self.close()
            raise endings.garbled(doing) from None

    def _may_be_told(self, words: str) -> bool:
        """Whether words from student code may be shown to its author: they may hold a hidden input."""
        return not self.knows_hidden or self._words.are_known(words)

    def _start(self) -> Scratch:
        """Start a process in a folder of its own, and return that folder."""
        submission, user = self._submission, self._host.place.user()
        scratch = self.enter_context(Scratch(submission.files, user))
        order = {
            "file": submission.main,
            "cells": list(submission.cells),
            "definitions_only": submission.definitions_only,
            "moves": submission.moves,
            "plain": submission.arrays,
            "seed": self._seed,
        }
        self._channel = self._host.open(scratch, order, self._limits, user)
        self.callback(self._end)
        self.layers = self._channel.layers
        return scratch

    def _end(self) -> None:
        """End the process."""
        assert self._channel is not None
        self._channel.kill()
        self.refusals.update(self._channel.refusals)
        self._channel = None

    def _compile_seconds(self, call: Call) -> float:
        """Return what a call may take beyond its limit: the time to compile, once in a process."""
        kind = (call.function, *(array.dtype.str for array in call.inputs.values()), *call.keywords)
        first = kind not in self._compilations
        self._compilations.add(kind)
        return self.language.compile_seconds if first else 0

    def _exchange(self, request: bytes, doing: str, seconds: float, call: int) -> Frame:
        assert self._channel is not None
        deadline = Deadline(min(seconds, self._budget.rest))
        try:
            frame = self._channel.exchange(request, doing=doing, deadline=deadline)
            if frame.header.get("id") != call:
                raise endings.garbled(doing)
        except StudentError as error:
            self.close()
            if error.kind == "timeout" and deadline.seconds < seconds:
                raise endings.overtime(doing, self._limits.submission_seconds) from None
            raise
        finally:
            self._budget.rest -= deadline.spent
        return frame
