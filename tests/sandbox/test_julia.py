"""A worker on Julia code: what goes in and comes out, what is said of errors, and that its walls hold."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.course.assignment import Limits
from autograder.sandbox import julia
from autograder.sandbox.outside import languages
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.worker import Worker
from tests.support.workers import SOON, Start, handed_in, source

CALLS = "probe/calls.jl"
X = np.array([[0.5, -1.0, 2.0], [3.0, 0.25, -0.5]])
Y = np.array([[2.0, 4.0, -8.0], [0.5, 1.0, -2.0]])
DTYPES = ["float32", "float64"]


@pytest.fixture(scope="module")
def worker(zygotes: Zygotes) -> Iterator[Worker]:
    """A worker on the probe, whose functions leave it as it is."""
    with Worker(zygotes.of("julia"), handed_in(CALLS), Limits(), 1) as started:
        yield started


def array(worker: Worker, function: str, *given: Array, **options: Any) -> Array:
    """Call a function on inputs x and y and return its output, which must be an array."""
    output = worker.call(Call(function, dict(zip("xy", given, strict=False)), hidden=False, **options)).output
    assert isinstance(output, np.ndarray), output
    return output


def told(worker: Worker, function: str, *, hidden: bool = False) -> str:
    """Return what the student is told when a function fails on X."""
    with pytest.raises(StudentError) as caught:
        worker.call(Call(function, {"x": X}, hidden=hidden))
    return str(caught.value)


def test_the_grader_part_is_compiled_once_for_all_submissions() -> None:
    """setup.sh's Julia has an image of the very sources that are here; any other Julia gets the sources."""
    assert julia.grader_part(julia.PROGRAM) == [f"--sysimage={julia.IMAGE}", "-e", julia.SERVE]
    assert julia.grader_part(Path("/usr/bin/julia")) == ["-e", julia.CHILD + julia.SERVE]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("function", "given", "expected"),
    [
        ("product", (X, Y), X * Y),
        ("sums", (X, Y), (X * Y).sum(1)),
        ("transposed", (X,), X.T),
        ("number", (X,), np.array(0.5)),
        ("view_of", (X,), X[1:]),
        ("cube", (X,), np.stack([X, 2 * X], axis=2)),
    ],
)
def test_output(worker: Worker, function: str, given: tuple[Array, ...], expected: Array, dtype: str) -> None:
    """Arrays of any kind arrive and come back with their shape, order and dtype."""
    output = array(worker, function, *(a.astype(dtype) for a in given))
    np.testing.assert_array_equal(output, expected.astype(dtype), strict=True)


@pytest.mark.parametrize("dtype", DTYPES)
def test_broadcasts_give_what_julia_gives(worker: Worker, dtype: str) -> None:
    """What the image does one operation at a time gives the numbers and types of a call for each element."""
    np.testing.assert_array_equal(array(worker, "unlike", X.astype(dtype)), 0)


def test_a_function_of_the_file_is_called_for_each_element(worker: Worker) -> None:
    """A formula's other calls are made as often as in Julia: noise is not shared over what stretches."""
    assert len(np.unique(array(worker, "noise_for_each", X))) == X.size


@pytest.mark.parametrize("calls", [1, 3])
def test_stacked_calls(worker: Worker, calls: int) -> None:
    """Several calls come back stacked, each with noise of its own."""
    z = array(worker, "draws", X, calls=calls).reshape(calls, *X.shape)
    assert len({call.tobytes() for call in z}) == calls


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("none", "nothing"),
        ("pair", "a tuple of 2"),
        ("text", "String"),
        ("words", "an array of dtype String"),
        ("mixed", "an array of dtype Any"),
        ("bigger", "an array of dtype BigFloat"),
        ("huge", "an array of shape (5000000,), too large"),
    ],
)
def test_other_outputs(worker: Worker, function: str, expected: str) -> None:
    """What is no array of numbers, or too large, is named."""
    assert worker.call(Call(function, {"x": X}, hidden=False)).output == expected


def test_outputs_that_cannot_be_stacked(worker: Worker) -> None:
    """Outputs that change from call to call are named, not returned."""
    output = worker.call(Call("grows", {"x": X}, calls=2, hidden=False)).output
    assert output == "another shape or dtype from call to call"


def test_an_array_of_bits_is_one_of_numbers_that_are_no_floats(worker: Worker) -> None:
    """A comparison comes back as what it is, so that its dtype can be named."""
    np.testing.assert_array_equal(array(worker, "truth", X), X > 0)


