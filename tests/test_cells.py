"""Checking from inside a notebook gives the words that handing the notebook in would give."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.cells import check_cells
from autograder.cli import main
from autograder.diagnosis.bank import MISCONCEPTIONS

CODE = (MISCONCEPTIONS / "kl_sign_flipped.py").read_text(encoding="utf-8")


def namespace(*cells: str) -> dict[str, Any]:
    """What a notebook's globals() hold once cells have run; IPython begins its history with an empty one."""
    history = SimpleNamespace(input_hist_raw=["", *cells])
    return {"get_ipython": lambda: SimpleNamespace(history_manager=history)}


def test_the_words_are_those_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The cells that check are left out, and the last definition of a function is the one that counts."""
    check = "from check import check\ncheck( globals() )"
    check_cells(namespace("x = 1\n@print\ndef kl_divergence(mu, log_var):\n    return 0", CODE, check))
    cells = capsys.readouterr().out
    (tmp_path / "vae.py").write_text(CODE)
    main(["check", str(tmp_path)], standalone_mode=False)
    file = capsys.readouterr().out

    def lines(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.startswith("Graded in")]

    assert lines(cells) == lines(file)
    assert "kl_divergence" in cells


def test_outside_a_notebook_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """In one sentence."""
    check_cells({})
    assert capsys.readouterr().out.startswith("check(globals()) is for notebooks.")
