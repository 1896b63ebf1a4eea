"""What a mark came from, as hashes and versions: no user's name, no host's, no path."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from autograder.course.assignment import Assignment
from autograder.paths import ROOT
from autograder.sandbox import julia

DECIDING = ("autograder", "reference")  # the folders that a mark depends on
NOT_DECIDING = ("autograder/batch/", "autograder/staff/")
SOURCES = (".py", ".jl", ".lark", ".html", ".css", ".js", ".json")


@dataclass(frozen=True)
class Provenance:
    """What all gradings of a run share. `dirty` is None where there is no git to ask."""

    version: str
    commit: str
    dirty: bool | None
    tree: str
    assignment: str
    environment: str
    interpreter: str
    machine: str
    run: str = ""

    def key(self, digest: str, identity: str) -> str:
        """Return what a grading is stored under: whatever could change its mark, and nothing else."""
        return _hash(digest, identity, self.tree, self.assignment, self.environment)

    def of(self, digest: str, identity: str) -> dict[str, Any]:
        """Return what is written into a result."""
        return {**asdict(self), "submission": digest, "seed_identity": identity or digest}


def provenance(assignment: Assignment, run: str) -> Provenance:
    """Return where the marks of this process come from."""
    commit, dirty = _git()
    return Provenance(
        version=_version(),
        commit=commit,
        dirty=dirty,
        tree=tree(ROOT),
        assignment=_hash(msgspec.json.encode(assignment, order="deterministic").decode()),
        environment=environment(),
        interpreter=f"{platform.python_implementation()} {platform.python_version()}",
        machine=f"{platform.system()} {platform.machine()}",
        run=run,
    )


@cache
def tree(root: Path) -> str:
    """Return a hash of a grader's files: those that a mark can depend on."""
    state = hashlib.sha256()
    for folder in DECIDING:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in SOURCES and not name.startswith(NOT_DECIDING):
                state.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return state.hexdigest()


@cache
def environment() -> str:
    """Return a hash of the interpreter and of the packages that grading may use, at their versions here."""
    names: set[str] = set()
    for path in (ROOT / "requirements.txt", ROOT / "requirements-torch.txt"):
        names |= set(re.findall(r"(?m)^([\w.-]+)", path.read_text(encoding="utf-8")))
    packages = [f"{name} {_package_version(name)}" for name in sorted(names)]
    return _hash(platform.python_version(), platform.machine(), f"julia {julia.installed()}", *packages)


def _package_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _version() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8") if (ROOT / "pyproject.toml").exists() else ""
    match = re.search(r'(?m)^version = "(.+)"', text)
    return match[1] if match else ""


@cache
def _git() -> tuple[str, bool | None]:
    """Return the commit, and whether files differ from it; nothing where this is no clone."""
    if not (ROOT / ".git").exists():
        return "", None
    try:
        commit, status = (
            subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout
            for words in (("rev-parse", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
        )
    except (OSError, subprocess.CalledProcessError):
        return "", None
    return commit.strip(), bool(status.strip())


def _hash(*parts: str) -> str:
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
