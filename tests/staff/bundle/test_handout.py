"""What students receive: nothing is given away, and it works where nothing else is."""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import sys
import tokenize
import zipfile
from pathlib import Path

import msgspec
import numpy as np
import pytest

from autograder.check import public_assignment
from autograder.checks.course import all_checks, own_checks
from autograder.course.assignment import Files, load
from autograder.course.conventions import Function
from autograder.diagnosis.bank import code_alone
from autograder.paths import ROOT
from autograder.staff.bundle import course_file, handout, record
from autograder.staff.bundle.archive import archive
from tests.support.bank import FOLDER
from tests.support.readme import readme_checks

DEFAULT = ROOT / "assignment.toml"
PROGRESS = ("starting", "grading ", "looking for")  # where a machine is slow, what goes on is said
FORMULAS = {"exp", "expm1", "log", "log1p", "logaddexp", "sqrt", "square", "softplus", "sigmoid"}
PARAMETERS = {"mu", "log_var", "logvar", "x_logits", "std", "sigma"}


@pytest.fixture(scope="session")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The student's archive, unpacked in a folder of its own."""
    folder = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(io.BytesIO(archive(handout.student(DEFAULT, lambda _: None)))) as file:
        file.extractall(folder)
    return folder


def checked(student: Path, *arguments: str) -> tuple[int, str]:
    """Run check.py as a student does: nothing of this project is on the path."""
    done = subprocess.run(
        [sys.executable, "check.py", *arguments], cwd=student, capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith(PROGRESS)]
    assert said == []
    return done.returncode, done.stdout


def test_nothing_is_given_away(student: Path) -> None:
    """No reference, no salt, no wrong formula: no code applies a formula's function to a parameter."""
    names = {path.relative_to(student).as_posix() for path in student.rglob("*") if path.is_file()}
    assert not [name for name in names if re.search("reference|misconception|formulas", name)]
    salts = re.findall(r"^salt = .*$", (student / "assignment.toml").read_text(), re.MULTILINE)
    assert salts == ['salt = ""']
    told = []
    for path in student.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in FORMULAS:
                inside = {_name(child) for argument in node.args for child in ast.walk(argument)}
                told += [(path.name, node.lineno)] if inside & PARAMETERS else []
    assert told == []


def test_a_new_file_is_withheld_until_it_is_listed(student: Path) -> None:
    """Students get of the grader what the list names, and the numbers."""
    files = {path.relative_to(student / "autograder") for path in (student / "autograder").rglob("*.*")}
    listed = {Path(line) for line in handout.ALLOWED_FILES.read_text(encoding="utf-8").splitlines()}
    numbers = {Path("oracle/cases.npz"), Path("diagnosis/ideas.bin")}
    assert files - {p for p in files if "__pycache__" in p.parts} == listed | numbers


@pytest.mark.parametrize("name", [name for name in handout.grader_files() if name.endswith(".py")])
def test_what_a_file_needs_is_listed_too(name: str) -> None:
    """A module that is imported when another one is must go with it."""
    listed = set(handout.grader_files())
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    needed = {
        f"{node.module}.{alias.name}".replace(".", "/")
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder")
        for alias in node.names
    }
    modules = {
        f"{path}.py" if (ROOT / f"{path}.py").exists() else f"{Path(path).parent}.py" for path in needed
    }
    assert {module for module in modules if (ROOT / module).exists()} - listed == set()


def test_few_submissions_meet_all_public_inputs(student: Path) -> None:
    """What other samplers are asked for, wrong in other ways, has been recorded from the few that are."""
    stored = np.load(student / "autograder" / "oracle" / "cases.npz").files
    recorded = {name.partition("/")[0] for name in stored}
    names = ("reseeded_generator", "scalar_noise", "row_copied", "variance_as_std", "laplace")
    others = [f"sampler_{name}" for name in names]
    one: dict[Function, str] = {"reparameterize": "reparameterize"}
    alone = msgspec.structs.replace(code_alone(public_assignment()), functions=one, points={}, visibility={})
    numbers = [set(record.recording(FOLDER / "wrong" / f"{name}.py", alone)) for name in others]
    assert set().union(*numbers) - recorded == set()


def test_no_comment_says_how_to_write_it(student: Path) -> None:
    """What is said beside the code, and in strings, holds no formula of a parameter either."""
    told = []
    for path in student.rglob("*.py"):
        tokens = tokenize.tokenize(io.BytesIO(path.read_bytes()).readline)
        texts = (t.string for t in tokens if t.type in (tokenize.COMMENT, tokenize.STRING))
        formula = r"(exp|log1p|sqrt)\(.*\b(log_?var|x_logits|mu)\b|\be ?\*\* ?log_var|(log_var|mu) ?\*\*"
        told += [(path.name, text) for text in texts if re.search(formula, text)]
    assert told == []


