"""Grading by a grader that may be another version, in a process of its own, which is told in JSON what."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from autograder.batch.people import BatchError
from autograder.course.assignment import Assignment

Json = dict[str, Any]
END_SECONDS = 10
# Runs in the other tree, whose own modules it imports: only what all versions have is asked of it.
CODE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import msgspec
from autograder.course.assignment import Assignment
from autograder.grading import grade
try:
    from autograder.sandbox.outside.hosts import Zygotes
except ModuleNotFoundError:  # a tree of before
    from autograder.grading import Zygotes
with Zygotes() as zygotes:
    for line in sys.stdin:
        order = json.loads(line)
        assignment = msgspec.json.decode(order["assignment"], type=Assignment)
        graded = grade(Path(order["path"]), assignment, zygotes, identity=order["identity"])
        print(json.dumps(graded.results, default=str), flush=True)
"""


class Tree(ExitStack):
    """A grader's folder, started when it is first needed."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        if not (root / "autograder" / "grading.py").is_file():
            raise BatchError(f"{root.name}: holds no grader. Name the folder of a clone of this project.")
        self._root = root
        self._process: subprocess.Popen[str] | None = None

    def grade(self, path: Path, assignment: Assignment, identity: str) -> Json:
        """Grade a folder and return its results; BatchError where the other version cannot."""
        process = self._running()
        assert process.stdin
        assert process.stdout
        text = msgspec.json.encode(assignment, order="deterministic").decode()
        order = {"path": str(path), "assignment": text, "identity": identity}
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            results: Json = json.loads(process.stdout.readline())
        except (OSError, ValueError) as error:
            self.close()
            raise BatchError(f"{self._root.name}: this version of the grader cannot grade it.") from error
        return results

    def _end(self) -> None:
        """Let it end."""
        if self._process:
            process, self._process = self._process, None
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.stdout.close()
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self.callback(self._end)
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", CODE, str(self._root.resolve())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        return self._process
