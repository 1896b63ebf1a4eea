"""Julia, as the process that is to run it sees it: where it is, and becoming it.

setup.sh puts Julia into the environment's folder, which student code may read. A confined process cannot
start another, but it can turn into one: Julia takes its place, with its walls and its pipes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

HOME = Path(sys.prefix) / "julia"
PROGRAM = HOME / "bin" / "julia"
INSIDE = Path(__file__).with_name("inside")
CHILD = "".join(
    (INSIDE / name).read_text(encoding="utf-8") for name in ("definitions.jl", "finder.jl", "service.jl")
)
SERVE = 'GraderEnd.serve(ARGS[1], parse(UInt64, ARGS[2]), ARGS[3], ARGS[4] == "true")'
# Julia with all of this compiled, and what submissions share: outside/julia_image.py makes it.
COMPILED = b"".join(path.read_bytes() for path in sorted(INSIDE.glob("*.jl")))
IMAGE = HOME / f"image-{hashlib.sha256(COMPILED).hexdigest()[:16]}.so"
# The first is the student's own, in the scratch folder; in the second a course may install packages.
DEPOTS = (HOME / "packages", HOME / "share" / "julia")
# Calls are short and compiling them is not: -O1 compiles faster.
OPTIONS = ("--startup-file=no", "--history-file=no", "--color=no", "-O1")


def installed() -> bool:
    """Whether setup.sh was asked to install Julia."""
    return PROGRAM.exists()


def program() -> Path | None:
    """Return the Julia that a plain process may turn into: setup.sh's, or else the one on the PATH.

    None on Windows, where a process cannot turn into another.
    """
    if installed():
        return PROGRAM
    name = shutil.which("julia") if sys.platform != "win32" else None
    return Path(name) if name else None


def environment() -> dict[str, str]:
    """Return the variables that Julia needs; Debian's finds its libraries only when told where they are."""
    libraries = ":".join(map(str, sorted((HOME / "lib").glob("*-linux-gnu"))))
    return {"LD_LIBRARY_PATH": libraries} if libraries else {}


def become(file: str, seed: int, layers: Sequence[str], *, definitions_only: bool) -> NoReturn:
    """Turn this process into setup.sh's Julia, which names the layers that hold, then serves."""
    os.environ["JULIA_DEPOT_PATH"] = ":".join(map(str, (os.environ["HOME"], *DEPOTS)))
    turn_into(PROGRAM, file, seed, layers, definitions_only=definitions_only)


def turn_into(
    julia: Path, file: str, seed: int, layers: Sequence[str], *, definitions_only: bool
) -> NoReturn:
    """Turn this process into a Julia, with the channel's descriptors open in it."""
    from autograder.sandbox.protocol import REPLY_FD, REQUEST_FD  # and NumPy, which takes its time

    for descriptor in (REQUEST_FD, REPLY_FD):
        os.set_inheritable(descriptor, True)
    order = [file, str(seed % 2**63), ",".join(layers), str(definitions_only).lower()]
    os.execv(julia, ["julia", *OPTIONS, *grader_part(julia), *order])


def grader_part(julia: Path) -> list[str]:
    """Return the options that give a Julia the grader's part: compiled in its image, or else as source."""
    if julia == PROGRAM and IMAGE.exists():
        return [f"--sysimage={IMAGE}", "-e", SERVE]
    return ["-e", CHILD + SERVE]
