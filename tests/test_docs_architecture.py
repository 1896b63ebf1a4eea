"""The map for newcomers shows the house as it is."""

from __future__ import annotations

import re

import pytest

from autograder.paths import ROOT

TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMES = re.findall(r"`((?:autograder|tests|reference|docs)/[\w./]*|pyproject\.toml)`", TEXT)
ROOMS = sorted(path.name for path in (ROOT / "autograder").iterdir() if (path / "__init__.py").is_file())


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_what_the_map_names_exists(name: str) -> None:
    """Each file and folder."""
    assert (ROOT / name).exists()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_on_the_map(room: str) -> None:
    """No folder of the grader's is left out."""
    assert f"`autograder/{room}/`" in TEXT


def test_the_layers_on_the_map_are_those_that_are_held() -> None:
    """In the order in which pyproject.toml has them."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (contract,) = re.findall(r'name = "Data walks one way"\n.*?layers = \[(.*?)\n\]', project, re.DOTALL)
    layers = [layer.replace("autograder.", "") for layer in re.findall(r'"(.+)"', contract)]
    assert f"`{' > '.join(layers)}`" in " ".join(TEXT.split())