def test_students_do_not_get_the_rubric(student: Path) -> None:
    """What staff look for in short answers stays with staff; all else is there."""
    found, own = load(student / "assignment.toml"), load(ROOT / "assignment.toml")
    assert found.written is not None
    assert own.written is not None
    assert own.written.rubric != {}
    assert (found.written.rubric, found.written.credit) == ({}, own.written.credit)
    assert found.points == own.points


def test_the_template_has_the_file_name_of_the_course() -> None:
    """Students are told to hand in what is graded."""
    own = load(DEFAULT)
    other = msgspec.structs.replace(own, submission=Files(file="hw3.py", julia=True))
    assert "`vae.py`" in handout.template(own, [])["README.md"]
    renamed = handout.template(other, [])
    assert {"hw3.py", "julia/hw3.jl"} < set(renamed)
    assert re.findall(r"\bvae\.\w+", renamed["README.md"]) == []


def test_the_template_holds_what_is_graded_and_nothing_else() -> None:
    """The sheet as first given has no written part, and asks for the sampler alone; here without Julia."""
    sampler = msgspec.structs.replace(load(ROOT / "original.toml"), submission=Files(julia=False))
    files = handout.template(sampler, [])
    assert set(files) == {"vae.py", "README.md", "check.py", "requirements.txt"}
    assert re.findall(r"^def (\w+)", files["vae.py"], re.MULTILINE) == ["reparameterize"]
    absent = ("kl_divergence", "elbo", "Julia", "derivations.tex")
    assert [word for word in absent if word in files["README.md"]] == []


def test_students_read_of_a_courses_own_checks_and_do_not_get_them(tmp_path: Path) -> None:
    """They run on Gradescope alone; their points stand in no file of the students'."""
    plain = DEFAULT.read_text(encoding="utf-8")
    text = plain.replace("[points]\n", "[points]\nkl_of_one_example = 3\n")
    (tmp_path / "assignment.toml").write_text(text, encoding="utf-8")
    (tmp_path / "course_checks.py").write_text(readme_checks())
    course = load(tmp_path / "assignment.toml")
    own = own_checks(course)
    assert "* 2.2.2.4: kl_divergence works for a batch of one\n" in handout.template(course, own)["README.md"]
    public, default = all_checks(handout.public(course, own)), all_checks(load(DEFAULT))
    assert [s.id for s in public] == [s.id for s in default]
    assert course_file.without_checks(text, {"kl_of_one_example"}) == plain


def test_the_search_finds_formulas() -> None:
    """The reference, searched in the same way, does hold them."""
    tree = ast.parse((ROOT / "reference" / "numpy" / "vae.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) in FORMULAS]
    assert any({_name(child) for child in ast.walk(node)} & PARAMETERS for node in calls)


@pytest.mark.parametrize(
    ("submission", "total", "hint"),
    [
        (".", "0/90", ""),
        ("right/randn_like.py", "60/90", ""),
        ("right/nb_failing_cells.ipynb", "60/90", ""),
        ("right/np_decorators_missing_package.py", "60/90", ""),
        ("odd/notebook_in_r", "0/90", ""),
        (
            "../../reference/misconceptions/sampler_log_std.py",
            "49/90",
            "as if log_var were the logarithm of the standard deviation",
        ),
        ("wrong/sampler_shared_over_batch.py", "54/90", "All rows of a batch get the same noise"),
        (
            "../../reference/misconceptions/kl_sign_flipped.py",
            "48/90",
            "Your values are the negative of the right ones.",
        ),
    ],
)
def test_check(student: Path, submission: str, total: str, hint: str) -> None:
    """Template, right and wrong submissions get the grader's marks and hints, from stored numbers."""
    path = submission if submission == "." else str(FOLDER / submission)
    status, printed = checked(student, path)
    words = " ".join(printed.split())
    assert (status, f"Total {total}" in words) == (0, True)
    assert ("Diagnosis: " in words, hint in words) == (bool(hint), True)


def test_full_marks(student: Path, tmp_path: Path) -> None:
    """Derivations and short answers are read as on Gradescope; plots are drawn from stored numbers too."""
    for name in ("derivations.tex", "short_answers.md"):
        shutil.copy(ROOT / "reference" / name, tmp_path)
    shutil.copy(FOLDER / "right/np_randn.py", tmp_path / "vae.py")
    status, printed = checked(student, str(tmp_path), "--report", "report.html")
    assert (status, "Total 90/90" in " ".join(printed.split())) == (0, True)
    assert (student / "report.html").read_text(encoding="utf-8").count("<svg") > 3


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
