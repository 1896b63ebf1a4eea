"""A worker: the arrays that come out of a call, their gradients, and the same noise twice."""

from __future__ import annotations

import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.paths import ROOT
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.replies import Reply
from tests.support.bank import FOLDER
from tests.support.workers import Start, source

DTYPES = ["float32", "float64"]
X = np.array([[0.5, -1.0, 2.0], [3.0, 0.25, -0.5]])
Y = np.array([[2.0, 4.0, -8.0], [0.5, 1.0, -2.0]])
V = np.array([[1.0, -2.0, 0.5], [4.0, 8.0, -1.0]])


def inputs(dtype: str = "float64") -> dict[str, Array]:
    """Return two inputs whose products and sums are exact in either dtype."""
    return {"x": X.astype(dtype), "y": Y.astype(dtype)}


def array(reply: Reply) -> Array:
    """Return a reply's output, which must be an array."""
    assert isinstance(reply.output, np.ndarray)
    return reply.output


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("file", "function", "expected"),
    [
        ("probe/tensors.py", "product", X * Y),
        ("probe/tensors.py", "sums", (X * Y).sum(1)),
        ("probe/tensors.py", "without_gradients", X + Y),
        ("probe/tensors.py", "a_parameter", X + Y),
    ],
)
def test_output(start: Start, file: str, function: str, expected: Array, dtype: str) -> None:
    """A call returns the function's values in the dtype that it was given."""
    output = array(start(file).call(Call(function, inputs(dtype))))
    np.testing.assert_array_equal(output, expected.astype(dtype), strict=True)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("file", ["right/randn_like.py", "right/np_randn.py"])
def test_right_output(start: Start, file: str, dtype: str) -> None:
    """At unit variance the divergence is half the sum of mu squared, here without any rounding."""
    given = {"mu": X.astype(dtype), "log_var": np.zeros_like(X, dtype)}
    output = array(start(file).call(Call("kl_divergence", given)))
    np.testing.assert_array_equal(output, (0.5 * (X**2).sum(1)).astype(dtype), strict=True)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("function", "dx", "dy"),
    [
        ("product", V * Y, V * X),
        ("first", 3 * V, None),
        ("constant", None, None),
        ("without_gradients", None, None),
        ("in_place", 2 * V, V),
        ("a_parameter", None, None),
    ],
)
def test_gradients(start: Start, function: str, dx: Array | None, dy: Array | None, dtype: str) -> None:
    """With a cotangent every input has its vector-Jacobian product, or None where no gradient arrives."""
    reply = start("probe/tensors.py").call(Call(function, inputs(dtype), cotangent=V.astype(dtype)))
    assert {name: None if g is None else g.tolist() for name, g in reply.vjp.items()} == {
        "x": None if dx is None else dx.tolist(),
        "y": None if dy is None else dy.tolist(),
    }
    assert {str(g.dtype) for g in reply.vjp.values() if g is not None} <= {dtype}


def test_gradient_of_sums(start: Start) -> None:
    """A cotangent has the shape of the output, not of the inputs."""
    reply = start("probe/tensors.py").call(Call("sums", inputs(), cotangent=np.array([2.0, -1.0])))
    vjp = {name: gradient for name, gradient in reply.vjp.items() if gradient is not None}
    np.testing.assert_array_equal(vjp["x"], Y * [[2.0], [-1.0]])
    np.testing.assert_array_equal(vjp["y"], X * [[2.0], [-1.0]])


def test_cotangent_of_other_shape(start: Start) -> None:
    """An output of another shape than the cotangent's is named and has no gradients."""
    reply = start("probe/tensors.py").call(Call("sums", inputs(), cotangent=V))
    assert reply == Reply("a tensor of shape (2,)", {}, ())


def test_stacked_calls(start: Start) -> None:
    """Several calls come back stacked, each with noise of its own."""
    worker = start("right/np_randn.py")
    z = array(worker.call(Call("reparameterize", {"mu": X, "log_var": Y}, calls=4)))
    assert z.shape == (4, *X.shape)
    assert len({call.tobytes() for call in z}) == 4


def test_stacked_calls_of_tensors(start: Start) -> None:
    """Stacked calls of a PyTorch function are what the single calls are."""
    output = array(start("probe/tensors.py").call(Call("product", inputs("float32"), calls=3)))
    np.testing.assert_array_equal(output, np.stack([X * Y] * 3).astype("float32"))


def test_changing_shape(start: Start) -> None:
    """Outputs that cannot be stacked are named, not returned."""
    reply = start("probe/calls.py").call(Call("grows", {}, calls=2))
    assert reply.output == "another shape or dtype from call to call"


@pytest.mark.parametrize(
    ("file", "function", "expected"),
    [
        ("probe/calls.py", "changes_second", ("y",)),
        ("probe/tensors.py", "in_place", ("x",)),
        ("probe/tensors.py", "product", ()),
        ("odd/modifies_inputs", "reparameterize", ("x", "y")),
        ("right/np_randn.py", "reparameterize", ()),
    ],
)
def test_modified_inputs(start: Start, file: str, function: str, expected: tuple[str, ...]) -> None:
    """The inputs that a call changed in place are named."""
    assert start(file).call(Call(function, inputs())).modified == expected


