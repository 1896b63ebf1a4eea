"""The matrix on a terminal, as CSV and as a page of HTML."""

from __future__ import annotations

import csv
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.staff.validation.matrix import Matrix, Row

TEMPLATES = Path(__file__).parent
FILE_WIDTH = 160  # columns, where the output goes to a file
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet computes


def show(matrix: Matrix) -> None:
    """Print each submission with the checks that failed; what was not marked as it must be comes first."""
    console = Console()
    if not console.is_terminal:
        console.width = FILE_WIDTH
    table = Table("submission", "verdict", "failed, diagnosis", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    for row in matrix.problems_first:
        verdict = Text(", ".join(row.verdicts), "" if row.verdicts == ("ok",) else "bold red")
        table.add_row(Text(f"{row.kind}/{row.specimen.name}"), verdict, _failure_words(row))
    console.print(table)
    console.print()
    for sentence in matrix.summary():
        console.print(Text(f"{sentence}."))


def _failure_words(row: Row) -> Text:
    """Return the checks that failed, and what was diagnosed."""
    phrases = [Text(words, "bold red" if wrong else "") for words, wrong in row.words()]
    diagnosis = diagnoses(row)
    return Text(", ").join([*phrases, *([Text(f"diagnosis {diagnosis}")] if diagnosis else [])])


def write_csv(matrix: Matrix, path: Path) -> None:
    """Write a line for each submission, with the number of gradings in which each check failed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["kind", "name", "gradings", "verdict", "must fail", "first", "diagnosis", *matrix.checks]
        )
        for row in matrix.rows:
            counts = [row.failures[check] for check in matrix.checks]
            verdict = ", ".join(row.verdicts)
            cells = [row.kind, row.specimen.name, len(row.gradings), verdict]
            cells += [" ".join(row.must_fail), row.first, diagnoses(row), *counts]
            writer.writerow([plain_cell(cell) for cell in cells])


def plain_cell(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula, whatever a student's file is called."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_html(matrix: Matrix, path: Path) -> None:
    """Write the matrix as one page that needs nothing else."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("matrix.html").render(matrix=matrix, diagnoses=diagnoses)
    path.write_text(page, encoding="utf-8")


def diagnoses(row: Row) -> str:
    """Return what was diagnosed, how often where not always."""
    every = len(row.gradings)
    return ", ".join(
        name if n == every else f"{name} ({n}/{every})" for name, n in row.diagnoses.most_common()
    )
