"""What this machine offers to confine student code, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from autograder.course.assignment import Limits
from autograder.sandbox import julia
from autograder.sandbox.outside.errors import GraderFault, StudentError
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.worker import Worker
from autograder.sandbox.walls import landlock
from autograder.sandbox.walls.places import REMEDIES, Place
from autograder.submission.code import Submission

ENOUGH_MB = 1400  # PyTorch, the grader and a student's model
MEMORY_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
# Import what no process has imported before it: from an environment that its user must be able to read. In
# Julia an exception in compiled code shows whether its libraries fit together.
VISITORS = (
    Submission((("vae.py", b"import scipy.special\n"),), "vae.py"),
    Submission(
        (("vae.jl", b"using Statistics\nf(x) = x[2]\ntry f([1]) catch end\n"),), "vae.jl", framework="julia"
    ),
)


def examine(place: Place) -> tuple[list[str], bool]:
    """Confine small programs as submissions; return a report in lines, and whether student code can run.

    The grader's own fault is reported like a missing layer: neither lets a mark be given.
    """
    try:
        with Zygotes(place) as zygotes:
            for visitor in VISITORS if julia.installed() else VISITORS[:1]:
                with Worker(zygotes.of(visitor.framework), visitor, Limits(), seed=0) as worker:
                    worker.load()
    except (GraderFault, StudentError) as fault:
        return [f"as {place.name}: not fit. {fault}"], False
    return [*layers(worker.layers, place), f"as {place.name}: fit"], True


def machine() -> Iterator[str]:
    """Say what the machine is, in lines."""
    user = "root" if os.geteuid() == 0 else f"user {os.geteuid()}"
    yield f"machine: {platform.system()} {platform.release()}, {platform.machine()}"
    yield f"python: {platform.python_version()}, {user}"
    version = landlock.abi()
    image = "" if julia.IMAGE.exists() else ", without an image of the grader's part: ./setup.sh --with-julia"
    home = f"{julia.HOME}{image}" if julia.installed() else "none; ./setup.sh --with-julia installs it"
    yield f"julia: {home}"
    yield f"landlock: {f'version {version}' if version else 'none'}"
    yield f"seccomp: {_libseccomp()}"
    memory = _memory_mb()
    advice = "" if memory >= ENOUGH_MB else f"; PyTorch needs {ENOUGH_MB} MB: choose a larger container"
    yield f"memory: {memory} MB{advice}"


def layers(holding: Sequence[str], place: Place) -> Iterator[str]:
    """Say of each layer whether it holds and has to, in lines."""
    for layer, remedy in REMEDIES.items():
        need = "required" if layer in place.required else "not required"
        if layer in holding:
            yield f"layer {layer}: holds, {need}"
        else:
            yield f"layer {layer}: does not hold, {need} in {place.name}. {remedy}"


def _libseccomp() -> str:
    try:
        import pyseccomp  # type: ignore[import-untyped]
    except (ImportError, RuntimeError) as error:
        return f"none ({error}). {REMEDIES['seccomp']}"
    return f"libseccomp through pyseccomp {pyseccomp.__version__}"


def _memory_mb() -> int:
    """Return the memory of this container, or of the machine."""
    limits = [psutil.virtual_memory().total]
    for name in MEMORY_LIMITS:
        path = Path(name)
        if path.is_file() and (text := path.read_text(encoding="ascii").strip()).isdigit():
            limits.append(int(text))
    return min(limits) >> 20
