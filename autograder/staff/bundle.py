"""The two archives of a course: what is uploaded to Gradescope, and what students receive.

Both come from this folder, and the same content and salt give the same bytes. Students get numbers in place
of formulas: what the reference gives on public inputs, recorded while known submissions are graded.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import re
import secrets
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from autograder.check import PUBLIC, public_assignment
from autograder.course.assignment import Assignment, AssignmentError, load
from autograder.course.conventions import Function
from autograder.diagnosis.known import BANK, code_alone
from autograder.oracle import expected, stored
from autograder.paths import ROOT
from autograder.staff.validation.wrapped import wrapped

if TYPE_CHECKING:
    from autograder.session.session import Session

UPLOADED = ("setup.sh", "run_autograder", "requirements.txt", "requirements-torch.txt")
EXECUTABLE = ("setup.sh", "run_autograder")
# What grading a submission does not need.
NOT_UPLOADED = (
    "autograder/staff/bundle.py",
    "autograder/oracle/stored.py",
    "autograder/staff/validation/",
    "autograder/batch/",
)
# What students do not get: all that knows a right or a wrong formula, and what only staff, or Linux, run.
WITHHELD = (
    *("oracle/expected", "oracle/stored", "diagnosis/explain", "diagnosis/experiments", "diagnosis/ideas"),
    *("diagnosis/known", "staff", "batch", "cli", "gradescope", "__main__"),
    *(f"sandbox/walls/{name}" for name in ("confine", "landlock", "seccomp", "selftest")),
    "sandbox/inside/forkserver",
)
# Where each file of the template goes: beside vae.py there must not be another one.
TEMPLATE = {name: name for name in ("vae.py", "derivations.tex", "short_answers.md", "README.md", "check.py")}
TEMPLATE["vae.jl"] = "julia/vae.jl"
NOT_STUDENTS = ("pyseccomp", "pyyaml")
# The public inputs that a submission meets depend on what its sampler does, and on nothing else.
RECORDED_WHOLE = ("right/np_randn.py", "right/randn_like.py")  # in NumPy and in PyTorch
RECORDED_SAMPLERS = tuple(
    f"wrong/sampler_{name}.py"
    for name in ("antithetic", "averaged_draws", "base_ten", "cauchy", "fixed_noise_array", "returns_mu")
)  # one for each way that the judgement of the noise can go
# What the checks, the adapters and the plots ask of `expected`.
EXPECTED = ("sampler", "kl", "elbo", "one_latent", "log_std", "std", "var", "bernoulli_probs")
EPOCH = (1980, 1, 1, 0, 0, 0)
SALT = re.compile(r"^[ \t]*salt[ \t]*=.*$", re.MULTILINE)
STATISTICS = re.compile(r"^[ \t]*\[statistics\].*$", re.MULTILINE)
RUBRIC = re.compile(r"(?ms)^[ \t]*\[written\.rubric\b.*?(?=^[ \t]*\[(?!written\.rubric\b)|\Z)")
Content = dict[str, bytes]


def build(out: Path, salt: str | None) -> list[Path]:
    """Write autograder.zip and student.zip into a folder and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in (("autograder", upload(salt or secrets.token_hex(16))), ("student", student())):
        path = out / f"{name}.zip"
        path.write_bytes(archive(content))
        written.append(path)
    return written


def upload(salt: str) -> Content:
    """Return the files for Gradescope by their names."""
    content = {name: unix((ROOT / name).read_bytes()) for name in UPLOADED}
    content |= {name: data for name, data in package("autograder") if not name.startswith(NOT_UPLOADED)}
    content |= dict(package("reference"))
    text = (ROOT / "assignment.toml").read_text(encoding="utf-8")
    content["assignment.toml"] = salted(text, salt).encode()
    return content


def student() -> Content:
    """Return the files for students by their names."""
    withheld = tuple(f"autograder/{name}" for name in WITHHELD)
    assignment = public_assignment()
    content = {renamed(to, assignment): template(name, assignment).encode() for name, to in TEMPLATE.items()}
    for name, data in package("autograder"):
        if not name.startswith(tuple(f"{w}." for w in withheld) + tuple(f"{w}/" for w in withheld)):
            content[name] = data
    content["autograder/oracle/expected.py"] = (ROOT / "autograder" / "oracle" / "stored.py").read_bytes()
    with TemporaryDirectory() as folder:
        cases = Path(folder) / "cases.npz"
        stored.write(cases, record())
        content["autograder/oracle/cases.npz"] = cases.read_bytes()
    text = (ROOT / "assignment.toml").read_text(encoding="utf-8")
    content["assignment.toml"] = without_rubric(salted(text, "")).encode()
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in requirements if not line.startswith(NOT_STUDENTS)]
    content["requirements.txt"] = ("\n".join(kept) + "\n").encode()
    return content


