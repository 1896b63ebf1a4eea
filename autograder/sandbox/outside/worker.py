"""The trusted end: start student code in its own confined process, call it, stop it.

Arrays go in; arrays or a StudentError come out. After any fault but an exception the process is
killed, and the next call gets a fresh one.
"""

from __future__ import annotations

import functools
import os
import random
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol

from autograder.arrays import Array
from autograder.course.assignment import Limits
from autograder.paths import ROOT
from autograder.sandbox.inside.faults import relative
from autograder.sandbox.outside import errors, languages, notes
from autograder.sandbox.outside.notes import Note
from autograder.sandbox.outside.process import Channel, Child
from autograder.sandbox.outside.replies import Reply, read_reply
from autograder.sandbox.outside.scratch import Scratch
from autograder.sandbox.outside.watch import Watch
from autograder.sandbox.outside.words import Words
from autograder.sandbox.outside.zygote import ENVIRONMENT, Zygote
from autograder.sandbox.protocol import Frame, encode
from autograder.sandbox.walls.places import Place
from autograder.submission.code import Submission
from autograder.submission.framework import Framework

CONFINE_SECONDS = 60  # a cold Julia is read from a slow disk first
PRINTED = 2000  # characters of what was printed at import, shown to its author
CANARY = ROOT / "reference" / "numpy" / "vae.py"
FIRST_USER, USERS = 1_000_000, 1_000_000_000


class Host(Protocol):
    """What starts workers: a warm process that forks, or a machine where each starts cold."""

    framework: Framework
    place: Place

    def worker(self, submission: Submission, limits: Limits, seed: int, deadline: float) -> Worker:
        """Return a worker on a submission, which starts when it is first needed."""
        ...


