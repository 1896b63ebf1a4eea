"""A folder of its own for each child: a copy of the submission, which the child may change.

It lies in memory, where there is ample room: on a disk, ext4 takes the longer for a new file the more were
removed a moment ago. Else it lies where this machine keeps temporary files, and always where TMPDIR says;
where that is full no student is to lose a point for it.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePath

from autograder.sandbox.outside.errors import Unready

PREFIX = "vae-"
MODE = 0o711  # reachable by the child's user, listable by nobody; and so is hardly a folder of anyone's data
MAX_AGE = 6 * 3600  # seconds; a submission has minutes
ROOM = 32 << 20  # bytes: what a child may print, twice
MEMORY = "/dev/shm"  # which Linux keeps in memory
AMPLE = 4 << 30  # bytes; several times what a child can write in its folder and hide by removing its names
NAMES = ("TMPDIR", "TEMP", "TMP")  # of variables that say where temporary files go
FULL = (errno.ENOSPC, errno.EDQUOT)


def shelf() -> str:
    """Return the folder in which scratch folders are made now."""
    with suppress(OSError):
        ample = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= AMPLE
        if ample and not any(map(os.environ.get, NAMES)):
            return MEMORY
    return tempfile.gettempdir()


@contextmanager
def temporary() -> Iterator[str]:
    """Give the folder for temporary files; raise Unready where there is no room in it for them."""
    try:
        folder = shelf()
        if (free := shutil.disk_usage(folder).free) < ROOM:
            raise _no_room(f"{folder} has {free >> 20} MB left, and {ROOM >> 20} MB are needed")
        try:
            yield folder
        except OSError as error:
            if error.errno in FULL:
                raise _no_room(f"{folder} is full") from error
            raise
    except FileNotFoundError as error:
        if "temporary" in str(error.strerror):
            raise _no_room(str(error.strerror)) from error
        raise


def _no_room(what: str) -> Unready:
    remedy = "Make room there, or name another folder in the variable TMPDIR."
    return Unready(f"Student code was not run: there is no room for its temporary files, {what}. {remedy}")


class Scratch(ExitStack):
    """A temporary folder holding the submitted files, owned by the child's user.

    What the child prints goes into the file `output`, whose name may be removed once it is open there too.
    """

    def __init__(self, files: Sequence[tuple[str, bytes]], user: int | None) -> None:
        super().__init__()
        with temporary() as folder:
            self.top = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
            self.callback(self._remove)
            try:
                self._fill(files, user)
            except BaseException:
                self.close()
                raise

    def printed(self, size: int) -> bytes:
        """Return the first bytes of what the child has printed."""
        self._prints.seek(0)
        return self._prints.read(size)

    def _fill(self, files: Sequence[tuple[str, bytes]], user: int | None) -> None:
        self.top.chmod(MODE)
        self.folder = self._folder("submission", user)
        self.home = self._folder("home", user)
        for parent in sorted(
            {parent for name, _ in files if "/" in name for parent in PurePath(name).parents}
        ):
            (self.folder / parent).mkdir(exist_ok=True)
            _give(self.folder / parent, user)
        for name, content in files:
            path = self.folder / name
            path.write_bytes(content)
            _give(path, user)
        self.output = self.top / "output"
        self.output.touch(mode=0o600)
        self._prints = self.enter_context(self.output.open("rb", buffering=0))

    def _remove(self) -> None:
        """Remove the folder, however deep it has become and whatever may not be read in it."""
        with suppress(RecursionError):
            shutil.rmtree(self.top, ignore_errors=True)
        if self.top.exists():
            for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
                subprocess.run([*command, "--", str(self.top)], check=False, capture_output=True)

    def _folder(self, name: str, user: int | None) -> Path:
        folder = self.top / name
        folder.mkdir(mode=0o700)
        _give(folder, user)
        return folder


def sweep() -> None:
    """Remove the folders that killed graders of this user have left: older than any grading takes.

    In memory too where folders no longer lie there: what was left may be why there is no room.
    """
    shelves = {MEMORY, tempfile.gettempdir()}
    for path in (path for folder in shelves for path in Path(folder).glob(f"{PREFIX}*")):
        with suppress(OSError):
            status = path.lstat()
            ours = status.st_mode == stat.S_IFDIR | MODE and status.st_uid == os.geteuid()
            if ours and time.time() - status.st_mtime > MAX_AGE:
                shutil.rmtree(path, ignore_errors=True)


def _give(path: Path, user: int | None) -> None:
    if user is not None:
        os.chown(path, user, user, follow_symlinks=False)
