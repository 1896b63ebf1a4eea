"""The search for a sampler by what functions do: f(mu + 3, p) - f(mu, p) = 3 with the same noise.

What it finds are proposals. A submission may lie in them, and gains nothing: the grader judges numbers.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from autograder.sandbox.inside.finder import roles
from autograder.sandbox.inside.finder.forms import SHAPES, adapter
from autograder.sandbox.inside.finder.functions import Candidate, Functions
from autograder.sandbox.inside.finder.generators import Generators
from autograder.sandbox.inside.finder.sampler import PACKS, STUB

SHAPE, LARGE = (5, 3), (400, 50)
SHIFT, EXACT, ABOUT = 3.0, 1e-3, 0.25
SECONDS, MOST_SECONDS = 2.0, 20.0  # for one attempt, and for all
MOST_PARTS = 8
Plan = dict[str, Any]
Make = Callable[[Any], Any]


class Search:
    """Tries each function of a module in each way in which it may be a sampler."""

    def __init__(
        self, module: ModuleType, functions: Functions, make: Make, seed: Callable[[int], None]
    ) -> None:
        self._module, self._functions, self._make, self._seed = module, functions, make, seed
        self._random = np.random.RandomState(7)
        owners = [getattr(c.function, "__self__", None) for c in functions.all()]
        kinds = [value for value in vars(module).values() if isinstance(value, type)]
        spaces = [vars(module), *(vars(o) for o in (*owners, *kinds) if hasattr(o, "__dict__"))]
        self.generators = Generators(value for space in spaces for value in list(space.values()))

    def proposals(self) -> list[Plan]:
        """Return a plan for each function that is, or may be meant to be, a sampler."""
        end = time.monotonic() + MOST_SECONDS
        plans = []
        for candidate in self._functions.all():
            if time.monotonic() > end:
                break
            if plan := self._best(candidate, end):
                plans.append(plan)
        return plans

    def _best(self, candidate: Candidate, end: float) -> Plan | None:
        """Return the first plan by which a function samples; else one by which it gives the right shape."""
        spare: Plan | None = None
        for plan in self._plans(candidate):
            if time.monotonic() > end:
                break
            kind = self._attempt(candidate, plan)
            if kind in ("exact", "about"):
                return plan | {"kind": kind, "shared": self._is_shared(candidate, plan)}
            if kind and (spare is None or (kind, spare["kind"]) == ("still", "shape")):
                spare = plan | {"kind": kind, "shared": False}
        return spare

    def _plans(self, candidate: Candidate) -> Iterator[Plan]:
        try:
            ways = roles.assignments(candidate.function)
            parameters = roles.parameters(candidate.function)
        except (TypeError, ValueError):
            return
        for shape, way in itertools.product(SHAPES, ways):
            holds = set(way.values())
            packs = PACKS if roles.PACKED in holds else ("pair",) if roles.MODEL in holds else ("",)
            if roles.PACKED in holds and candidate.owner:
                packs = (*packs, STUB)
            for pack in packs:
                yield {
                    "function": candidate.name,
                    "owner": candidate.owner,
                    "file": candidate.file,
                    "line": candidate.line,
                    "order": [p.name for p in parameters],
                    "keywords": self._by_name(parameters, way),
                    "roles": way,
                    "shape": shape,
                    "packed": pack,
                    "part": "",
                }

    def _by_name(self, parameters: list[roles.Parameter], way: Mapping[str, str]) -> list[str]:
        """Return the parameters to be given by name: those after one that is left to its default."""
        names = []
        gap = False
        for parameter in parameters:
            if parameter.name not in way:
                gap = True
            elif gap or parameter.keyword:
                names.append(parameter.name)
        return names

    def _attempt(self, candidate: Candidate, plan: Plan) -> str:
        """Say how a function behaves by a plan, whose part it fills in; nothing where it cannot be called."""
        mu = self._random.uniform(-1, 1, SHAPE)
        width = np.tile(self._random.uniform(0.3, 0.9, SHAPE[1]), (SHAPE[0], 1))
        best, best_part = "", plan["part"]
        for part in self._parts(candidate, plan, mu, width):
            plan["part"] = part
            draw = self._drawing(candidate, plan)
            first, again, other = draw(mu, width, 1), draw(mu + SHIFT, width, 1), draw(mu, width, 2)
            if first is None or first.shape != SHAPE or again is None or other is None:
                continue
            shifts = np.allclose(again - first, SHIFT, atol=EXACT)
            if plan["shape"] == "vector" and np.allclose(np.ptp(first - mu, axis=1), 0, atol=EXACT):
                continue  # a product of vectors, where a matrix was meant
            differ = not np.array_equal(first, other)
            if shifts and differ:
                return "exact"
            if plan["shape"] == "batch" and not shifts and differ and self._shifts_about(draw):
                return "about"
            if best != "still":
                best, best_part = "still" if shifts else "shape", part
        plan["part"] = best_part
        return best

    def _shifts_about(self, draw: Callable[..., Any]) -> bool:
        """Whether medians shift, where noise cannot be repeated."""
        zeros, width = np.zeros(LARGE), np.full(LARGE, 0.5)
        low, high = draw(zeros, width, 1), draw(zeros + SHIFT, width, 1)
        if low is None or high is None or low.shape != LARGE or high.shape != LARGE:
            return False
        return bool(abs(np.median(high) - np.median(low) - SHIFT) < ABOUT)

    def _is_shared(self, candidate: Candidate, plan: Plan) -> bool:
        """Whether rows share noise in arrays, although a vector or a number a call would have its own."""
        draw = self._drawing(candidate, plan)
        z = draw(np.zeros(SHAPE), np.full(SHAPE, 0.5), 1)
        if plan["shape"] != "batch" or z is None or not np.allclose(z, z[:1]):
            return False
        for shape in ("vector", "scalar"):
            alone = self._drawing(candidate, plan | {"shape": shape})(np.zeros(SHAPE), np.full(SHAPE, 0.5), 1)
            if alone is not None and alone.shape == SHAPE and not np.allclose(alone, alone[:1]):
                return True
        return False

    def _parts(self, candidate: Candidate, plan: Plan, mu: Any, width: Any) -> list[Any]:
        """Return where z may be in what comes back: nowhere but itself, or in a part."""
        raw: list[Any] = []

        def look(output: Any) -> Any:
            raw.append(output)
            return output

        def spy(*arguments: Any, **keywords: Any) -> Any:
            return look(candidate.function(*arguments, **keywords))

        functools.update_wrapper(spy, candidate.function)
        spy.__self__ = getattr(candidate.function, "__self__", None)  # type: ignore[attr-defined]
        with contextlib.suppress(BaseException), time_limit(SECONDS):
            adapter(spy, plan | {"part": ""}, vars(self._module))(self._make(mu), self._make(width))
        if not raw:
            return []
        first = raw[0]
        if isinstance(first, Mapping):
            return [key for key in first if isinstance(key, str)][:MOST_PARTS]
        if isinstance(first, tuple) or (isinstance(first, list) and plan["shape"] != "list"):
            return list(range(min(len(first), MOST_PARTS)))
        if hasattr(first, "rsample"):
            return [] if plan["packed"] == "distribution" else ["rsample"]
        fields = getattr(type(first), "__dataclass_fields__", None)
        return list(fields)[:MOST_PARTS] if fields else [""]

    def _drawing(self, candidate: Candidate, plan: Plan) -> Callable[[Any, Any, int], Any]:
        """Return a function that draws z from a state of all generators, None where that fails."""
        f = adapter(candidate.function, plan, vars(self._module))

        def draw(mu: Any, width: Any, state: int) -> Any:
            self._seed(state)
            self.generators.restore()
            with contextlib.suppress(BaseException), time_limit(SECONDS):
                if state > 1:
                    f(self._make(mu), self._make(width))  # held generators move on
                z = f(self._make(mu), self._make(width))
                z = z.detach() if hasattr(z, "detach") else z
                array = np.asarray(z, dtype=np.float64)
                return array if array.ndim == 2 else None
            return None

        return draw


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer, where the system has such a clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
