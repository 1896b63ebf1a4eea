"""What all laws together may spend of alpha."""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.checks import occasions, shares
from autograder.course.assignment import Statistics


def test_the_shares_of_all_laws_add_up_to_at_most_alpha() -> None:
    """Laws of the noise, of elements, of occasions, and the two that stand in for gradients."""
    assert set(shares.SHARES) == {*shares.LAWS, *shares.SINGLE, *occasions.LAWS, *shares.GRADIENT}
    groups = (shares.LAWS, shares.SINGLE, occasions.LAWS, shares.GRADIENT)
    assert len(shares.SHARES) == sum(map(len, groups)) == 39
    assert {shares.SHARES[law] for law in (*shares.LAWS, *shares.GRADIENT)} == {shares.SHARE}
    assert {shares.SHARES[law] for law in (*shares.SINGLE, *occasions.LAWS)} == {shares.SHARE * shares.PART}
    assert sum(shares.SHARES.values()) <= 1
    assert sum(shares.SHARES.values()) * Statistics().alpha <= 1e-9


def test_every_level_in_the_checks_is_a_declared_share() -> None:
    """No check asks for another part of alpha than the one that the shares are made of."""
    folder = Path(shares.__file__).parent
    asked = [
        ast.unparse(node.args[0])
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "level"
    ]
    assert set(asked) == {"shares.SHARE"}
