"""What was handed in: which file is graded, in which framework, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import load
from autograder.paths import ROOT
from autograder.staff.bundle import handout
from autograder.submission import handin
from autograder.submission.choice import choose
from autograder.submission.code import Submission, framework
from autograder.submission.files import MAX_BYTES, MAX_FILES, SubmissionError
from autograder.submission.imports import imports
from tests.support.bank import FOLDER, specimens

CODE = b"import numpy as np\n"
SOON = 30  # seconds; opening a FIFO that nobody writes to would take for ever


def hand_in(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder and return it."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def submitted(files: Mapping[str, str]) -> Submission:
    """Return a submission of text files whose graded file is vae.py."""
    return judged_as(Submission(tuple((name, text.encode()) for name, text in files.items()), "vae.py"))


def judged_as(submission: Submission) -> Submission:
    """Return a submission with the framework that its imports say."""
    return replace(submission, framework=framework(submission))


def refused(path: Path) -> str:
    """Return why a path is not accepted."""
    with pytest.raises(SubmissionError) as caught:
        handin.read(path).code("vae.py")
    return str(caught.value)


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["vae.py"], "vae.py"),
        (["a.py", "b/vae.py", "vae.py"], "vae.py"),
        (["VAE.py", "vae.py", "vae_old.py"], "vae.py"),
    ],
)
def test_expected_name(names: list[str], chosen: str) -> None:
    """The file with the expected name is graded, whatever lies beside it, and nothing is said."""
    assert choose(names, "vae.py") == (chosen, "")


def test_nested_once() -> None:
    """A file with the expected name in a folder is graded when it is the only one, with a note."""
    assert choose(["hw3/helper.py", "hw3/vae.py"], "vae.py") == (
        "hw3/vae.py",
        "Graded hw3/vae.py; next time hand in vae.py itself, not its folder.",
    )


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "No file was handed in. Hand in vae.py."),
        (
            ["a/vae.py", "b/vae.py"],
            "Found vae.py more than once: a/vae.py, b/vae.py. Hand in one of them.",
        ),
        (
            [f"{n}/vae.py" for n in range(7)],
            "Found vae.py more than once: 0/vae.py, 1/vae.py, 2/vae.py, 3/vae.py, 4/vae.py and 2 more. "
            "Hand in one of them.",
        ),
        *[
            (
                [*beside, name],
                f"There is no vae.py. Rename {name} to vae.py and hand it in again.",
            )
            for beside, name in [
                ([], "Vae.py"),
                ([], "VAE.PY"),
                ([], "vea.py"),
                ([], "VAE_final.py"),
                ([], "hw3_vae (1).py"),
                ([], "solution.py"),
                (["report.pdf", "vae.ipynb"], "solution.py"),
                (["helper.py", "train.py"], "my_vae.py"),
                (["helper.py", "train.py"], "hw3/Vae.py"),
            ]
        ],
        *[
            (
                [name],
                f"There is no vae.py: {name} is {kind}, which cannot be graded here. "
                "Hand in your functions in vae.py, written in Python with PyTorch or NumPy.",
            )
            for name, kind in [
                ("vae.jl", "Julia"),
                ("report.PDF", "a PDF"),
                ("src/vae.m", "MATLAB"),
                ("vae.R", "R"),
            ]
        ],
        (["notes.txt", "z.png"], "There is no vae.py among the files handed in: notes.txt, z.png."),
        (["sampler.py", "train.py"], "There is no vae.py among the files handed in: sampler.py, train.py."),
        (
            ["\x1b[31m.txt", "\ud800.png", "z" * 300],
            f"There is no vae.py among the files handed in: �[31m.txt, �.png, {'z' * 80}.",
        ),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_no_file_to_grade(names: list[str], reason: str) -> None:
    """Where nothing can be graded, the student is told what to hand in."""
    with pytest.raises(SubmissionError) as caught:
        choose(names, "vae.py")
    assert str(caught.value) == reason


def test_other_expected_name() -> None:
    """The course decides what the file is called."""
    assert choose(["vae.py", "model.py"], "model.py") == ("model.py", "")
    with pytest.raises(SubmissionError, match=r"There is no model\.py\. Rename models\.py to model\.py"):
        choose(["vae.py", "models.py"], "model.py")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing", "No file was handed in. Hand in vae.py."),
        ("empty_file", "vae.py is empty. Hand in the file with your functions in it."),
        ("wrong_name", "There is no vae.py. Rename VAE_final.py to vae.py and hand it in again."),
        ("wrong_case", "There is no vae.py. Rename Vae.py to vae.py and hand it in again."),
        ("two_candidates", "Found vae.py more than once: a/vae.py, b/vae.py. Hand in one of them."),
        (
            "null_bytes",
            "vae.py holds null bytes, so Python cannot read it. Save it as UTF-8 text and hand it in again.",
        ),
    ],
)
def test_refused(tmp_path: Path, name: str, reason: str) -> None:
    """Each folder with nothing to grade in it has its own message."""
    folder = tmp_path / name
    shutil.copytree(FOLDER / "odd" / name, folder, ignore=shutil.ignore_patterns(".gitkeep"))
    assert refused(folder) == reason


def test_single_file(tmp_path: Path) -> None:
    """A single file is graded whatever it is called."""
    hand_in(tmp_path, {"VAE final.py": CODE, "helper.py": CODE})
    assert handin.read(tmp_path / "VAE final.py").code("vae.py") == Submission((("vae.py", CODE),), "vae.py")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n"], ids=["nothing", "blank"])
def test_empty(tmp_path: Path, content: bytes) -> None:
    """An empty file is refused, in a folder and alone."""
    hand_in(tmp_path, {"vae.py": content})
    assert refused(tmp_path) == refused(tmp_path / "vae.py")
    assert refused(tmp_path) == "vae.py is empty. Hand in the file with your functions in it."


def test_nested_files(tmp_path: Path) -> None:
    """Where the graded file is in a folder, that folder is what its imports are relative to."""
    hand_in(tmp_path, {"hw3/vae.py": CODE, "hw3/lib/a.py": b"1", "hw3.txt": b"2", "other/b.py": b"3"})
    submission = handin.read(tmp_path).code("vae.py")
    assert (submission.files, submission.main) == ((("lib/a.py", b"1"), ("vae.py", CODE)), "vae.py")


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX/vae.py",
        "__MACOSX/hw3/._vae.py",
        "._vae.py",
        ".DS_Store",
        ".git/vae.py",
        "__pycache__/vae.py",
        "lib/__pycache__/vae.py",
        ".ipynb_checkpoints/vae.py",
    ],
)
def test_ignored(tmp_path: Path, name: str) -> None:
    """What archives and editors leave behind is no part of a submission."""
    hand_in(tmp_path, {"hw3/vae.py": CODE, name: b"1 / 0"})
    assert handin.read(tmp_path).code("vae.py").files == (("vae.py", CODE),)


def test_order_of_files(tmp_path: Path) -> None:
    """The files come in the order of their names, not in the file system's."""
    hand_in(tmp_path, dict.fromkeys(("vae.py", "b.py", "a/z.py", "a.py", "B.py"), CODE))
    names = [name for name, _ in handin.read(tmp_path).code("vae.py").files]
    assert names == ["B.py", "a.py", "a/z.py", "b.py", "vae.py"]


