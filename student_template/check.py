"""Check your own work before you hand it in: `python check.py`, or in a notebook `check(globals())`.

README.md says how to install what this needs.
"""

import sys
from importlib.util import find_spec

NEEDED = (
    *(
        "click",
        "gradescope_utils",
        "jinja2",
        "lark",
        "latex2mathml",
        "msgspec",
        "nbformat",
        "numpy",
        "psutil",
    ),
    *("pylatexenc", "rich", "scipy"),
)


def check(namespace):
    """Check what you have defined in a notebook, with its globals()."""
    require_packages()
    from autograder.cells import check_cells

    check_cells(namespace)


def require_packages():
    """Say in one sentence what is not installed, and end."""
    if sys.version_info < (3, 10):
        sys.exit(f"Python 3.10 or later is needed, and this is {sys.version.split()[0]}.")
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        sys.exit(
            f"Not installed for this Python: {', '.join(missing)}. README.md says how: make\n"
            "and activate an environment, then python -m pip install -r requirements.txt"
        )


if __name__ == "__main__":
    require_packages()
    from autograder.check import check as command

    command()
