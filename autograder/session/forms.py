"""In which form the functions of a submission were found: under another name, as a method, more than once."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from autograder.course.assignment import Assignment
from autograder.course.conventions import Function
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.worker import Worker

DEFINITIONS_ONLY = (
    "Your file could not be run as it is, so its imports, constants, functions and classes were loaded and "
    "graded without the rest."
)
NO_POINTS = "No points are lost by this."

# How the object came about on which methods are called.
OBJECTS = {
    "own": "They were called on the {} that your file makes.",
    "call": "They were called on a {} made as your file makes one.",
    "bare": "{}() failed, so its object was made without __init__.",
}


# What such functions are often called, without capitals and underscores.
COMMON: dict[Function, tuple[str, ...]] = {
    "reparameterize": (
        *("reparametrize", "reparameterise", "reparametrise", "reparam", "reparameterization"),
        *("samplez", "samplelatent", "sampling", "sample"),
    ),
    "kl_divergence": ("kl", "klloss", "kldiv", "kld", "kldivergenceloss", "klterm", "gaussiankl"),
    "elbo": ("elboloss", "computeelbo", "vaeloss", "lossfunction", "loss", "forward"),
}


def name_of(names: tuple[str, ...], worker: Worker) -> str:
    """Return the first of a function's names that the submission defines, at its top level or as a method."""
    for namespace in (worker.functions, worker.methods):
        for name in names:
            if name in namespace:
                return name
    return ""


def near(function: Function, name: str, candidates: Collection[str]) -> str:
    """Return which of the names that a submission defines may be meant by one that is not there, or none.

    Capitals and underscores do not count, then what such a function is often called, then letters.
    """
    plain = {_plain(candidate): candidate for candidate in sorted(candidates, reverse=True)}
    names = (_plain(name), *COMMON[function])
    same = next((plain[usual] for usual in names if usual in plain), "")
    close = difflib.get_close_matches(_plain(name), plain, 1)
    return same or (plain[close[0]] if close else "")


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


def is_missing(problem: Exception | None) -> bool:
    """Whether a function is not there, or lacks a name that its file might have defined."""
    if not isinstance(problem, StudentError):
        return False
    return problem.kind == "missing" or str(problem).startswith(("NameError", "UndefVarError"))


def messages(assignment: Assignment, worker: Worker) -> list[str]:
    """Return what a student should know of how the functions were found."""
    notes = [note.text for note in worker.notes if not note.function]
    methods: dict[str, list[str]] = {}
    for function in assignment.functions:
        course_name, name = assignment.names(function)[0], name_of(assignment.names(function), worker)
        if name not in worker.functions and name in worker.methods:
            methods.setdefault(worker.methods[name], []).append(name)
        notes += [note.text for note in worker.notes if name and note.function == name]
        if name and name != course_name:
            notes.append(f"{name} was graded as {course_name}.")
    for kind, names in methods.items():
        origin = next((worker.objects[name] for name in names if name in worker.objects), "")
        rivals = dict.fromkeys(rival for name in names for rival in worker.rivals[name])
        others = f" Such methods are also in {' and '.join(rivals)}." if rivals else ""
        object_ = f" {OBJECTS[origin].format(kind)}" if origin else ""
        notes.append(f"Graded as methods of the class {kind}: {', '.join(names)}.{object_}{others}")
    return notes
