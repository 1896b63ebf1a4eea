"""Kinds of real hand-ins: what is right is not called wrong, and what is not earned is not paid."""

from __future__ import annotations

import pytest

from tests.support.derivations import FOLDER, points
from tests.support.kinds import Instance, instances, of_file, problems

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


def test_marks_are_those_of_a_fair_assistant() -> None:
    """Off by one point at most on average, and by more than three only where a person looks."""
    marked = of_file(FOLDER / "marks.tex")
    judged = [(instance, instance.judgement) for instance in marked]
    off = [abs(points(judgement) - instance.points) for instance, judgement in judged]
    assert len(marked) == 40
    assert sum(off) / len(off) <= 1.0
    far = [(i.name, j) for (i, j), difference in zip(judged, off, strict=True) if difference > 3]
    assert [name for name, judgement in far if not judgement.queries] == []
