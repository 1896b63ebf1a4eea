"""The file results.json: written whole or not at all, and always JSON that any reader takes."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any


def text(results: dict[str, Any]) -> str:
    """Return results as JSON."""
    return json.dumps(_plain(results), indent=1, allow_nan=False)


def write(path: Path, results: dict[str, Any]) -> None:
    """Replace the file in one step, so that a reader finds the old one or the new one.

    Whoever may read a new file of this user's may read it.
    """
    content = text(results)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("x", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _plain(value: Any) -> Any:
    """Replace what JSON cannot hold, and would cost the whole result, by its name.

    That is nan and infinity, half of a surrogate pair, and any other type, such as NumPy's scalars.
    """
    if isinstance(value, dict):
        return {_plain(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value).encode(errors="replace").decode()
