"""Kinds of real hand-ins: what is right is not called wrong, and what is not earned is not paid."""

from __future__ import annotations

import pytest

from tests.support.derivations import points
from tests.support.kinds import Instance, instances, problems

INSTANCES = instances()


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda i: f"{i.kind}: {i.name}")
def test_an_instance_of_a_kind_is_judged_as_it_should(instance: Instance) -> None:
    """Its points, and the verdicts on its lines."""
    judgement = instance.judgement
    assert problems(judgement) == instance.problems
    assert points(judgement) == instance.points


def test_every_kind_has_several_instances() -> None:
    """One instance shows a case; several show that the kind is understood."""
    kinds = [instance.kind for instance in INSTANCES]
    assert [kind for kind in set(kinds) if kinds.count(kind) < 3] == []
