"""Known submissions, which are written in the default convention, handed in in a course's.

A generated module beside the submission translates what it is given and what it returns. It is written
independently of the grader's own adapters, so that both must be wrong in the same way not to be noticed.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from autograder.course.conventions import ARGUMENTS, Conventions, Function
from autograder.sandbox.outside.languages import julia_literal
from autograder.submission.encodings import readable

WRAPPERS = {".py": Path(__file__).with_name("wrapper.py"), ".jl": Path(__file__).with_name("wrapper.jl")}
CODE = {".py": "CONVENTIONS = {}", ".jl": "const CONVENTIONS = Dict{String,Any}()"}


def is_wrappable(path: Path) -> bool:
    """Whether the generated module can import a submission's functions, and the submission other files.

    Not from a notebook or a class, nor by imports or lines that need the grader's own way of loading.
    """
    main = path if path.is_file() else next(path.glob("vae.*"))
    if main.suffix != ".py":
        return main.suffix in WRAPPERS
    try:
        body = ast.parse(readable(main.read_bytes())[0]).body
    except SyntaxError:
        return False  # a notebook's lines, such as %matplotlib inline
    if any(isinstance(node, ast.ImportFrom) and node.level for node in body):
        return False
    bound = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    bound |= {a.asname or a.name for node in body if isinstance(node, ast.ImportFrom) for a in node.names}
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    bound |= {target.id for target in targets if isinstance(target, ast.Name)}
    return bool(bound & set(get_args(Function)))


@contextmanager
def translation(path: Path, conventions: Conventions) -> Iterator[Path]:
    """Yield a submission, a file or a folder with one, in a course's convention."""
    if conventions == Conventions():
        yield path
        return
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if path.is_dir():
            shutil.copytree(path, folder, dirs_exist_ok=True)
            main = next(folder.glob("vae.*"))
        else:
            main = Path(shutil.copy(path, folder))
        main.rename(folder / f"known_vae{main.suffix}")
        text = WRAPPERS[main.suffix].read_text(encoding="utf-8")
        choices = _choices(conventions)
        literal = julia_literal(choices) if main.suffix == ".jl" else repr(choices)
        code = CODE[main.suffix]
        text = text.replace(code, code.partition("=")[0] + "= " + literal, 1)
        (folder / f"vae{main.suffix}").write_text(text, encoding="utf-8")
        yield folder


def _choices(conventions: Conventions) -> dict[str, object]:
    functions: tuple[Function, ...] = get_args(Function)
    return {
        "second_argument": conventions.second_argument,
        "reduction": conventions.reduction,
        "sign": conventions.sign,
        "likelihood": conventions.likelihood,
        "beta": conventions.beta,
        "arguments": {function: list(ARGUMENTS[function]) for function in functions},
        "order": {function: list(conventions.arguments(function)) for function in functions},
    }