def salted(text: str, salt: str) -> str:
    """Return an assignment with this salt; AssignmentError where it cannot be put in safely."""
    line = f"salt = {json.dumps(salt, ensure_ascii=False)}"
    if SALT.search(text):
        changed = SALT.sub(lambda _: line, text)
    elif STATISTICS.search(text):
        changed = STATISTICS.sub(lambda header: f"{header[0]}\n{line}", text, count=1)
    else:
        changed = f"{text.rstrip()}\n\n[statistics]\n{line}\n"
    return _agreeing(changed, "salt", lambda assignment: assignment.statistics.salt == salt)


def without_rubric(text: str) -> str:
    """Return an assignment without the ideas that staff look for in short answers."""
    changed = RUBRIC.sub("", text)
    return _agreeing(changed, "rubric", lambda a: a.written is None or not a.written.rubric)


def _agreeing(text: str, what: str, holds: Callable[[Assignment], bool]) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "assignment.toml"
        path.write_text(text, encoding="utf-8")
        if not holds(load(path)):
            raise AssignmentError(f"assignment.toml: write {what} in lines of its own, as the original does.")
    return text


def template(name: str, assignment: Assignment) -> str:
    """Return a file of the students' template in the course's convention and names."""
    text = (ROOT / "student_template" / name).read_text(encoding="utf-8")
    if not name.endswith((".py", ".jl", "README.md")):
        return text
    return renamed(assignment.told(text), assignment)


def renamed(text: str, assignment: Assignment) -> str:
    """Return a text with the course's names of the files to hand in."""
    stem = Path(assignment.submission.file).stem
    return re.sub(r"\bvae\.(py|jl|ipynb)\b", rf"{stem}.\1", text)


def archive(content: Content) -> bytes:
    """Return a zip archive that depends on nothing but its content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in sorted(content.items()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # Unix, or the modes do not count
            info.external_attr = (0o755 if name in EXECUTABLE else 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return buffer.getvalue()


def record() -> dict[str, expected.Numbers]:
    """Grade known submissions on the public inputs and return the numbers that the checks asked for."""
    listed = code_alone(public_assignment())
    own_names: dict[Function, str] = {f: f for f in get_args(Function) if f in listed.functions}
    whole = msgspec.structs.replace(listed, functions=own_names)
    one = {f: f for f in own_names if f == "reparameterize"}
    sampler = msgspec.structs.replace(whole, functions=one or own_names, points={}, visibility={})
    tasks = [
        (path, assignment)
        for names, assignment in ((RECORDED_WHOLE, whole), (RECORDED_SAMPLERS, sampler))
        for path in (BANK / name for name in names)
    ]
    numbers: dict[str, expected.Numbers] = {}
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for found in pool.map(recorded, *zip(*tasks, strict=True), chunksize=2):
            numbers |= found
    return numbers


def package(folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files below one of the project's folders with their names."""
    for path in sorted((ROOT / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()


def unix(text: bytes) -> bytes:
    """Return a script with the line ends that a shell wants."""
    return text.replace(b"\r\n", b"\n")


def recorded(path: Path, assignment: Assignment) -> dict[str, expected.Numbers]:
    """Grade a submission in this process and return the numbers that the checks, and the plots, asked for."""
    from autograder.grading import Zygotes, grade
    from autograder.report.observed import observe
    from autograder.report.public import public

    numbers: dict[str, expected.Numbers] = {}

    def recording(function: str, compute: Callable[..., expected.Numbers]) -> Callable[..., Any]:
        def asked(*given: Any, **named: Any) -> expected.Numbers:
            arrays = [*given, *named.values()]
            found = compute(*given, **named)
            numbers[stored.key(function, *arrays)] = found
            return found

        return asked

    functions = {name: getattr(expected, name) for name in EXPECTED}
    try:
        for name, compute in functions.items():
            setattr(expected, name, recording(name, compute))
        plotted = public()

        def draw(session: Session) -> None:
            observe(session, plotted)

        with Zygotes() as zygotes, wrapped(path, assignment.conventions) as submission:
            grade(
                submission,
                assignment,
                zygotes,
                identity=PUBLIC,
                on_graded=draw,
            )
    finally:
        for name, compute in functions.items():
            setattr(expected, name, compute)
    return numbers
