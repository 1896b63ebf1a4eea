"""Reading a reply: what a child that lies can make of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.sandbox.outside.replies import UNTOLD, read_reply
from autograder.sandbox.protocol import Frame

X = np.ones((2, 3))
INPUTS = {"mu": X}


def frame(header: dict[str, Any], *arrays: Any) -> Frame:
    """Return a frame with this header."""
    return Frame(header, list(arrays))


def test_what_is_no_array_is_told_only_where_it_may_be() -> None:
    """Its name may hold an input."""
    told = frame({"output": {"other": "list"}})
    assert read_reply(told, INPUTS, lambda _: True).output == "list"
    assert read_reply(told, INPUTS, lambda _: False).output == UNTOLD


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"output": 1},
        {"output": -1},
        {"output": True},
        {"output": "0"},
        {"output": {"other": 3}},
        {"output": 0, "vjp": [0]},
        {"output": 0, "vjp": {"another": 0}},
        {"output": 0, "vjp": {"another": None}},
        {"output": 0, "vjp": {"mu": 7}},
        {"output": 0, "vjp": {"mu": 0}},
    ],
)
def test_what_is_no_reply_is_refused(header: dict[str, Any]) -> None:
    """Among it gradients of what was not sent, or of another shape than what was."""
    with pytest.raises((KeyError, IndexError, TypeError, AttributeError)):
        read_reply(frame(header, np.ones(2)), INPUTS, lambda _: True)
