"""What a hand-in seems to import that takes longer to import than all else that is done with it."""

from __future__ import annotations

import re

from autograder.submission.files import Files

TORCH = re.compile(rb"(?:import|from) +torch\b")
# The words that a file has which imports them.
SLOW = {
    "matplotlib.pyplot": (re.compile(rb"(?:import|from) +matplotlib\b"),),
    "scipy.stats": (re.compile(rb"(?:import|from) +scipy\b"), re.compile(rb"\bstats\b")),
}


def imports_torch(files: Files) -> bool:
    """Whether some file seems to import PyTorch."""
    return any(TORCH.search(content) for _, content in files)


def slow_imports(files: Files) -> tuple[str, ...]:
    """Return the names of the other slow libraries that some file seems to import."""
    return tuple(
        name
        for name, words in SLOW.items()
        if any(all(word.search(content) for word in words) for _, content in files)
    )