def test_link_to_file(tmp_path: Path) -> None:
    """A link is not followed: it could point at the solution."""
    hand_in(tmp_path, {"secret/solution.py": CODE})
    folder = hand_in(tmp_path / "submission", {"helper/notes.txt": b"1"})
    (folder / "vae.py").symlink_to(tmp_path / "secret" / "solution.py")
    assert refused(folder) == "vae.py is a link or no regular file. Hand in the file itself."
    with pytest.raises(SubmissionError, match="symbolic link"):
        handin.read(folder / "vae.py").code("vae.py")


def test_link_to_folder(tmp_path: Path) -> None:
    """A link to a folder is not followed, a circle of them neither."""
    hand_in(tmp_path, {"secret/solution.py": CODE})
    folder = hand_in(tmp_path / "submission", {"vae.py": CODE})
    (folder / "secret").symlink_to(tmp_path / "secret")
    (folder / "circle").symlink_to(folder)
    submission = handin.read(folder).code("vae.py")
    note = "Left out, as links or no regular files: circle, secret."
    assert (submission.files, submission.note) == ((("vae.py", CODE),), note)


def test_fifo(tmp_path: Path) -> None:
    """A FIFO is refused at once, although nobody writes to it."""
    os.mkfifo(tmp_path / "vae.py")
    started = time.monotonic()
    assert refused(tmp_path) == "vae.py is a link or no regular file. Hand in the file itself."
    assert refused(tmp_path / "vae.py") == "vae.py is not a regular file."
    assert time.monotonic() - started < SOON


