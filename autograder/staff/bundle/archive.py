"""A zip archive's content: files of the project by their names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from autograder.paths import ROOT

EXECUTABLE = ("setup.sh", "run_autograder")
EPOCH = (1980, 1, 1, 0, 0, 0)
Content = dict[str, bytes]


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


def package(folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files below one of the project's folders with their names."""
    for path in sorted((ROOT / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
