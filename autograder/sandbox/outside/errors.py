"""What ends a call without numbers, or a grading: the student's doing, or the grader's."""

from __future__ import annotations

from autograder.errors import AutograderError


class GraderFault(AutograderError):
    """The grader itself failed; no point of the student's may depend on it."""


class Unready(GraderFault):
    """Student code was not run, because this machine is not ready; the text says why and what to do."""


class Unsafe(Unready):
    """Student code cannot be confined here."""


class PyTorchLoaded(AutograderError):
    """What is loaded decides the framework, not what the files seem to import: to be judged as PyTorch."""


class ArraysMeant(AutograderError):
    """A function in a file that imports PyTorch draws without it: to be given arrays."""


class StudentError(AutograderError):
    """Student code gave no usable answer; `kind` says how, the text says it to the student."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
