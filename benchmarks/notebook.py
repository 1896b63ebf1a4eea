"""What a submission's form costs: wall time of cold gradings, as ratios to a script's in the same run.

Run from the project's root: `python -m benchmarks.notebook [RUNS]`. The same code is graded as a script, as a
notebook with a cell for each definition, and as a script whose import fails at its end, so that only its
definitions are loaded. The forms take turns, so that a machine that slows down slows all of them.
"""

from __future__ import annotations

import ast
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder.paths import ROOT

BASE = "script"
SOURCES = {"PyTorch": ROOT / "reference" / "vae.py", "NumPy": ROOT / "reference" / "numpy" / "vae.py"}


def notebook(source: str) -> str:
    """Return a script as a notebook."""
    starts = [0, *(node.lineno - 1 for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))]
    lines = source.splitlines(keepends=True)
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": lines[start:end]}
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def seconds(folder: Path) -> float:
    """Return the wall time of a cold grading."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "autograder", "grade", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def main(runs: int) -> None:
    """Print a row for each framework and form: seconds, and their ratio to the script's with its spread."""
    print(f"{'':24} {'seconds':>8} {'ratio':>18}   ({runs} runs, medians)")
    for framework, path in SOURCES.items():
        source = path.read_text(encoding="utf-8")
        forms = {
            BASE: ("vae.py", source),
            "notebook": ("vae.ipynb", notebook(source)),
            "definitions": ("vae.py", f"{source}\nopen('data.npy')\n"),
        }
        with tempfile.TemporaryDirectory() as top:
            for form, (name, text) in forms.items():
                (Path(top) / form).mkdir()
                (Path(top) / form / name).write_text(text, encoding="utf-8")
                seconds(Path(top) / form)  # warms the file cache
            rounds = [{form: seconds(Path(top) / form) for form in forms} for _ in range(runs)]
        for form in forms:
            ratios = sorted(r[form] / r[BASE] for r in rounds)
            spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
            print(
                f"{framework + ' ' + form:24} {statistics.median(r[form] for r in rounds):8.2f} {spread:>18}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
