"""The finite models: where a rule holds it holds exactly, and where it is broken it is broken."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.derivations.judging.models import MODELS, World, build

TRUE = build(1)


def gap(world: World) -> float:
    """Return how far p(x|z) p(z) is from p(x,z), at most."""
    tables = world.tables
    product = tables["p", "x", "z"] * tables["p", "z", ""]
    return float(np.abs(product - tables["p", "xz", ""]).max())


@pytest.mark.parametrize(
    "world", [TRUE, build(2, product=False), build(3, jensen=False)], ids=["true", "product", "signed"]
)
def test_densities_add_up_to_one(world: World) -> None:
    """Also where the product rule or positivity does not hold."""
    assert len(world.tables["p", "xz", ""]) == MODELS
    for (_, of, _), table in world.tables.items():
        axes = tuple({"x": 1, "z": 2}[kind] for kind in of)
        for kind in of:
            table = table * world.measures[kind]
        np.testing.assert_allclose(table.sum(axis=axes), 1, atol=1e-9)


def test_densities_may_exceed_one() -> None:
    """In every second model, so that a bound that holds for probabilities alone is not accepted."""
    assert (TRUE.tables["p", "x", ""].reshape(MODELS, -1).max(axis=1) > 1).mean() > 0.2
    assert any((TRUE.measures[kind] == 1).all(axis=(1, 2)).mean() > 0.2 for kind in ("x", "z"))


def test_the_product_rule_holds_unless_it_is_broken() -> None:
    """And it holds where only normalisation or positivity is broken."""
    assert gap(TRUE) < 1e-12
    assert gap(build(4, jensen=False, distributions=())) < 1e-9
    assert gap(build(5, product=False)) > 0.1


def test_normalisation_is_broken_for_the_named_distribution_only() -> None:
    """Each of its tables has a sum of its own."""
    world = build(6, distributions=("q",))
    x, z = world.measures["x"], world.measures["z"]
    assert np.abs((x * world.tables["p", "x", ""]).sum(axis=1) - 1).min() > 0
    np.testing.assert_allclose((z * world.tables["q", "z", "x"]).sum(axis=2), 1)


def test_weights_are_signed_where_jensen_is_broken() -> None:
    """Positive everywhere else, and never near zero."""
    assert all((table > 0).all() for table in TRUE.tables.values())
    signed = build(7, jensen=False).tables
    assert (signed["q", "z", "x"] < 0).any(axis=2).all()
    assert min(np.abs(table).min() for table in signed.values()) > 1e-3


def test_what_the_tables_do_not_hold_is_drawn_once() -> None:
    """The same purpose has the same numbers, another has others."""
    first, again, other = (TRUE.generator(purpose).random() for purpose in ("elbo", "elbo", "divergence"))
    assert first == again != other