def test_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket in the folder is left out."""
    monkeypatch.chdir(hand_in(tmp_path, {"vae.py": CODE}))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.py")
        assert handin.read(tmp_path).code("vae.py").files == (("vae.py", CODE),)


def test_size_of_all_files(tmp_path: Path) -> None:
    """The cap is on all files together, and the message names the one that was too much."""
    hand_in(tmp_path, {"a.bin": b"", "b.bin": b"", "vae.py": CODE})
    os.truncate(tmp_path / "a.bin", MAX_BYTES // 2)
    os.truncate(tmp_path / "b.bin", MAX_BYTES // 2 - len(CODE))
    assert len(handin.read(tmp_path).code("vae.py").files) == 3
    os.truncate(tmp_path / "b.bin", MAX_BYTES // 2 + 1)
    assert refused(tmp_path) == (
        "More than 100 MB were handed in, with b.bin of 50.0 MB. Leave out data and trained models."
    )


def test_size_of_one_file(tmp_path: Path) -> None:
    """A single file has the same cap."""
    hand_in(tmp_path, {"vae.py": CODE})
    os.truncate(tmp_path / "vae.py", MAX_BYTES + 1)
    assert refused(tmp_path / "vae.py") == (
        "More than 100 MB were handed in, with vae.py of 100.0 MB. Leave out data and trained models."
    )


def test_number_of_files(tmp_path: Path) -> None:
    """There is a cap on the number of files."""
    hand_in(tmp_path, {f"data/{n}.txt": b"" for n in range(MAX_FILES - 1)} | {"vae.py": CODE})
    assert len(handin.read(tmp_path).code("vae.py").files) == MAX_FILES
    hand_in(tmp_path, {"one_more.txt": b""})
    assert refused(tmp_path) == "More than 1000 files were handed in. Hand in only your own code."


def test_number_of_folders(tmp_path: Path) -> None:
    """The same cap is on folders, empty as they may be."""
    hand_in(tmp_path, {"vae.py": CODE})
    for n in range(MAX_FILES):
        (tmp_path / f"d{n}").mkdir()
    assert refused(tmp_path) == "More than 1000 files were handed in. Hand in only your own code."


def test_link_instead_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that becomes a link while the submission is read is not followed."""
    hand_in(tmp_path, {"secret/solution.py": CODE})
    folder = hand_in(tmp_path / "submission", {"vae.py": CODE, "lib/a.py": CODE})
    look = os.stat

    def swap(name: str, **how: Any) -> os.stat_result:
        status = look(name, **how)
        if name == "lib":
            shutil.rmtree(folder / "lib")
            (folder / "lib").symlink_to(tmp_path / "secret")
        return status

    monkeypatch.setattr(os, "stat", swap)
    with pytest.raises(SubmissionError, match="Not a directory"):
        handin.read(folder).code("vae.py")