def test_inputs_that_a_call_changes_are_named(worker: Worker) -> None:
    """The inputs that a call changed in place are named, and the next call gets them as they were."""
    assert worker.call(Call("changes", {"x": X, "y": Y}, calls=2, hidden=False)).modified == ("y",)
    np.testing.assert_array_equal(array(worker, "product", X, Y), X * Y)


@pytest.mark.parametrize(
    "function",
    ["by_position", "by_name", "by_other_name", "by_any_name", "as_float32", "by_typed_position"],
)
def test_keywords(worker: Worker, function: str) -> None:
    """beta arrives by position, by name, and in the type that its declaration insists on."""
    np.testing.assert_array_equal(array(worker, function, X, keywords={"beta": 4.0}), 4 * X)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("without", "Failed calling without: your function takes other arguments, without(x)."),
        (
            "typed",
            "Failed calling typed: your function takes other arguments, "
            "typed(x::Array{Float32,2}, y::Array{Float32,2}).",
        ),
    ],
)
def test_arguments_that_are_not_taken(worker: Worker, function: str, expected: str) -> None:
    """A function that takes neither a keyword nor the number of inputs is told its own signature."""
    with pytest.raises(StudentError) as caught:
        worker.call(Call(function, {"x": X}, keywords={"beta": 4.0}, hidden=False))
    assert (caught.value.kind, str(caught.value)) == ("arguments", expected)


def test_a_signature_that_takes_one_dtype(worker: Worker) -> None:
    """Inputs of the type that a signature names are taken, others refused with the types."""
    np.testing.assert_array_equal(array(worker, "typed", X.astype("f4"), Y.astype("f4")), X.astype("f4"))
    with pytest.raises(StudentError) as caught:
        worker.call(Call("typed", {"x": X, "y": Y}, hidden=False))
    assert (caught.value.kind, str(caught.value)) == (
        "signature",
        "Failed calling typed on Array{Float64,2}, Array{Float64,2}; it takes "
        "typed(x::Array{Float32,2}, y::Array{Float32,2}).\n"
        "Leave the types of its arguments out, or write AbstractMatrix.",
    )


def test_a_function_of_single_numbers(worker: Worker) -> None:
    """A function that is meant to be broadcast is told to take arrays."""
    with pytest.raises(StudentError, match="single numbers: make it take whole arrays, with dots"):
        worker.call(Call("scalar", {"x": X, "y": Y}, hidden=False))


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (
            "out_of_bounds",
            "BoundsError while calling out_of_bounds: attempt to access 2\u00d73 Array{Float64,2} at index "
            "[10, 10]\n  vae.jl, line 44: out_of_bounds(x) = x[10, 10]",
        ),
        (
            "undefined",
            "UndefVarError while calling undefined: mean not defined\n"
            "  vae.jl, line 45: undefined(x) = mean(x)\n"
            "It is from a package that the grader lacks, or a `using` of Julia's standard library is "
            "missing.",
        ),
        (
            "thrown",
            'ErrorException while calling thrown: my "own"\nerror �[31m\n'
            '  vae.jl, line 48: thrown(x) = error("my \\"own\\"\\nerror \\x1b[31m")',
        ),
        (
            "unreadable",
            "Unreadable while calling unreadable: (its message could not be read)\n"
            "  vae.jl, line 54: unreadable(x) = throw(Unreadable())",
        ),
    ],
)
def test_exceptions(start: Start, function: str, expected: str) -> None:
    """An exception is told with its message and the student's lines only, and later calls go on."""
    worker = start(CALLS)
    assert told(worker, function) == expected
    np.testing.assert_array_equal(array(worker, "product", X, Y), X * Y)


def test_exceptions_in_hidden_cases(start: Start) -> None:
    """In a hidden case the message is withheld."""
    assert told(start(CALLS), "thrown", hidden=True).startswith(
        "ErrorException while calling thrown: (message withheld: this case is hidden)\n  vae.jl, line 48"
    )


def test_recursion(start: Start) -> None:
    """A recursion without an end is told with one line of it."""
    text = told(start(CALLS), "recurses")
    assert text.startswith("StackOverflowError while calling recurses")
    assert text.endswith("vae.jl, line 50: recurses(x) = 1 + recurses(x)")


def test_exit(start: Start) -> None:
    """exit() is told with its line, and the next call gets a process of its own."""
    worker = start(CALLS)
    assert told(worker, "leaves") == (
        "Your code called exit() or quit() while calling leaves.\n"
        "  vae.jl, line 49: leaves(x) = exit(3)\nRemove that call."
    )
    np.testing.assert_array_equal(array(worker, "product", X, Y), X * Y)


def test_crash(start: Start) -> None:
    """A process that ends by itself is told as Julia's end."""
    assert told(start(CALLS), "stops") == "Julia ended while calling stops: it was ended by signal SIGABRT."


