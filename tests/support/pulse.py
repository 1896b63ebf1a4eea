"""Says what runs where pytest is silent: a run that collects for long, or has one long test, is alive."""

import threading
import time

import pytest

SILENCE = 4.0  # seconds


class Pulse:
    """A plugin of the process that reports, which is told of each test wherever that runs."""

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        self._reporter = reporter
        self._running: dict[str, float] = {}
        self._idle = "collecting the tests"
        self._heard, self._dotted = time.monotonic(), False
        self._ended = threading.Event()
        threading.Thread(target=self._beat, daemon=True).start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Keep when a test began."""
        self._running[nodeid], self._idle = time.monotonic(), "no test runs any more: tidying up"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep when a dot was last printed."""
        if report.when == "call":
            self._heard, self._dotted = time.monotonic(), True

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Forget a test that has ended."""
        self._running.pop(nodeid, None)

    def pytest_unconfigure(self) -> None:
        """Fall silent."""
        self._ended.set()

    def _beat(self) -> None:
        while not self._ended.wait(max(0.1, self._heard + SILENCE - time.monotonic())):
            now = time.monotonic()
            if now - self._heard >= SILENCE:
                self._reporter.write_line("\n" * self._dotted + self._words(now))
                self._heard, self._dotted = now, False
                self._reporter.flush()

    def _words(self, now: float) -> str:
        if not (running := list(self._running.items())):
            return self._idle
        longest, begun = min(running, key=lambda one: one[1])
        return f"{longest} runs, {now - begun:.0f} s"