def test_file_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that grows while it is read is not read beyond the cap."""
    hand_in(tmp_path, {"vae.py": CODE})
    look = os.fstat

    def grow(descriptor: int) -> os.stat_result:
        status = look(descriptor)
        os.truncate(tmp_path / "vae.py", MAX_BYTES + 1)
        return status

    monkeypatch.setattr(os, "fstat", grow)
    assert refused(tmp_path).startswith("More than 100 MB were handed in, with vae.py of 100.0 MB.")


def test_deep_folders(tmp_path: Path) -> None:
    """Files in folders too deep for any program are left out."""
    hand_in(tmp_path, {"vae.py": CODE, f"{'d/' * 20}near.py": CODE, f"{'d/' * 21}far.py": CODE})
    assert [Path(name).name for name, _ in handin.read(tmp_path).code("vae.py").files] == [
        "near.py",
        "vae.py",
    ]


TORCH = [
    "import torch",
    "import torch as t",
    "import torch.nn.functional as F",
    "import numpy as np, torch",
    "import torch, numpy",
    "import os.path as path, torch.nn as nn",
    "from torch import nn",
    "from torch import *",
    "from torch.distributions import Normal",
    "from torch import (\n    nn,  # layers\n    optim,\n)",
    "from \\\n    torch import nn",
    "import numpy \\\n  , torch",
    "x = 1; import torch",
    "if True: import torch",
    "try:\n    import torch\nexcept ImportError:\n    torch = None",
    "def reparameterize(mu, log_var):\n    import torch\n    return mu",
    "class VAE:\n\timport torch",
    "# -*- coding: latin-1 -*-\n# caf\xe9\nimport torch",
    "\ufeffimport torch",
    "import torch\r\nx = 1\r\n",
    "import torch\n\ndef f(:\n    return (((",
    "import torch\n    x = 1\n  y = 2",
]
NUMPY = [
    "import numpy as np",
    '"""import torch"""\nimport numpy as np',
    "'''\nimport torch\nfrom torch import nn\n'''",
    "# import torch\nimport numpy as np",
    "x = 'import torch'",
    "import numpy as torch",
    "from numpy import random as torch",
    "from . import torch",
    "from .torch import nn",
    "import torchvision",
    "import my.torch",
    "torch = 3\ntorch",
    "print(torch)",
    "raise ValueError from torch",
    "from __future__ import annotations",
    "",
]


@pytest.mark.parametrize("text", TORCH)
def test_torch_is_imported(text: str) -> None:
    """A file that imports torch in any way is a PyTorch submission, valid Python or not."""
    assert submitted({"vae.py": text}).framework == "torch"


@pytest.mark.parametrize("text", NUMPY)
def test_torch_is_not_imported(text: str) -> None:
    """A file that only speaks of torch is a NumPy submission."""
    assert submitted({"vae.py": text}).framework == "numpy"


@pytest.mark.parametrize(
    "files",
    [
        {"vae.py": "import helper", "helper.py": "import torch"},
        {"vae.py": "from helper import sample", "helper.py": "import torch"},
        {"vae.py": "import a", "a.py": "import b", "b.py": "import a, c", "c.py": "import torch"},
        {"vae.py": "import lib", "lib/__init__.py": "import torch"},
        {"vae.py": "import lib.a", "lib/__init__.py": "", "lib/a.py": "import torch"},
        {"vae.py": "import lib.a", "lib/__init__.py": "import torch", "lib/a.py": ""},
        {"vae.py": "from lib import a", "lib/a.py": "import torch"},
        {"vae.py": "from lib.a import f", "lib/__init__.py": "import torch", "lib/a.py": "def f(): pass"},
        {"vae.py": "import lib", "lib/__init__.py": "from . import a", "lib/a.py": "import torch"},
        {"vae.py": "import lib", "lib/__init__.py": "from .a import f", "lib/a.py": "import torch"},
        {
            "vae.py": "import lib.in_.a",
            "lib/in_/a.py": "from ..other import f",
            "lib/other.py": "import torch",
        },
        {"vae.py": "from lib import (\n  a,\n  b,\n)", "lib/a.py": "", "lib/b.py": "import torch"},
    ],
    ids=lambda files: " | ".join(files.values())[:60],
)
def test_torch_is_imported_by_a_helper(files: dict[str, str]) -> None:
    """A submission whose own modules import torch is a PyTorch submission."""
    assert submitted(files).framework == "torch"


@pytest.mark.parametrize(
    "files",
    [
        {"vae.py": "import numpy", "train.py": "import torch"},
        {"vae.py": "import helper", "helper.py": "import numpy", "train.py": "import torch, vae"},
        {"vae.py": "import vae"},
        {"vae.py": "import a", "a.py": "import b", "b.py": "import a"},
        {"vae.py": "from . import helper", "helper.py": "import numpy"},
        {"vae.py": "from lib import b", "lib/a.py": "import torch", "lib/b.py": "import numpy"},
    ],
    ids=lambda files: " | ".join(files.values())[:60],
)
def test_torch_is_imported_elsewhere(files: dict[str, str]) -> None:
    """What the graded file does not import does not count, and circles end."""
    assert submitted(files).framework == "numpy"


@pytest.mark.parametrize(
    "source",
    [
        b"from . import x",
        b"from .. import x",
        b"from",
        b"import",
        b"import /",
        b"import ..",
        b"from import import import",
        b"import torch_\0x",
        b"\0" * 1000,
        b"\xff\xfe" * 1000,
        b"# coding: rot13\nvzcbeg gbepu",
        b"# coding: zip\nx",
        b"# coding: no-such-coding\nx",
        b"# coding: utf-8\n\xff",
        b"(" * 10_000,
        b"((((" + b")" * 10_000,
        b"'''" + b"x" * 10_000,
        b"    x\n  y\n z",
        b"import " + b"a." * 10_000 + b"b",
        b"from " + b"." * 100_000 + b" import a",
        b"\\",
        b"\x0c\x1a$?`\xc3\xa9",
    ],
    ids=lambda source: repr(source[:30]),
)
def test_hostile_source(source: bytes) -> None:
    """Whatever the bytes of a file, looking for imports ends and finds no framework where none is."""
    assert judged_as(Submission((("vae.py", source),), "vae.py")).framework == "numpy"


def test_large_source() -> None:
    """Looking for imports in the largest file that can be handed in ends soon."""
    started = time.monotonic()
    assert submitted({"vae.py": "import torch\n"}).framework == "torch"
    large = Submission((("vae.py", b"x = 1.5, " * (MAX_BYTES // 9)),), "vae.py")
    assert judged_as(large).framework == "numpy"
    assert time.monotonic() - started < SOON


def test_imports() -> None:
    """Every module of an import statement is named, and what may be a module of a package."""
    source = b"import a.b as c, d\nfrom e.f import g as h\nfrom . import i\nx = 'import j'\n"
    assert list(imports(source)) == ["a.b", "d", "e.f", "e.f.g", ".", "..i"]


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_framework_of_the_bank(kind: str) -> None:
    """In the bank a file's name says its framework where it is NumPy's or Julia's."""
    found = {
        entry.name: handin.read(entry.path).code("vae.py", julia=True).framework for entry in specimens(kind)
    }
    assert {name for name in found if name.startswith("jl_")} == {n for n, f in found.items() if f == "julia"}
    assert {name for name in found if name.startswith("np_")} <= {n for n, f in found.items() if f == "numpy"}
    assert "torch" in found.values()


