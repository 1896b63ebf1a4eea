"""Several runners share the tests, and what is made once for a file is made by one of them alone."""

import pytest


@pytest.fixture(scope="module")
def made_once() -> None:
    """Nothing, at no cost."""


@pytest.mark.usefixtures("made_once")
def test_tests_that_share_a_fixture_are_a_group(request: pytest.FixtureRequest) -> None:
    """pytest-xdist writes a test's group into its id, which not every version of pytest lets it do."""
    is_grouped = request.node.nodeid.endswith("@tests/test_runners.py")
    assert request.config.getoption("loadgroup", False) == is_grouped
