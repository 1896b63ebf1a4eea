"""What a hand-in seems to import that takes longer to import than all else that is done with it."""

from __future__ import annotations

import re

from autograder.submission.files import Files
from autograder.submission.framework import Framework

TORCH = re.compile(rb"(?:import|from) +torch\b")
# The words that a file has which imports them, some by a call of PyTorch's that needs them.
SLOW = {
    "matplotlib.pyplot": (re.compile(rb"(?:import|from) +matplotlib\b"),),
    "scipy.stats": (re.compile(rb"(?:import|from) +scipy\b"), re.compile(rb"\bstats\b")),
    "torch.fx.experimental.symbolic_shapes": (
        re.compile(rb"MultivariateNormal|TransformedDistribution|LogNormal|broadcast_shapes"),
    ),
}


def imports_torch(files: Files) -> bool:
    """Whether some file seems to import PyTorch."""
    return any(TORCH.search(content) for _, content in files)


def slow_imports(files: Files, framework: Framework) -> tuple[str, ...]:
    """Return the names of the other slow libraries that some file seems to import; PyTorch's for its own."""
    return tuple(
        name
        for name, words in SLOW.items()
        if (framework == "torch" or not name.startswith("torch."))
        and any(all(word.search(content) for word in words) for _, content in files)
    )
