"""A folder of its own for each child: a copy of the submission, which the child may change."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType


class Scratch:
    """A temporary folder holding the submitted files, owned by the child's user."""

    def __init__(self, files: Iterable[tuple[str, bytes]], user: int | None) -> None:
        self.top = Path(tempfile.mkdtemp(prefix="vae-"))
        # Reachable by the child's user, listable by nobody.
        self.top.chmod(0o711)
        self.folder = self._folder("submission", user)
        self.home = self._folder("home", user)
        for name, content in files:
            path = self.folder / name
            for parent in reversed(path.relative_to(self.folder).parents):
                (self.folder / parent).mkdir(exist_ok=True)
                _give(self.folder / parent, user)
            path.write_bytes(content)
            _give(path, user)

    def output(self) -> int:
        """Return the descriptor of a new file without a name, for what the child prints."""
        descriptor, name = tempfile.mkstemp(dir=self.top)
        os.unlink(name)
        return descriptor

    def remove(self) -> None:
        """Remove the folder, however deep it has become and whatever may not be read in it."""
        with contextlib.suppress(RecursionError):
            shutil.rmtree(self.top, ignore_errors=True)
        if self.top.exists():
            for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
                subprocess.run([*command, "--", str(self.top)], check=False, capture_output=True)

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()

    def _folder(self, name: str, user: int | None) -> Path:
        folder = self.top / name
        folder.mkdir(mode=0o700)
        _give(folder, user)
        return folder


def _give(path: Path, user: int | None) -> None:
    if user is not None:
        os.chown(path, user, user, follow_symlinks=False)
