"""A slow sampler is asked for less, in steps; one that cannot give enough is refused, with what it costs."""

from __future__ import annotations

from contextlib import suppress
from math import prod
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.checks import noise
from autograder.checks.pace import SECONDS
from autograder.checks.sampler import SamplerChecks
from autograder.checks.spec import specs
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.replies import Reply
from autograder.session.parts import MOST, Slow, in_parts
from tests.support.simulated import SimulatedSession

CALL_SECONDS = 10.0


class Timed(SimulatedSession):
    """A right sampler that takes so many seconds for each element, by a clock of its own."""

    def __init__(self, each: float) -> None:
        rng = np.random.default_rng(5)
        super().__init__(
            lambda: lambda m, v: m + np.exp(v / 2) * rng.standard_normal(m.shape), ("float64",), 0, 1e-9
        )
        self.each, self.paces = each, dict[str, tuple[str, ...]]()
        self.asked: list[tuple[tuple[int, ...], int]] = []
        self.assignment = SimpleNamespace(limits=SimpleNamespace(call_seconds=CALL_SECONDS))

    def cost(self, _: str) -> float:
        """Return what an element costs, as the contract's calls have shown."""
        return self.each

    def call(self, call: Call) -> Reply:
        """Answer as a worker does that was asked in parts."""
        shape = call.inputs["mu"].shape
        took = self.each * prod(shape)
        assert took <= CALL_SECONDS, "stopped for its time"
        if took * call.calls > call.seconds:
            self.asked.append((shape, 1))
            raise Slow(call, took)
        self.asked.append((shape, call.calls))
        return super().call(call)


def first_draws(session: Any) -> tuple[int, int]:
    """Draw the large case of a session and return its shape."""
    check = SamplerChecks(next(spec for spec in specs([SamplerChecks]) if spec.id == "sampler_mean"))
    check.session = session
    shape, draws = check._first_draws(np.random.default_rng(1))
    assert draws.noise.shape == (noise.CALLS, *shape)
    return shape


@pytest.mark.parametrize(
    ("each", "tried", "least"),
    [
        (1e-7, ("whole",), 655_360),
        (1e-5, ("whole",), 655_360),
        (3e-5, ("whole", "slower"), 40_960),
        (2e-4, ("whole", "slower"), 40_960),
        (1e-3, ("slower", "slowest"), 2_048),
        (4e-3, ("slowest",), 2_048),
    ],
)
def test_draws_are_sized_to_what_a_sampler_can_do(each: float, tried: tuple[str, ...], least: int) -> None:
    """In time, however slow it is; where a single call would be stopped, none is made."""
    session = Timed(each)
    shape = first_draws(session)
    assert [tried] == list(session.paces.values())
    assert least <= noise.CALLS * prod(shape) <= least * 1.2
    assert each * prod(shape) * noise.CALLS <= SECONDS
    assert [calls for _, calls in session.asked] == [1] * (len(tried) - 1) + [noise.CALLS]


def test_a_sampler_that_cannot_give_two_thousand_draws_is_told_what_a_call_costs() -> None:
    """Observed and allowed."""
    with pytest.raises(Slow) as refusal:
        first_draws(Timed(0.05))
    assert str(refusal.value).startswith("Observed: one call takes 6.4 s\nExpected: 0.62 s at most")


def test_a_replay_asks_for_what_was_asked_for_before() -> None:
    """Whatever the machine's pace is now: the same calls at the same inputs."""
    for each in (2e-4, 0.05):
        slow, again = Timed(each), Timed(1e-7)
        with suppress(Slow):
            first_draws(slow)
        again.paces = slow.paces
        with suppress(Slow):
            first_draws(again)
        assert (slow.asked, slow.paces) == (again.asked, again.paces)


def test_another_sampler_is_asked_anew() -> None:
    """Where a slow one, or one that was refused, was judged first: what it kept says nothing of the next."""
    session: Any = Timed(0.05)
    with suppress(Slow):
        first_draws(session)
    session.each, session.name = 1e-7, lambda _: "another"
    first_draws(session)
    assert session.paces["another"] == ("whole",)


@pytest.mark.parametrize(
    ("first", "second", "calls"), [(0.5, 0.5, None), (0.5, 0.1, [1, 1, 14])], ids=["slow", "held up once"]
)
def test_more_calls_are_made_only_where_all_have_the_time(
    first: float, second: float, calls: list[int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the time of one, which is made in a request of its own, and again where the first takes too long."""
    clock = iter((0.0, first, 0.0, second, 0.0, 1.0))
    monkeypatch.setattr("autograder.session.parts.time", SimpleNamespace(monotonic=lambda: next(clock)))
    asked: list[int] = []

    def ask(call: Call) -> Reply:
        asked.append(call.calls)
        return Reply(np.zeros((2, 3) if call.calls == 1 else (call.calls, 2, 3)), {}, ())

    call = Call("reparameterize", {"mu": np.zeros((2, 3))}, calls=16, seconds=7.0)
    if calls is None:
        with pytest.raises(Slow, match=r"one call takes 0\.5 s"):
            in_parts(ask, call, CALL_SECONDS)
    else:
        in_parts(ask, call, CALL_SECONDS)
    assert asked == (calls or [1, 1])


def test_no_request_holds_more_calls_than_a_busy_machine_may_hold_up() -> None:
    """However little the first takes; outputs are stacked as if they had come in one."""
    asked: list[int] = []

    def ask(call: Call) -> Reply:
        asked.append(call.calls)
        return Reply(np.zeros((2, 3) if call.calls == 1 else (call.calls, 2, 3)), {}, ())

    calls = 2 * MOST + 2
    reply = in_parts(ask, Call("reparameterize", {"mu": np.zeros((2, 3))}, calls=calls), 1e9)
    assert asked == [1, MOST, MOST, 1]
    assert reply.output.shape == (calls, 2, 3)  # type: ignore[union-attr]