def test_fresh_inputs(start: Start) -> None:
    """Each of several calls gets the inputs as they were, whatever the call before did to them."""
    output = array(start("probe/tensors.py").call(Call("in_place", inputs(), calls=3)))
    np.testing.assert_array_equal(output, np.stack([2 * X + Y] * 3))


@pytest.mark.parametrize(
    "function", ["keyword", "other_name", "position_only", "any_keyword", "any_position"]
)
def test_keywords(start: Start, function: str) -> None:
    """A keyword arrives by its name, or by its position where the function has another name for it."""
    reply = start("probe/calls.py").call(Call(function, {"x": X}, keywords={"beta": 4.0}))
    np.testing.assert_array_equal(array(reply), 4 * X)


@pytest.mark.parametrize(
    ("given", "keywords"),
    [({"x": X}, {"beta": 4.0}), ({"x": X, "y": Y}, {}), ({}, {})],
    ids=["keyword", "two", "none"],
)
def test_other_arguments(start: Start, given: dict[str, Array], keywords: dict[str, float]) -> None:
    """A function that cannot be called with the arguments is told with its signature."""
    with pytest.raises(StudentError) as caught:
        start("probe/calls.py").call(Call("no_keyword", given, keywords=keywords, hidden=False))
    assert str(caught.value) == "Failed calling no_keyword: your function takes other arguments, (x)."


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("none", "None"),
        ("a_list", "list"),
        ("a_tuple", "a tuple of 2"),
        ("an_object", "vae.Gaussian"),
        ("an_object_array", "an array of dtype object"),
        ("a_complex_array", "an array of dtype complex128"),
        ("an_array_too_large", "an array of shape (33, 1048576), too large"),
    ],
)
def test_other_outputs(start: Start, function: str, expected: str) -> None:
    """What is not an array of numbers is named instead."""
    assert start("probe/calls.py").call(Call(function, {})).output == expected


def test_one_number_may_have_an_axis(start: Start) -> None:
    """A sum over the batch that kept an axis is differentiated as the number that it is."""
    reply = start("probe/tensors.py").call(Call("one_number", inputs(), cotangent=np.array(2.0)))
    assert array(reply).shape == ()
    np.testing.assert_array_equal(reply.vjp["x"], Y, strict=True)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("complex_numbers", "a tensor of dtype torch.complex128"),
        ("brain_floats", "a tensor of dtype torch.bfloat16"),
        ("sparse", "a tensor of dtype torch.float64"),
        ("an_array", "numpy.ndarray"),
    ],
)
def test_other_tensors(start: Start, function: str, expected: str) -> None:
    """What is not a dense tensor of real numbers is named instead, a NumPy array too."""
    assert start("probe/tensors.py").call(Call(function, inputs())).output == expected


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("a_numpy_float", np.array(1.5)),
        ("a_float", np.array(1.0)),
        ("a_big_endian_array", np.array([1.0, 2.0])),
        ("a_transposed_array", np.arange(6.0).reshape(2, 3).T),
    ],
)
def test_arrays_of_any_layout(start: Start, function: str, expected: Array) -> None:
    """Scalars and arrays of any layout in memory come back by value."""
    np.testing.assert_array_equal(
        array(start("probe/calls.py").call(Call(function, {}))), expected, strict=True
    )


NOISE = [
    *[
        ("probe/noise.py", function)
        for function in (
            "legacy_global",
            "module_level_generator",
            "new_generator",
            "random_state",
            "bit_generator",
            "seed_sequence",
            "spawned_sequence",
            "standard_library",
        )
    ],
    *[
        ("probe/torch_noise.py", function)
        for function in ("torch_global", "torch_distribution", "numpy_global", "numpy_generator")
    ],
]


@pytest.mark.parametrize(("file", "function"), NOISE)
def test_common_random_numbers(start: Start, file: str, function: str) -> None:
    """Two workers of one seed draw the same noise, call after call, and one of another seed draws other."""
    first, second, other = (start(file, seed=seed) for seed in (1, 1, 2))
    drawn = [array(first.call(Call(function, {}))) for _ in range(2)]
    np.testing.assert_array_equal([array(second.call(Call(function, {}))) for _ in range(2)], drawn)
    assert not np.any(drawn[0] == drawn[1])
    assert not np.any(array(other.call(Call(function, {}))) == drawn[0])


@pytest.mark.parametrize(
    "file",
    [
        "np_bit_generator.py",
        "np_module_rng.py",
        "np_multivariate_normal.py",
        "np_randn.py",
        "np_random_gauss.py",
        "np_random_state.py",
        "np_rng_inside.py",
        "np_scipy.py",
        "noise_from_numpy.py",
        "own_generator.py",
        "randn_like.py",
        "torch_normal_noise.py",
    ],
)
def test_common_random_numbers_of_right_submissions(start: Start, file: str) -> None:
    """Two workers of one seed give the same z whichever way a right submission draws."""
    zs = [
        array(start(f"right/{file}").call(Call("reparameterize", {"mu": X, "log_var": Y}))) for _ in range(2)
    ]
    np.testing.assert_array_equal(zs[0], zs[1])