def test_prints_beyond_the_limit(start: Start) -> None:
    """What Julia prints beyond the limit is lost and costs nothing; writing a file too large is an error."""
    worker = start(CALLS, file_mb=1)
    np.testing.assert_array_equal(array(worker, "prints", X), X)
    assert told(worker, "writes") == (
        "Your code printed or wrote too much while calling writes.\n"
        '  vae.jl, line 63: writes(x) = open(io -> foreach(_ -> write(io, 1.0), 1:10^6), "large.bin", "w")\n'
        "Remove the prints."
    )


def test_compiling_is_not_held_against_a_call(start: Start) -> None:
    """A function's first call may take longer than the limit by what compiling may; its second may not."""
    worker = start(CALLS, call_seconds=1)
    np.testing.assert_array_equal(array(worker, "slow", X), X)
    with pytest.raises(StudentError, match="Stopped after 1 s while calling slow"):
        worker.call(Call("slow", {"x": X}))


def test_a_loop_without_end_is_stopped(start: Start) -> None:
    """While the file is loaded no time is added; the advice is Julia's."""
    worker = start(source("while true end", "vae.jl"), import_seconds=2)
    began = time.monotonic()
    with pytest.raises(StudentError, match="abspath"):
        worker.load()
    assert time.monotonic() - began < SOON


def test_common_random_numbers(worker: Worker) -> None:
    """A reseeded call repeats its noise bit for bit, and the next one goes on from there."""
    first, again = (array(worker, "draws", X, calls=2, reseed=True) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(array(worker, "draws", X, calls=2), again)


def test_the_state_at_import_is_the_seeds(start: Start) -> None:
    """Workers with one seed draw the same noise from the start, workers with another one other noise."""
    first, same, other = (array(start(CALLS, seed=seed), "draws", X) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)


def test_functions(worker: Worker) -> None:
    """Functions are known by name, those of the file's modules too."""
    assert {"product", "by_name", "draws"} <= set(worker.functions)
    assert {"serve", "answer", "eval", "include", "randn"} & set(worker.functions) == set()


def test_broadcasting_is_that_of_base_where_a_package_is_loaded(tmp_path: Path) -> None:
    """A package may differentiate what Base does; modules of the standard library change nothing."""
    (tmp_path / "Differentiates.jl").write_text("__precompile__(false)\nmodule Differentiates\nend")
    script = (
        "lazy() = println(Broadcast.broadcasted(exp, [1.0]) isa Broadcast.Broadcasted);"
        "using Statistics, Test; lazy(); push!(LOAD_PATH, ARGS[1]); using Differentiates; lazy()"
    )
    options = [*julia.OPTIONS, *julia.grader_part(julia.PROGRAM)[:1], "--compiled-modules=no"]
    environment = os.environ | julia.environment()
    printed = subprocess.run(
        [julia.PROGRAM, *options, "-e", script, tmp_path],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    assert printed.split() == [b"false", b"true"]


def test_functions_in_modules_within_modules(start: Start) -> None:
    """A function that is not exported, in a module in a module, is found."""
    text = "module A\nmodule B\ntwice(x) = 2x\nend\nend"
    np.testing.assert_array_equal(array(start(source(text, "vae.jl")), "twice", X), 2 * X)


def test_surroundings(worker: Worker) -> None:
    """Student code sees its own folder, a clean environment, no arguments, and two pipes."""
    folder, *names = array(worker, "surroundings", X).tobytes().decode().split("\n")
    assert Path(folder).name == "submission"
    expected = {*languages.JULIA.environment, "HOME", "TMPDIR", "USER", "LOGNAME", "JULIA_DEPOT_PATH"}
    assert expected <= set(names)
    assert [name for name in names if name.endswith("SECRET")] == []
    assert {0, 1, 2, 3, 4} <= set(array(worker, "descriptors", X).tolist())


def test_layers(worker: Worker, start: Start) -> None:
    """Julia has the walls that Python has."""
    worker.call(Call("draws", {"x": X}, hidden=False))
    python = start("right/np_randn.py")
    python.load()
    assert worker.layers == python.layers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"id": 1, "calls": 2.5}, 'Dict{String,Any}("id" => 1, "calls" => 2.5)'),
        ([True, -1, "a"], 'Any[true, -1, "a"]'),
        ('$("x")\n\\', '"\\$(\\"x\\")\\n\\\\"'),
    ],
)
def test_literals(value: Any, expected: str) -> None:
    """A request's header is written as Julia has it, and nothing in it is interpolated."""
    assert languages.julia_literal(value) == expected
