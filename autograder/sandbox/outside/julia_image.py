"""Julia's system image with what submissions share compiled into it: most of what one in Julia costs.

setup.sh runs this once, which takes two minutes. A session with the reference submission shows what gets
compiled of the grader's end; that is compiled again into a copy of Julia's own image, but for what is the
submission's, and so is what submissions do with arrays. It is for any processor of the kind, as Julia's own
is: where an image is made is not always where it is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.sandbox.outside import languages
from autograder.sandbox.protocol import GO, REPLY_FD, REQUEST_FD, encode

SUBMISSION = ROOT / "reference" / "julia" / "vae.jl"
SHARED = ("broadcasts.jl", "rehearsal.jl")
BATCH, LATENT, PIXELS = 3, 2, 4
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "reparameterize": ("mu", "log_var"),
    "kl_divergence": ("mu", "log_var"),
    "elbo": ("x", "x_logits", "mu", "log_var"),
    "a name that is not there": ("mu",),
}
# Julia has to find its standard library before it is told where it is.
PRELUDE = """
Base.reinit_stdio()
@eval Sys BINDIR = {bindir}
@eval Sys STDLIB = {stdlib}
Base.init_depot_path()
Base.init_load_path()
"""
# In a module without a name in Main, where the submission's names are.
INCLUDE = """
Base.include_string(Module(:Shared), {source})
"""
COMPILE = """
for line in eachline({trace})
    occursin(r"Main\\.(?!GraderEnd|Definitions|Finder)", line) && continue
    try
        Base.include_string(Main, line)
    catch  # a type that is not there before Julia has started
    end
end
"""


def make() -> None:
    """Make the image, in a process of its own; CalledProcessError, or FileNotFoundError without a linker."""
    linker = _linker()
    with tempfile.TemporaryDirectory() as folder:
        trace, objects, image = (Path(folder) / name for name in ("trace.jl", "image.o", "image.so"))
        _rehearse(Path(folder), trace)
        bindir, stdlib = julia.PROGRAM.parent, next(julia.HOME.glob("share/julia/stdlib/v*"))
        script = PRELUDE.format(bindir=_quote(bindir), stdlib=_quote(stdlib))
        shared = "".join((julia.INSIDE / name).read_text(encoding="utf-8") for name in SHARED)
        script += INCLUDE.format(source=languages.julia_literal(shared))
        script += julia.CHILD + COMPILE.format(trace=_quote(trace))
        own = next(julia.HOME.glob("lib/**/sys.so"))
        options = [f"--sysimage={own}", "--cpu-target=generic", f"--output-o={objects}"]
        _run([*options, "-e", script], folder)
        subprocess.run(
            [*linker, "-shared", "-o", image, "--whole-archive", objects, "--no-whole-archive"],
            env=os.environ | julia.environment(),
            check=True,
        )
        _run([f"--sysimage={image}", "-e", "GraderEnd.serve"], folder)  # it starts, and knows its part
        for old in julia.HOME.glob("image-*.so"):
            old.unlink()
        shutil.copyfile(image, new := julia.IMAGE.with_suffix(".new"))
        new.chmod(0o644)
        new.replace(julia.IMAGE)


def _rehearse(folder: Path, trace: Path) -> None:
    """Have Julia serve the reference submission, and write down what it compiles."""
    shutil.copy(SUBMISSION, folder)
    requests = folder / "requests"
    requests.write_bytes(GO + b"".join(_requests()))
    order = [SUBMISSION.name, "1", "", "false"]
    options = [f"--trace-compile={trace}", "-e", julia.CHILD + julia.SERVE, *order]
    os.chdir(folder)
    process = os.posix_spawn(
        julia.PROGRAM,
        [str(julia.PROGRAM), *julia.OPTIONS, *options],
        _environment(),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, REQUEST_FD, str(requests), os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, REPLY_FD, os.devnull, os.O_WRONLY, 0),
        ],
    )
    if status := os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]):
        raise subprocess.CalledProcessError(status, [julia.PROGRAM])


def _requests() -> Iterator[bytes]:
    """Yield what a grading asks: each function in both dtypes, once and many times, and a search."""
    number, header = 0, languages.of("julia").header
    for function, names in FUNCTIONS.items():
        for dtype in ("float32", "float64"):
            for calls in (1, 3):
                number += 1
                request: dict[str, Any] = {"id": number, "function": function, "inputs": list(names)}
                request |= {"keywords": {"beta": 2.0} if function == "elbo" else {}, "cotangent": False}
                request |= {"calls": calls, "caller": "plain", "reseed": calls == 1}
                arrays = [
                    np.zeros((BATCH, PIXELS if name.startswith("x") else LATENT), dtype) for name in names
                ]
                yield encode(request, arrays, header)
    for what in ("sampler", "functions"):
        number += 1
        yield encode({"id": number, "search": what, "function": "", "inputs": []}, [], header)


def _run(arguments: list[str], folder: str) -> None:
    subprocess.run([julia.PROGRAM, *julia.OPTIONS, *arguments], env=_environment(), cwd=folder, check=True)


def _environment() -> dict[str, str]:
    return os.environ | julia.environment() | {"JULIA_DEPOT_PATH": ":".join(map(str, julia.DEPOTS))}


def _linker() -> list[str]:
    """Return the linker: setup.sh's, the system's, or that which newer versions of Julia come with.

    Raises FileNotFoundError where there is none.
    """
    path = f"{julia.HOME / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    if program := shutil.which("ld", path=path):
        return [program]
    if (newer := julia.HOME / "libexec" / "julia" / "lld").exists():
        return [str(newer), "-flavor", "gnu"]
    raise FileNotFoundError("there is no linker, ld")


def _quote(path: Path) -> str:
    return languages.julia_literal(str(path))


if __name__ == "__main__":
    if not julia.installed():
        sys.exit("Julia is not installed: ./setup.sh --with-julia")
    if not julia.IMAGE.exists():
        try:
            make()
        except subprocess.CalledProcessError as error:  # whose own words are all of the source
            sys.exit(f"{Path(error.cmd[0]).name} ended with {error.returncode}")
        except OSError as error:
            sys.exit(str(error))
