"""A notebook as Python: its code cells in order, of any format, and a reason where it cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from autograder.submission.files import SubmissionError
from autograder.submission.notebook import MAX_BYTES, Notebook, read


def notebook(*cells: Any, **keys: Any) -> bytes:
    """Return a notebook in format 4 with these cells, code but for what is a whole cell."""
    code = {"cell_type": "code", "metadata": {}, "outputs": []}
    made = [cell if isinstance(cell, dict) else code | {"source": cell} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | keys).encode()


def refused(content: bytes) -> str:
    """Return why a notebook is not accepted."""
    with pytest.raises(SubmissionError) as caught:
        read("vae.ipynb", content)
    return str(caught.value)


def test_cells_in_order() -> None:
    """Code cells follow each other, whole or by line, with outputs, text and raw cells left out."""
    content = notebook(
        "x = 1\ny = 2",
        {"cell_type": "markdown", "metadata": {}, "source": "import torch"},
        {"cell_type": "raw", "metadata": {}, "source": "z"},
        ["def f():\n", "    return x\n"],
        {"cell_type": "code", "source": "f()", "outputs": [{"output_type": "stream", "text": "secret"}]},
    )
    assert read("vae.ipynb", content) == Notebook(
        "x = 1\ny = 2\ndef f():\n    return x\n\nf()\n", (1, 3, 6), ()
    )


def test_old_format() -> None:
    """In format 3 cells lie in worksheets, and their code is called input."""
    cells = [
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": []},
        {"cell_type": "heading", "source": "A title", "level": 1},
        {"cell_type": "code", "input": "z = 3"},
    ]
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert read("vae.ipynb", json.dumps(content).encode()) == Notebook("x = 1\ny = 2\nz = 3\n", (1, 3), ())


def test_what_was_left_out_is_told_with_its_cell() -> None:
    """The first lines are named, the others counted."""
    read_as = read("vae.ipynb", notebook("%matplotlib inline\nx = 1", "!a\n!b\n!c", "%%bash\nls", "!d"))
    assert read_as.source == "pass  # %matplotlib inline\nx = 1\n" + "".join(
        f"{line}\n" for line in ("pass  # !a", "pass  # !b", "pass  # !c", "# %%bash", "# ls", "pass  # !d")
    )
    assert read_as.note == (
        "Left out of your notebook, as no Python: %matplotlib inline (code cell 1), !a (code cell 2), "
        "!b (code cell 2), !c (code cell 2), %%bash (code cell 3) and 1 more."
    )


def test_line_ends() -> None:
    """Windows' and old line ends within a cell are line ends."""
    assert read("vae.ipynb", notebook("x = 1\r\ny = 2\rz = 3")).source == "x = 1\ny = 2\nz = 3\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encoding(encoding: str) -> None:
    """A notebook that a Windows program has saved again is read."""
    content = json.dumps(json.loads(notebook("x = 'ä'")), ensure_ascii=False).encode(encoding)
    assert read("vae.ipynb", content).source == "x = 'ä'\n"


@pytest.mark.parametrize(
    "keys",
    [
        {"metadata": {}},
        {"metadata": {"kernelspec": None, "language_info": None}},
        {"metadata": {"kernelspec": {"name": "x"}, "language_info": {"name": "python", "version": "3"}}},
        {"metadata": {"kernelspec": {"language": "Python"}}},
        {"metadata": {"colab": {"provenance": []}, "accelerator": "GPU"}},
        {"nbformat_minor": 99, "other": [1, 2]},
    ],
)
def test_metadata(keys: dict[str, Any]) -> None:
    """Whatever program has written it, a Python notebook is read."""
    assert read("vae.ipynb", notebook("x = 1", **keys)).source == "x = 1\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "Input data was truncated"),
        (b"import torch", "JSON is malformed: invalid character (byte 0)"),
        (b"[]", "Expected `object`, got `array`"),
        (b"\xff\xfe\x00", ""),
        (b"{}", "Object missing required field `nbformat`"),
        (notebook("x", nbformat=5), "its format is 5, not 3 or 4"),
        (notebook("x", nbformat="4"), "Expected `int`, got `str` - at `$.nbformat`"),
        (notebook(3), "Expected `str | array | null`, got `int` - at `$.cells[0].source`"),
        (notebook({"source": "x"}), "Object missing required field `cell_type` - at `$.cells[0]`"),
        (notebook(cells={}), "Expected `array`, got `object` - at `$.cells`"),
        (notebook() + b"}", "JSON is malformed"),
        (notebook(x=1)[:-2] + b"[" * 10**6, "recursion"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_notebook_is_refused(content: bytes, reason: str) -> None:
    """It is said what is wrong, and what to do."""
    said = refused(content)
    assert said.startswith("vae.ipynb cannot be read as a notebook (")
    assert reason in said
    assert said.endswith("save it and hand it in again, or hand in its functions in a Python file.")


@pytest.mark.parametrize("key", ["kernelspec", "language_info"])
def test_another_language_is_refused(key: str) -> None:
    """Julia and R have notebooks too."""
    language = {"language": "julia"} if key == "kernelspec" else {"name": "julia"}
    assert refused(notebook("x = 1", metadata={key: language})) == (
        "vae.ipynb is a notebook in julia, which cannot be graded here. Hand in your functions in Python, "
        "or in a file of its own where your course takes that language."
    )


def test_too_large() -> None:
    """There is a cap on the file, on the number of cells and on their code."""
    assert refused(notebook("x", output="x" * MAX_BYTES)) == (
        "vae.ipynb has 16.0 MB, more than 16. Clear its outputs, save it and hand it in again."
    )
    assert "1001 cells with 0.0 MB of code" in refused(notebook(*["x"] * 1001))
    assert "1 cells with 1.5 MB of code" in refused(notebook("x" * (3 << 19)))


@pytest.mark.parametrize(
    "part",
    ['{"cell_type":"code"}', '{"cell_type":"code","source":[]}', '{"cell_type":"code","source":["a","b"]}'],
)
def test_hostile_size(part: str) -> None:
    """The largest file that is read is refused where it has too many cells."""
    content = f'{{"nbformat":4,"cells":[{",".join([part] * (MAX_BYTES // (len(part) + 2)))}]}}'.encode()
    assert "more than can be graded" in refused(content)