def test_first_noise_after_fault(start: Start) -> None:
    """The worker after a fault begins with the noise that the first one began with."""
    faulty = start("probe/noise.py")
    drawn = array(faulty.call(Call("new_generator", {})))
    faulty.close()
    np.testing.assert_array_equal(array(faulty.call(Call("new_generator", {}))), drawn)


def test_helper_file(start: Start) -> None:
    """A file beside vae.py can be imported."""
    assert array(start("probe/helpers").call(Call("answer", {}))).tolist() == 42


def test_packages(start: Start) -> None:
    """Packages import with relative imports, and what imports vae gets the file that is being graded."""
    output = array(
        start("probe/packages").call(Call("reparameterize", {"mu": X, "log_var": np.zeros((2, 3))}))
    )
    np.testing.assert_array_equal(output, X + 3)


def test_nested_folder(start: Start) -> None:
    """A submission in a folder of its own is imported from there."""
    assert start("odd/nested_once").call(Call("kl_divergence", {"mu": X, "log_var": Y})).modified == ()


def test_functions(start: Start) -> None:
    """The names of the functions that the file defines are known once it is imported."""
    worker = start("right/np_randn.py")
    worker.load()
    assert worker.functions == ("reparameterize", "kl_divergence", "elbo")


def test_functions_after_star_import(start: Start) -> None:
    """A function is found behind the hundreds of names that a star import brings."""
    worker = start("probe/star_import.py")
    worker.load()
    assert "reparameterize" in worker.functions


@pytest.mark.parametrize("text", ["reparameterize = 3", "del_me = 0\ndel del_me"])
def test_no_such_function(start: Start, text: str) -> None:
    """What is not a function, or not there, cannot be called."""
    with pytest.raises(StudentError, match="The function was gone") as caught:
        start(source(text)).call(Call("reparameterize", {"mu": X}))
    assert caught.value.kind == "missing"


def test_printed(start: Start) -> None:
    """What is printed at import is kept; what is printed later is not, since it may tell hidden inputs."""
    worker = start("odd/prints_politely")
    worker.load()
    printed = f"exercise 2.2, NumPy {np.__version__}\nready\n"
    assert worker.printed == printed
    worker.call(Call("reparameterize", {"mu": X, "log_var": Y}))
    assert worker.printed == printed


def test_printed_controls(start: Start) -> None:
    """Control characters are taken out of what was printed, and the path of the folder too."""
    worker = start("probe/prints_controls.py")
    worker.call(Call("reparameterize", {"mu": X, "log_var": Y}))
    lines = ["�[31mred�[0m�\tdone� �", "vae.py", "to the error stream"]
    assert sorted(worker.printed.splitlines()) == sorted(lines)


def test_printed_again(start: Start) -> None:
    """A child that is started after a call cannot add to what was printed: it may know hidden inputs."""
    worker = start("probe/prints_controls.py")
    worker.load()
    printed, worker.printed = worker.printed, ""
    worker.call(Call("reparameterize", {"mu": X, "log_var": Y}))
    worker.close()
    worker.load()
    assert (printed != "", worker.printed) == (True, "")


def test_printed_much(start: Start) -> None:
    """What was printed is cut at 2000 characters."""
    worker = start("probe/prints_much.py")
    worker.load()
    assert worker.printed == ("z" * 99 + "\n") * 20 + " ..."


def test_replaced_streams(start: Start) -> None:
    """A submission may put anything in the place of its streams."""
    worker = start("probe/replaces_streams.py")
    output = array(worker.call(Call("reparameterize", {"mu": X, "log_var": Y})))
    assert (worker.printed, output.tolist()) == ("first\n", X.tolist())


def test_numpy_without_torch() -> None:
    """Grading a NumPy submission never imports torch into the grader."""
    code = (
        "import sys; from pathlib import Path\n"
        "from autograder import grading; from autograder.course import assignment\n"
        "from autograder.sandbox.outside.hosts import Zygotes\n"
        "with Zygotes() as zygotes:\n"
        "    graded = grading.grade(Path(sys.argv[1]), assignment.load(Path('assignment.toml')), zygotes)\n"
        "print(graded.fault, graded.results['score'] > 0, 'torch' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(FOLDER / "right" / "np_randn.py")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (run.stdout, run.stderr) == (" True False\n", "")


def test_time_between_calls_does_not_count_against_all_of_them(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the grader, or the whole machine, stands still for longer than all calls may take."""
    pause = [0.0]
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + pause[0])
    monkeypatch.setattr("autograder.sandbox.outside.deadline.time", clock)
    worker = start("probe/tensors.py", submission_seconds=60)
    for pause[0] in (0.0, 1000.0, 2000.0):
        np.testing.assert_array_equal(array(worker.call(Call("product", inputs()))), X * Y)
