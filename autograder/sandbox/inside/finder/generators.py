"""Random generators that student code holds, whose states can be put back."""

from __future__ import annotations

import contextlib
import random
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np


class Generators:
    """The generators among some values, in the state in which they are now."""

    def __init__(self, values: Iterable[Any]) -> None:
        self._states = [(value, state) for value in values if (state := _state(value)) is not None]

    def restore(self) -> None:
        """Put every generator back."""
        for value, state in self._states:
            with contextlib.suppress(Exception):
                if isinstance(value, np.random.Generator):
                    value.bit_generator.state = state
                elif isinstance(value, random.Random):
                    value.setstate(state)
                else:
                    value.set_state(state)


def _state(value: Any) -> Any:
    torch = sys.modules.get("torch")
    if isinstance(value, np.random.Generator):
        return value.bit_generator.state
    if isinstance(value, random.Random):
        return value.getstate()
    if isinstance(value, np.random.RandomState) or (torch and isinstance(value, torch.Generator)):
        return value.get_state()
    return None
