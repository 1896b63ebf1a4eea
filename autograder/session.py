"""One submission under judgement: its worker, its seeds, and what is already known of it."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar, cast

from numpy.typing import NDArray

from autograder import cases
from autograder.assignment import Assignment, Function
from autograder.findings import Mismatch, problem_with
from autograder.sandbox.errors import StudentError
from autograder.sandbox.warm import Zygote
from autograder.sandbox.worker import Reply, Worker
from autograder.seeds import Seeds
from autograder.submission import Submission

Array = NDArray[Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Probe:
    """What the public case showed of a function: why it is unusable, and which inputs it changes."""

    problem: StudentError | Mismatch | None
    modified: tuple[str, ...] = ()


class Session:
    """Calls the submission's functions by the grader's names for them and remembers what it found.

    PyTorch submissions get float32 first, NumPy ones float64, as their users do; both get the other
    dtype where rounding matters.
    """

    def __init__(self, assignment: Assignment, submission: Submission, zygote: Zygote, seeds: Seeds) -> None:
        self.assignment, self.submission, self.seeds = assignment, submission, seeds
        self.torch = submission.framework == "torch"
        self.kind = "tensor" if self.torch else "array"
        self.dtype = "float32" if self.torch else "float64"
        self.dtypes = ("float32", "float64") if self.torch else ("float64", "float32")
        self.established: set[str] = set()
        self.notes: list[str] = []
        self._zygote = zygote
        self._deadline = time.monotonic() + assignment.limits.submission_seconds
        self._worker = self.new_worker()
        self._probes: dict[tuple[str, str], Probe] = {}
        self._cache: dict[str, Any] = {}
        self._stopped: dict[Function, StudentError] = {}

    def load(self) -> None:
        """Import the submission; StudentError when that fails."""
        self._worker.load()

    @property
    def printed(self) -> str:
        """What the submission printed while it was imported."""
        return self._worker.printed

    def new_worker(self) -> Worker:
        """Return another worker whose generators start in the same state: common random numbers."""
        limits, seed = self.assignment.limits, self.seeds.of("worker")
        return Worker(self._zygote, self.submission, limits, seed, self._deadline)

    def call(
        self,
        function: Function,
        inputs: Mapping[str, Array],
        *,
        keywords: Mapping[str, float] | None = None,
        cotangent: Array | None = None,
        calls: int = 1,
        hidden: bool = True,
        worker: Worker | None = None,
    ) -> Reply:
        """Call a function under the name that students give it; StudentError when it gives nothing.

        A function that was stopped for its time or memory is not called again: it would only take
        the time of the other checks.
        """
        if function in self._stopped:
            raise self._stopped[function]
        name = self.assignment.functions[function]
        known = self._worker.functions
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f" Rename {near[0]} to {name}." if near else ""
            raise StudentError("missing", f"{self.submission.main} defines no function {name}.{hint}")
        try:
            return (worker or self._worker).call(
                name, inputs, keywords=keywords, cotangent=cotangent, calls=calls, hidden=hidden
            )
        except StudentError as error:
            if error.kind in ("timeout", "memory"):
                self._stopped[function] = error
            raise

    def probe(self, function: Function, dtype: str) -> Probe:
        """Call a function on its public case, once, and say whether its answers can be judged."""
        key = (function, dtype)
        if key not in self._probes:
            self._probes[key] = self._probe(function, dtype)
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
            try:
                self._cache[name] = (judge(), None)
            except Exception as error:
                self._cache[name] = (None, error)
        value, failure = self._cache[name]
        if failure is not None:
            raise failure
        return cast(T, value)

    def level(self, share: float) -> float:
        """Return the level of a test that may use a share of the assignment's alpha."""
        return self.assignment.statistics.alpha * share

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._worker.close()

    def _probe(self, function: Function, dtype: str) -> Probe:
        inputs = cases.public_inputs(function, dtype)
        shape = inputs["mu"].shape if function == "reparameterize" else inputs["mu"].shape[:1]
        try:
            reply = self.call(function, inputs, hidden=False)
        except StudentError as error:
            return Probe(error)
        where = f"the public case, {dtype} inputs mu and log_var of shape {inputs['mu'].shape}"
        if function == "elbo":
            where += f", x and x_logits of shape {inputs['x'].shape}"
        return Probe(problem_with(reply.output, shape, self.kind, where), reply.modified)