BASE = {"vae.py": "import a", "a.py": "x = 1"}


@pytest.mark.parametrize(
    "other",
    [
        {"vae.py": "import a", "a.py": "x = 2"},
        {"vae.py": "import a ", "a.py": "x = 1"},
        {"vae.py": "import a", "b.py": "x = 1"},
        {"vae.py": "import a"},
        {"vae.py": "import a", "a.py": "x = 1", "b.py": ""},
        {"vae.py": "import ax", "a.py": " = 1"},
        {"vae.py": "x = 1", "a.py": "import a"},
    ],
    ids=["content", "space", "name", "fewer", "more", "moved", "swapped"],
)
def test_digest_changes(other: dict[str, str]) -> None:
    """Any other content or name gives another digest."""
    assert submitted(other).digest != submitted(BASE).digest


def test_digest_of_the_same_files(tmp_path: Path) -> None:
    """The same files have the same digest, in whatever folder they were and whenever they were written."""
    first = hand_in(tmp_path / "one", {"vae.py": CODE, "a.py": b"1"})
    second = hand_in(tmp_path / "two", {"hw3/a.py": b"1", "hw3/vae.py": CODE, ".DS_Store": b"2"})
    assert handin.read(first).code("vae.py").digest == handin.read(second).code("vae.py").digest


def test_digest_of_odd_names(tmp_path: Path) -> None:
    """A file name that is not UTF-8 has a digest too."""
    (tmp_path / os.fsdecode(b"\xff.py")).write_bytes(CODE)
    hand_in(tmp_path, {"vae.py": CODE})
    assert len(handin.read(tmp_path).code("vae.py").digest) == 64


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (["vae.jl"], "vae.jl"),
        (["hw3/vae.jl", "hw3/losses.jl", "train.py"], "vae.jl"),
        (["vae.py", "other.jl"], "vae.py"),
        (["vae.py", "julia/vae.jl"], "vae.py"),
        (["vae.jl", "python/vae.py"], "vae.jl"),
    ],
)
def test_julia_is_graded_where_it_is_taken(tmp_path: Path, names: list[str], main: str) -> None:
    """Where a course takes Julia, vae.jl is graded if it is handed in, else vae.py."""
    submission = handin.read(hand_in(tmp_path, dict.fromkeys(names, CODE))).code("vae.py", julia=True)
    assert (submission.main, submission.framework == "julia") == (main, main == "vae.jl")


