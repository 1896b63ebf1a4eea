"""In which form the functions of a submission were found: under another name, as a method, more than once."""

from __future__ import annotations

from autograder.assignment import Assignment
from autograder.sandbox.worker import Worker

DEFINITIONS_ONLY = (
    "Your file could not be run as it is, so its imports, constants, functions and classes were loaded and "
    "graded without the rest. No points are lost by this."
)


def found(names: tuple[str, ...], worker: Worker) -> str:
    """Return the first of a function's names that the submission defines, at its top level or as a method."""
    for defined in (worker.functions, worker.methods):
        for name in names:
            if name in defined:
                return name
    return ""


def told(assignment: Assignment, worker: Worker) -> list[str]:
    """Return what a student should know of how the functions were found."""
    notes = [note.text for note in worker.notes if not note.function]
    for function in assignment.functions:
        asked, name = assignment.names(function)[0], found(assignment.names(function), worker)
        notes += [note.text for note in worker.notes if name and note.function == name]
        if name and name != asked:
            notes.append(f"{name} was graded as {asked}.")
        if name and name not in worker.functions:
            made = (
                " made without its __init__, which needs arguments or failed" if name in worker.bare else ""
            )
            notes.append(f"{name} was graded as a method of {worker.methods[name]}{made}.")
    return notes
