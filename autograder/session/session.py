"""One submission under judgement: its worker, its seeds, and what is already known of it."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from typing import Any, TypeVar, cast

from autograder.arrays import Array
from autograder.course.assignment import Assignment
from autograder.course.conventions import Function
from autograder.course.words import Words
from autograder.findings import Mismatch
from autograder.oracle.cases import Cases
from autograder.oracle.oracle import Oracle
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.channel import Host
from autograder.sandbox.outside.errors import PyTorchLoaded, StudentError
from autograder.sandbox.outside.replies import Attempts, Reply
from autograder.session import convention, forms
from autograder.session.manner import Manner, by_plan
from autograder.session.parts import in_parts
from autograder.session.probe import Probe, probe
from autograder.session.seeds import Seeds
from autograder.session.trace import Trace
from autograder.session.workers import Workers
from autograder.submission.code import Submission

T = TypeVar("T")
TORCH_LATE = (
    "{} loaded PyTorch in one of its calls, so it returned NumPy arrays that PyTorch may have made.\n"
    "Write `import torch` at the top of your file."
)
FLOOR = 1e-3  # that may be added to a standard deviation in open form; policy (docs/open-form.md)
DTYPES = ("float32", "float64")


class Session(ExitStack):
    """Calls the submission's functions by the grader's names for them and remembers what it found.

    PyTorch submissions mostly get float32, NumPy and Julia ones float64, as their users do: `dtype`. All get
    the other dtype where rounding matters, unless a Julia submission's types allow only one; which of the
    two comes first there is drawn from the seed.
    """

    def __init__(
        self, assignment: Assignment, submission: Submission, host: Host, seeds: Seeds, oracle: Oracle
    ) -> None:
        super().__init__()
        self.assignment, self.submission, self.seeds = assignment, submission, seeds
        self.oracle, self.cases = oracle, Cases(oracle)
        self.words = assignment.words
        self.torch = submission.framework == "torch" and not submission.arrays
        self.kind = "tensor" if self.torch else "array"
        self.dtype = "float32" if self.torch else "float64"
        first = seeds.generator("dtypes").integers(2)
        self.dtypes: tuple[str, ...] = (DTYPES[first], DTYPES[1 - first])
        self.floor = FLOOR if assignment.submission.form == "open" else 0.0
        self.notes: list[str] = []
        self.messages: list[str] = []  # to the student, above the checks
        self.trace = Trace()
        self._workers = self.enter_context(Workers(assignment, submission, host, seeds.of("worker")))
        self._probes: dict[tuple[str, str], Probe] = {}
        self._cache: dict[str, Any] = {}
        self._stops: dict[Function, StudentError] = {}
        self._manners: dict[Function, Manner] = {}
        self._costs: dict[Function, float] = {}
        # The paces that samplers were asked to keep, by their names; a replay repeats them.
        self.paces: dict[str, tuple[str, ...]] = {}

    def load(self) -> None:
        """Import the submission; StudentError when that fails.

        PyTorchLoaded where what was taken for NumPy's has imported PyTorch.
        """
        self._workers.load()
        self.notes += self._workers.submission.machine

    def adopt(self, function: Function, manner: Manner) -> None:
        """Judge a function as it was found in open form, by its own words and convention."""
        self._manners[function] = manner
        for of_another in (self._stops, self._costs):
            of_another.pop(function, None)
        self._probes.clear()
        self._cache.clear()

    def words_of(self, function: Function) -> Words:
        """Return the words in which a function is spoken of: the course's, or its own."""
        return self._manners[function].words if function in self._manners else self.words

    def search(self) -> object:
        """Return what the submission's process proposes for a sampler."""
        return self._workers.main.search()

    def signatures(self) -> object:
        """Return what the submission's process says of its functions and their parameters."""
        return self._workers.main.signatures()

    def attempt(self, trials: list[dict[str, Any]], arrays: Mapping[str, Array], points: int) -> Attempts:
        """Call functions in many ways at once, and return what each way gave at the points."""
        try:
            return self._workers.main.attempt(trials, arrays, points)
        except StudentError:  # one of them ended the process: nothing is known of any
            return [{} for _ in trials]

    def place(self, file: str, line: int) -> str:
        """Return where a line of the submission is, in words."""
        return self._workers.main.place(file, line)

    def answer_as_it_is(self, call: Call) -> Reply:
        """Call a function of the submission by its own name, with no convention between."""
        return self._workers.main.call(call)

    def establish(self) -> None:
        """Call the functions on their public cases.

        They get these before any hidden one: of these all may be told. PyTorchLoaded where code that was
        taken for NumPy's turns out to be PyTorch's.
        """
        for function in self.assignment.functions:
            for dtype in self.dtypes:
                self.probe(function, dtype)
        self._keep_allowed_dtypes()
        if self.assignment.submission.form == "template":
            self.messages += forms.messages(self.assignment, self._workers.main)

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that confine the submission's code."""
        return self._workers.main.layers

    @property
    def refusals(self) -> Counter[str]:
        """The system calls that the submission's code made and no honest program makes, once it has ended."""
        return self._workers.refusals

    @property
    def printed(self) -> str:
        """What the submission printed while it was imported."""
        return self._workers.main.printed

    def remarks(self, failures: Collection[Function]) -> list[str]:
        """Return what is to be said above the checks, given the functions that have failed one."""
        if not self._workers.left_out:
            return self.messages
        problems = (self.probe(function, self.dtype).problem for function in failures)
        losses = [str(p).splitlines()[0] for p in problems if forms.is_missing(p)]
        if losses:
            consequence = f"What was left out may be missing: {'; '.join(dict.fromkeys(losses))}"
        else:
            consequence = "" if failures else forms.NO_POINTS
        first = f"{forms.DEFINITIONS_ONLY} {consequence}".strip()
        return [f"{first}\n{self._workers.left_out}", *self.messages]

    def name(self, function: Function) -> str:
        """Return the name under which a function was handed in, or that which it should have."""
        if function in self._manners:
            return self.words_of(function)[function]
        return (
            forms.name_of(self.assignment.names(function), self._workers.main)
            or self.assignment.names(function)[0]
        )

    def call(self, call: Call) -> Reply:
        """Call a function under the name and convention of the course; StudentError when it gives nothing.

        Mismatch where the convention asks for one number for a batch, and the function gives something else.
        A function that was stopped for its time or memory is not called again: it would only take
        the time of the other checks.
        """
        function = cast(Function, call.function)
        if function in self._stops:
            raise self._stops[function]
        name, plan = self._target(function)
        self.trace.add_inputs(name, call.inputs, call.keywords, call.cotangent, call.calls)
        start, numbers = time.perf_counter(), call.calls * call.inputs["mu"].size
        try:
            reply = self._answer(call if plan is None else by_plan(call, plan), name)
            if numbers:
                cost = (time.perf_counter() - start) / numbers
                self._costs[function] = min(cost, self._costs.get(function, cost))
            self.trace.add_outputs(reply.output, reply.vjp)
            return reply if function == "reparameterize" else self._as_vector(reply, call.calls)
        except Mismatch as mismatch:
            self.trace.add_outputs(str(mismatch))
            raise
        except StudentError as error:
            self.trace.add_outputs(error.kind)
            if error.kind in ("timeout", "memory"):
                self._stops[function] = error
            raise

    def cost(self, function: Function) -> float:
        """Return the least time that a function took, in seconds for each element of mu; 0 at first."""
        return self._costs.get(function, 0.0)

    def probe(self, function: Function, dtype: str) -> Probe:
        """Call a function on its public case, once, and say whether its answers can be judged."""
        key = (function, dtype)
        if key not in self._probes:
            self._probes[key] = probe(self.call, function, dtype, self.kind, self.words_of(function))
        return self._probes[key]

    def usable(self, function: Function) -> bool:
        """Whether a function gives answers of the right shape and kind in the framework's own dtype."""
        return self.probe(function, self.dtype).problem is None

    def usable_dtypes(self, function: Function) -> list[str]:
        """Return the dtypes in which a function can be judged."""
        return [dtype for dtype in self.dtypes if self.probe(function, dtype).problem is None]

    def once(self, name: str, judge: Callable[[], T]) -> T:
        """Return what `judge` returned, or raise what it raised, the first time it was asked for."""
        if name not in self._cache:
            outer, self.trace = self.trace, Trace()
            try:
                self._cache[name] = (judge(), None, self.trace)
            except Exception as error:
                self._cache[name] = (None, error, self.trace)
            self.trace = outer
        value, failure, trace = self._cache[name]
        self.trace.follow(trace)  # whoever asks rests on these calls
        if failure is not None:
            raise failure
        return cast(T, value)

    def level(self, share: float) -> float:
        """Return the level of a test that may use a share of the assignment's alpha."""
        return self.assignment.statistics.alpha * share

    def _target(self, function: Function) -> tuple[str, Mapping[str, Any] | None]:
        """Return a function's name and the plan of its call; StudentError where it is not there."""
        if function in self._manners:
            plan = self._manners[function].plan
            if plan is None:
                raise StudentError("missing", f"{self.submission.main} has no function that is {function}.")
            return str(plan["function"]), plan
        name, names = self.name(function), {*self._workers.main.functions, *self._workers.main.methods}
        if name not in names:
            near = forms.near(function, name, names)
            hint = f" Rename {near} to {name}." if near else ""
            raise StudentError("missing", f"{self.submission.main} defines no function {name}.{hint}")
        return name, None

    def _answer(self, call: Call, name: str) -> Reply:
        """Have the worker answer that a call asks for."""
        seconds = self.assignment.limits.call_seconds
        with self._workers.of(call) as worker:
            reply = convention.call(
                self.words_of(cast(Function, call.function)),
                self.oracle,
                call,
                lambda question: in_parts(worker.call, question._replace(function=name), seconds),
            )
            if self._workers.has_loaded_torch(worker) and not worker.knows_hidden:
                raise PyTorchLoaded
            if self._workers.has_loaded_torch(worker):
                worker.close()  # the next function gets a process without it
                raise StudentError("framework", TORCH_LATE.format(name))
            return reply

    def _as_vector(self, reply: Reply, calls: int) -> Reply:
        """Return a reply of one value an example as a vector, where the language takes a column for one."""
        output = reply.output
        if (
            self._workers.main.language.columns_are_vectors
            and not isinstance(output, str)
            and output.shape[1 + (calls > 1) :] == (1,)
        ):
            return dataclasses.replace(reply, output=output[..., 0])
        return reply

    def _keep_allowed_dtypes(self) -> None:
        """Give up the dtypes that some function's argument types do not allow, unless these are all."""

        def is_allowed(dtype: str) -> bool:
            problems = [self.probe(function, dtype).problem for function in self.assignment.functions]
            return not any(isinstance(p, StudentError) and p.kind == "signature" for p in problems)

        dtypes = tuple(dtype for dtype in self.dtypes if is_allowed(dtype))
        if dtypes and dtypes != self.dtypes:
            self.notes.append(f"judged in {dtypes[0]} alone, which is all that the functions' types allow")
            self.dtypes, self.dtype = dtypes, self.dtype if self.dtype in dtypes else dtypes[0]