def test_a_single_julia_file_may_have_any_name(tmp_path: Path) -> None:
    """A file given by itself is graded in the language that its name says."""
    (tmp_path / "mine.jl").write_bytes(CODE)
    submission = handin.read(tmp_path / "mine.jl").code("vae.py", julia=True)
    assert (submission.main, submission.framework) == ("vae.jl", "julia")


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["vae.jl", "vae.py"], "Found both vae.py and vae.jl. Hand in one of them."),
        (["Homework.jl"], "There is no vae.jl. Rename Homework.jl to vae.jl and hand it in again."),
        (["a/vae.jl", "b/vae.jl"], "Found vae.jl more than once: a/vae.jl, b/vae.jl. Hand in one of them."),
    ],
)
def test_julia_that_is_refused(tmp_path: Path, names: list[str], reason: str) -> None:
    """The same is said of Julia files as of Python files."""
    with pytest.raises(SubmissionError) as caught:
        handin.read(hand_in(tmp_path, dict.fromkeys(names, CODE))).code("vae.py", julia=True)
    assert str(caught.value) == reason


def notebook(*cells: str) -> bytes:
    """Return a notebook with these cells of code."""
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.mark.parametrize(
    ("names", "main", "note"),
    [
        (["vae.ipynb"], "vae.ipynb", ""),
        (["vae.ipynb", "helper.py"], "vae.ipynb", ""),
        (["hw3/vae.ipynb"], "vae.ipynb", "Graded hw3/vae.ipynb; next time hand in vae.ipynb itself, not its"),
        (["vae.py", "vae.ipynb"], "vae.py", "Graded vae.py, not vae.ipynb."),
        (["vae.py", "derivations.ipynb"], "vae.py", ""),
        (["vae.ipynb", "derivations.ipynb"], "vae.ipynb", ""),
        (["vae.ipynb", ".ipynb_checkpoints/vae-checkpoint.ipynb"], "vae.ipynb", ""),
    ],
)
def test_a_notebook_is_graded_in_place_of_a_missing_file(
    tmp_path: Path, names: list[str], main: str, note: str
) -> None:
    """The Python file goes first; a notebook with the derivations is not taken for the code."""
    content = {name: notebook("x = 1") if name.endswith("ipynb") else CODE for name in names}
    submission = handin.read(hand_in(tmp_path, content)).code("vae.py")
    assert (submission.main, submission.note[:60]) == (main, note[:60])


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["HW3.ipynb"], "There is no vae.ipynb. Rename HW3.ipynb to vae.ipynb and hand it in again."),
        (["derivations.ipynb"], "There is no vae.py among the files handed in: derivations.ipynb."),
        (
            ["a/vae.ipynb", "b/vae.ipynb"],
            "Found vae.ipynb more than once: a/vae.ipynb, b/vae.ipynb. Hand in one of them.",
        ),
    ],
)
def test_a_notebook_that_is_refused(tmp_path: Path, names: list[str], reason: str) -> None:
    """The same is said of notebooks as of Python files."""
    assert refused(hand_in(tmp_path, dict.fromkeys(names, notebook("x = 1")))) == reason


def test_a_notebook_becomes_python(tmp_path: Path) -> None:
    """It is held as Python, with the lines at which its cells begin, whatever it was called."""
    (tmp_path / "mine.ipynb").write_bytes(notebook("%matplotlib inline\nx = 1", "y = 2"))
    submission = handin.read(tmp_path / "mine.ipynb").code("vae.py")
    assert submission.files == (("vae.ipynb", b"pass  # %matplotlib inline\nx = 1\ny = 2\n"),)
    assert (submission.main, submission.cells) == ("vae.ipynb", (1, 3))
    assert submission.note == "Left out of your notebook, as no Python: %matplotlib inline (code cell 1)."


