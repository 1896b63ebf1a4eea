"""The wrong ideas with no formula behind them: numbers and hints, looked up in a file.

It is the only maker in a student's copy of the grader, and knows the public inputs alone. Ideas have
numbers for names there: together the names would say what the formulas are.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np

from autograder.arrays import Array
from autograder.diagnosis.experiments import Experiment, Look, NotComparableError
from autograder.diagnosis.ideas import KL, Idea

FILE = Path(__file__).with_name("ideas.bin")


class Packed(msgspec.Struct, array_like=True):
    """An array as it is kept."""

    dtype: str
    shape: tuple[int, ...]
    content: bytes

    def array(self) -> Array:
        """Return the array."""
        return np.frombuffer(self.content, self.dtype).reshape(self.shape)


class Record(msgspec.Struct):
    """All wrong ideas, and what was seen of each, by its name and by the experiment's.

    Where an ELBO rests on a KL divergence, `intercept`, `slope` and `arguments` say how: it is affine in the
    values of the KL at these inputs. `other` is the word for one that varies from call to call.
    """

    wrong: list[Idea]
    looks: dict[str, dict[str, dict[str, Packed]]]


class Recorded:
    """Knows the ideas by a file."""

    def __init__(self, path: Path = FILE) -> None:
        self._path = path

    @property
    def wrong(self) -> list[Idea]:
        """All wrong ideas."""
        return self._record.wrong

    def look(self, name: str, experiment: Experiment, kl: KL | None = None) -> Look:
        """Return what was recorded; NotComparableError where nothing was."""
        arrays: Mapping[str, Packed] | None = self._record.looks[name].get(experiment.name)
        if arrays is None:
            raise NotComparableError
        look = {field: array.array() for field, array in arrays.items()}
        if kl is not None and "other" in look:
            return {"outcome": look["other"]}
        if kl is None or "slope" not in look:
            return look
        values = kl(*(experiment.inputs[name] for name in look["arguments"]))
        return {"outcome": look["intercept"] + look["slope"] @ values}

    @cached_property
    def _record(self) -> Record:
        return msgspec.msgpack.decode(zlib.decompress(self._path.read_bytes()), type=Record)