class Worker:
    """A submission in its own process, started when first needed."""

    def __init__(
        self,
        host: Host,
        submission: Submission,
        limits: Limits,
        seed: int,
        deadline: float | None = None,
    ) -> None:
        """Prepare a worker; `deadline`, on the monotonic clock, is shared by a submission's workers."""
        self._host, self._submission, self._limits, self._seed = host, submission, limits, seed
        self._deadline = time.monotonic() + limits.submission_seconds if deadline is None else deadline
        self._child: Channel | None = None
        self._scratch: Scratch | None = None
        self._output = -1
        self._calls = 0
        self.language = languages.of(host.framework)
        self._words = Words(dict(submission.files), self.language, {submission.main: submission.cells})
        self._compiled: set[tuple[str, ...]] = set()
        self._called: set[str] = set()
        self._knows_hidden = False
        self.layers: tuple[str, ...] = ()
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
        fresh = self._calls == 0  # later, what it says may hold the inputs of a hidden case
        self._compiled.clear()
        self._called.clear()
        try:
            self._start()
            frame = self._exchange(b"", doing, self._limits.import_seconds, 0)
            account = frame.header.get("error")
            if isinstance(account, dict):
                raise errors.from_account(account, doing, self._words, hidden=self._knows_hidden)
        except BaseException:
            self.close()
            raise
        names = frame.header.get("functions")
        self.functions = tuple(errors.printable(n, 80) for n in names) if isinstance(names, list) else ()
        owners = notes.owners(frame.header.get("methods"))
        self.methods = {name: first for name, (first, *_) in owners.items()}
        self.rivals = {name: tuple(rest) for name, (_, *rest) in owners.items()}
        if fresh:
            self.printed = self._read_output()
            self.notes = notes.of_import(frame.header, self._words)
            self.left = notes.left_out(frame.header, self._words)

    def call(
        self,
        function: str,
        inputs: Mapping[str, Array],
        *,
        keywords: Mapping[str, float] | None = None,
        cotangent: Array | None = None,
        calls: int = 1,
        hidden: bool = True,
        reseed: bool = False,
    ) -> Reply:
        """Call a function of the submission, and with a cotangent differentiate it.

        With `calls` above one the outputs are stacked: (calls, *shape). From the first hidden case on,
        exceptions are told without their message, and names only where the submission holds them. `reseed`
        puts the default generator back into the state it had at import, where the language can do that.
        A crash that another function may have left behind is not held against this one: it is called once
        more, in a fresh process.
        """
        call = functools.partial(
            self._call, function, inputs, keywords, cotangent, calls, hidden=hidden, reseed=reseed
        )
        try:
            return call()
        except errors.StudentError as error:
            if error.kind != "crash" or not self._called - {function}:
                raise
        return call()

    def close(self) -> None:
        """End the child, if there is one, and remove its folder."""
        if self._child is not None:
            self._child.kill()
        if self._scratch is not None:
            os.close(self._output)
            self._scratch.remove()
        self._child = self._scratch = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _call(
        self,
        function: str,
        inputs: Mapping[str, Array],
        keywords: Mapping[str, float] | None,
        cotangent: Array | None,
        calls: int,
        *,
        hidden: bool,
        reseed: bool,
    ) -> Reply:
        """Call a function in the child that is there, or else in a new one."""
        if self._child is None:
            self.load()
        self._calls += 1
        self._called.add(function)
        self._knows_hidden |= hidden
        header = {
            "id": self._calls,
            "function": function,
            "inputs": list(inputs),
            "keywords": dict(keywords or {}),
            "cotangent": cotangent is not None,
            "calls": calls,
        } | ({"reseed": True} if reseed else {})
        arrays = [*inputs.values(), *([] if cotangent is None else [cotangent])]
        doing = f"calling {function}"
        request = encode(header, arrays, self.language.header)
        seconds = self._limits.call_seconds + self._compile_seconds(function, inputs, keywords)
        frame = self._exchange(request, doing, seconds, self._calls)
        account = frame.header.get("error")
        if isinstance(account, dict):
            if account.get("kind") == "exit" and self.language.exit_ends:
                self.close()
            raise errors.from_account(account, doing, self._words, hidden=self._knows_hidden)
        if not self._knows_hidden and (made := notes.object_of(frame.header)):
            self.objects[function] = made
        try:
            return read_reply(frame, inputs, self._may_be_told)
        except (KeyError, IndexError, TypeError, AttributeError):
            self.close()
            raise errors.garbled(doing) from None

    def _may_be_told(self, words: str) -> bool:
        """Whether words from student code may be shown to its author: they may hold a hidden input."""
        return not self._knows_hidden or self._words.are_known(words)

    def _start(self) -> None:
        """Fork a child and wait until it is confined; what goes wrong until then is the grader's fault."""
        user = FIRST_USER + random.SystemRandom().randrange(USERS) if os.geteuid() == 0 else None
        scratch = Scratch(self._submission.files, user)
        self._scratch, self._output = scratch, scratch.output()
        self._child = child = self._fork(scratch, user)
        try:
            ready = child.receive(doing="starting the worker", seconds=CONFINE_SECONDS)
        except errors.StudentError as error:
            raise errors.GraderFault(
                f"the worker was not confined: {error}\n{self._read_output()}"
            ) from error
        if "unsafe" in ready.header:
            raise errors.Unsafe(f"Student code was not run: {ready.header['unsafe']}")
        self.layers = tuple(ready.header["layers"])

    def _fork(self, scratch: Scratch, user: int | None) -> Child:
        from autograder.sandbox.walls.confine import Confinement  # which only Linux can import

        request, ours_out = os.pipe()
        ours_in, reply = os.pipe()
        walls = Confinement(
            folder=str(scratch.folder),
            home=str(scratch.home),
            canary=str(CANARY),
            required=self._host.place.required,
            read=self.language.read,
            executes=self.language.executes,
            user=user,
            grader=os.getpid(),
            cpu_seconds=round(self._limits.submission_seconds) + 1,
            file_mb=self._limits.file_mb,
        )
        home = str(scratch.home)
        order = {
            "walls": vars(walls),
            "environment": ENVIRONMENT
            | self.language.environment
            | {"HOME": home, "TMPDIR": home, "USER": "student", "LOGNAME": "student"},
            "framework": self._host.framework,
        } | self._load_order()
        try:
            assert isinstance(self._host, Zygote)
            pid = self._host.fork(order, [request, reply, self._output])
            watch = Watch(pid, scratch.top, self._limits)
        except BaseException:
            os.close(ours_out)
            os.close(ours_in)
            raise
        finally:
            os.close(request)
            os.close(reply)
        return Child(pid, ours_out, ours_in, user=user, watch=watch, language=self.language)

    def _load_order(self) -> dict[str, Any]:
        """Return what a child is told of what it has to load."""
        submission = self._submission
        return {
            "file": submission.main,
            "cells": list(submission.cells),
            "definitions_only": submission.definitions_only,
            "moves": submission.moves,
            "seed": self._seed,
        }

    def _compile_seconds(
        self, function: str, inputs: Mapping[str, Array], keywords: Mapping[str, float] | None
    ) -> float:
        """Return what a call may take beyond its limit: the time to compile, once in a process."""
        kind = (function, *(a.dtype.str for a in inputs.values()), *(keywords or ()))
        first = kind not in self._compiled
        self._compiled.add(kind)
        return self.language.compile_seconds if first else 0

    def _exchange(self, request: bytes, doing: str, seconds: float, call: int) -> Frame:
        assert self._child is not None
        left = self._deadline - time.monotonic()
        try:
            frame = self._child.exchange(request, doing=doing, seconds=min(seconds, left))
            if frame.header.get("id") != call:
                raise errors.garbled(doing)
        except errors.StudentError as error:
            self.close()
            if error.kind == "timeout" and left < seconds:
                raise errors.overtime(doing, self._limits.submission_seconds) from None
            raise
        return frame

    def _read_output(self) -> str:
        """Return what has been printed so far, cut; only that from before any hidden input existed."""
        assert self._scratch is not None
        text = os.pread(self._output, 8 * PRINTED, 0).decode(errors="replace")
        return errors.printable(relative(text, str(self._scratch.folder)), PRINTED)