def test_an_empty_notebook_is_refused(tmp_path: Path) -> None:
    """With text alone there is nothing to grade."""
    assert refused(hand_in(tmp_path, {"vae.ipynb": notebook()})).startswith("vae.ipynb is empty.")
    assert refused(hand_in(tmp_path, {"vae.ipynb": notebook("\n")})).startswith("vae.ipynb is empty.")
    assert refused(hand_in(tmp_path, {"vae.ipynb": b""})).startswith("vae.ipynb is empty.")
    assert "null bytes" in refused(hand_in(tmp_path, {"vae.ipynb": notebook("x = '\0'")}))


def test_the_framework_of_a_notebook(tmp_path: Path) -> None:
    """A cell that is no Python does not hide an import in another."""
    for cells, expected in ((["x = (", "'''", "import torch"], "torch"), (["import numpy"], "numpy")):
        assert (
            handin.read(hand_in(tmp_path, {"vae.ipynb": notebook(*cells)})).code("vae.py").framework
            == expected
        )


def test_the_digest_of_a_notebook_is_its_codes(tmp_path: Path) -> None:
    """Running it again, which changes its outputs, does not make it another submission."""
    document = json.loads(notebook("x = 1"))
    first = handin.read(hand_in(tmp_path, {"vae.ipynb": json.dumps(document).encode()})).code("vae.py").digest
    document["cells"][0] |= {"outputs": [{"output_type": "stream", "text": "1"}], "execution_count": 3}
    again = handin.read(hand_in(tmp_path, {"vae.ipynb": json.dumps(document).encode()})).code("vae.py").digest
    assert first == again


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16-LE"), ("cp1252", "Windows-1252"), ("utf-8-sig", "")],
)
def test_another_encoding_is_read(tmp_path: Path, encoding: str, told: str) -> None:
    """The graded file and its helpers come out in UTF-8, and of the graded one it is said what it was."""
    text = "import torch  # gr\xf6\xdfer\r\nx = 1\r\n"
    files = dict.fromkeys(("vae.py", "helper.py"), text.encode(encoding))
    submission = handin.read(hand_in(tmp_path, files | {"data.txt": b"\xff"})).code("vae.py")
    assert dict(submission.files) == {
        "vae.py": text.encode(),
        "helper.py": text.encode(),
        "data.txt": b"\xff",
    }
    note = f"vae.py was saved as {told} and read as that; UTF-8 is safer." if told else ""
    assert (submission.note, submission.framework) == (note, "torch")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("vae.py.txt", "There is no vae.py. Rename vae.py.txt to vae.py and hand it in again."),
        ("VAE.PY", "There is no vae.py. Rename VAE.PY to vae.py and hand it in again."),
        ("vae.py ", 'There is no vae.py. Rename "vae.py " to vae.py and hand it in again.'),
        ("hw3.zip", "There is no vae.py. Unpack hw3.zip and hand in the files that are in it."),
    ],
)
def test_a_file_in_disguise_is_named(name: str, advice: str) -> None:
    """By an ending that a system has added, by capitals, by a space, or in an archive."""
    with pytest.raises(SubmissionError) as caught:
        choose(["notes.txt", name], "vae.py")
    assert str(caught.value) == advice


@pytest.mark.parametrize("copy", ["vae (1).py", "vae - Copy.py", "vae copy 2.py", "vae(2).py"])
def test_of_two_copies_both_are_named(copy: str, tmp_path: Path) -> None:
    """And which of them is graded: that with the name that was asked for."""
    hand_in(tmp_path, {"vae.py": CODE, copy: CODE})
    submission = handin.read(tmp_path).code("vae.py")
    assert (submission.main, submission.note) == ("vae.py", f"Graded vae.py, not {copy}.")


def test_a_notebook_is_graded_beside_the_untouched_template(tmp_path: Path) -> None:
    """The template says nothing of its own; once one function of it is written, it is what is graded."""
    template = handout.template(load(ROOT / "assignment.toml"), [])["vae.py"].encode()
    cell: dict[str, Any] = {
        "cell_type": "code",
        "source": "x = 1",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
    hand_in(tmp_path, {"vae.py": template, "vae.ipynb": notebook})
    assert handin.read(tmp_path).code("vae.py").main == "vae.ipynb"
    body = b'raise NotImplementedError("elbo is not written yet")'
    (tmp_path / "vae.py").write_bytes(template.replace(body, b"return x"))
    assert handin.read(tmp_path).code("vae.py").main == "vae.py"
