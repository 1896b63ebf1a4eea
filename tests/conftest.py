"""What holds for the whole test run."""

import os
from collections.abc import Iterator

import pytest

from autograder.grading import Zygotes
from tests.support.layout import environment, root, uploaded

__all__ = ["environment", "root", "uploaded"]


@pytest.fixture(scope="session")
def zygotes() -> Iterator[Zygotes]:
    """Warm processes that the whole run shares, started when the first test needs them."""
    with Zygotes() as warm:
        yield warm


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration a skipped test fails the run: what was not run was not shown."""
    if os.environ.get("CI") == "true" and _skipped(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why the run failed although every test that ran has passed."""
    if os.environ.get("CI") == "true" and _skipped(terminalreporter.config):
        terminalreporter.write_line("Skipped tests are not allowed when CI=true.", red=True)
