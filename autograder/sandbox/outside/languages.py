"""The languages that submissions are written in: what the trusted end must know of each to call it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox import julia
from autograder.submission.framework import Framework


@dataclass(frozen=True)
class Language:
    """How to start and call a process in this language, and how to speak to the student of it.

    What `guard` begins does not run when the file is loaded; `names` are those that student code knows from
    elsewhere, `advice` is what to do about an exception, by its type; `header` writes a request's header.
    """

    name: str
    guard: str
    names: str
    advice: Mapping[str, str]
    header: Callable[[dict[str, Any]], str] = json.dumps
    # What the process needs: variables, paths to read, and whether it has to turn into another program.
    environment: dict[str, str] = field(default_factory=dict)
    read: tuple[str, ...] = ()
    executes: bool = False
    # What a function's first call on a kind of input may take beyond the limit, to be compiled.
    compile_seconds: float = 0
    # Whether a request can put the default generator back into the state it had at import.
    reseeds: bool = False
    # Whether a matrix of one column broadcasts as a vector does.
    columns_are_vectors: bool = False
    # Whether exit() cannot be caught, so that the process is lost.
    exit_ends: bool = False


def of(framework: Framework) -> Language:
    """Return the language of a framework."""
    return JULIA if framework == "julia" else PYTHON


def julia_literal(value: Any) -> str:
    """Return a header, or a part of it, as Julia source."""
    if isinstance(value, Mapping):
        pairs = (f"{julia_literal(key)} => {julia_literal(entry)}" for key, entry in value.items())
        return f"Dict{{String,Any}}({', '.join(pairs)})"
    if isinstance(value, list | tuple):
        return f"Any[{', '.join(map(julia_literal, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("$", "\\$")


PYTHON = Language(
    name="Python",
    guard='if __name__ == "__main__":',
    # Beyond Python's and NumPy's own: what the child writes around them, and what other libraries add.
    names="""
        a an array tensor tuple of shape dtype too large another or from call to
        Tensor Parameter Distribution Normal Size device torch numpy ndarray matrix scipy pandas DataFrame
        Series LinAlgError AxisError OutOfMemoryError AcceleratorError UFuncTypeError UFuncNoLoopError
        ArrayMemoryError JSONDecodeError BrokenProcessPool PicklingError function generator coroutine method
        module NoneType bfloat16 float8_e4m3fn float8_e5m2 half double long chararray recarray masked
        MaskedArray
        """,
    advice={
        "ModuleNotFoundError": (
            "The grader has Python's standard library, NumPy, SciPy and PyTorch. Import anything else "
            'only under `if __name__ == "__main__":`.'
        ),
        "NotImplementedError": "This function is still the template's: write its body.",
        "FileNotFoundError": (
            "Only the files that you hand in are there while grading: read any other under "
            '`if __name__ == "__main__":`.'
        ),
        "EOFError": "Nothing can be typed while grading: remove input().",
    },
)

JULIA = Language(
    name="Julia",
    guard="if abspath(PROGRAM_FILE) == @__FILE__",
    header=julia_literal,
    names="""
        a an array tuple of shape dtype too large another or from call to nothing Any
        ArgumentError AssertionError BoundsError CapturedException CompositeException DimensionMismatch
        DivideError DomainError EOFError ErrorException FieldError IOError InexactError InterruptException
        InvalidStateException KeyError LoadError MethodError MissingException OutOfMemoryError OverflowError
        ParseError PosDefException RankDeficientException ReadOnlyMemoryError SegmentationFault
        SingularException StackOverflowError StringIndexError SystemError TaskFailedException TypeError
        UndefInitializerError UndefKeywordError UndefRefError UndefVarError
        Array BigFloat BigInt Bool Char Complex ComplexF32 ComplexF64 Dict Float16 Float32 Float64 Function
        Generator Int128 Int16 Int32 Int64 Int8 Integer Irrational Matrix Missing Module NTuple NamedTuple
        Nothing Number Pair Ptr Rational Real Ref RefValue Set String Symbol Task Tuple UInt128 UInt16 UInt32
        UInt64 UInt8 Union UnitRange Vector
        """,
    advice={
        "SystemError": "Only the files that you hand in are there while grading.",
        "UndefVarError": (
            "It is from a package that the grader lacks, or a `using` of Julia's standard library is missing."
        ),
    },
    environment=julia.environment(),
    read=(str(julia.HOME),),
    executes=True,
    exit_ends=True,
    compile_seconds=20,  # ten times what first calls take on a slow machine
    reseeds=True,
    columns_are_vectors=True,
)
