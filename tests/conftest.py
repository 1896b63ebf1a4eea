"""What holds for the whole test run."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from autograder.sandbox.outside.hosts import Zygotes
from tests.support.layout import environment, root, uploaded
from tests.support.pulse import Pulse

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["environment", "root", "uploaded"]


@pytest.fixture(scope="session")
def zygotes() -> Iterator[Zygotes]:
    """Warm processes that the whole run shares, started when the first test needs them."""
    with Zygotes() as warm:
        yield warm


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium; without it these tests fail. A runner can hold one alone."""
    from playwright.sync_api import sync_playwright  # which other interpreters' environments lack

    path = shutil.which("chromium")
    assert path, "Chromium is missing. On Debian: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


IS_ROOT = os.geteuid() == 0


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have it said what runs, where several runners do; one captures what is printed beside a test."""
    plugins = session.config.pluginmanager
    reporter = plugins.get_plugin("terminalreporter")
    if reporter and plugins.has_plugin("dsession"):
        plugins.register(Pulse(reporter))


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that share a fixture of their file, or a place to attack, on one runner.

    Slow ones come first. What only root can prepare is left out of an ordinary user's run.
    """
    items.sort(key=lambda item: not item.get_closest_marker("slow"))
    if not IS_ROOT:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("root")])
        items[:] = [item for item in items if not item.get_closest_marker("root")]
    for item in items:
        file = item.nodeid.partition("::")[0]
        place = getattr(item, "callspec", None) and item.callspec.params.get("place")  # type: ignore[attr-defined]
        if place or _shares(item, file):
            item.add_marker(pytest.mark.xdist_group(place or file))


def _shares(item: pytest.Item, file: str) -> bool:
    """Whether a test needs what is made once for its file: each runner would make it anew."""
    definitions = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]
    return any(d.baseid == file and d.scope in ("module", "session") for found in definitions for d in found)


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration a skipped test fails the run: what was not run was not shown."""
    if os.environ.get("CI") == "true" and _skipped(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and why the run failed although every test that ran has passed."""
    if not IS_ROOT:
        terminalreporter.write_line("Left out, because only root can prepare them: the tests marked root.")
    if os.environ.get("CI") == "true" and _skipped(terminalreporter.config):
        terminalreporter.write_line("Skipped tests are not allowed when CI=true.", red=True)
