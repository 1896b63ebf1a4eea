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


def show(matrix: Matrix) -> None:
    """Print the matrix: "x" where a check failed in all gradings, "!" where that is not as it must be."""
    console = Console()
    if not console.is_terminal:
        console.width = FILE_WIDTH
    columns = [str(i) for i in range(1, len(matrix.checks) + 1)]
    numbers = dict(zip(matrix.checks, columns, strict=True))
    table = Table("submission", *columns, "first", "verdict", "diagnosis", box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    for row in matrix.rows:
        cells = [cell(row, check) for check in matrix.checks]
        marked = [Text(text, "bold red" if "!" in text else "") for text in cells]
        verdict = Text(", ".join(row.verdicts), "" if row.verdicts == ("ok",) else "bold red")
        name, first = Text(f"{row.kind}/{row.specimen.name}"), numbers.get(row.first, "")
        table.add_row(name, *marked, first, verdict, Text(diagnoses(row)))
    console.print(table)
    console.print()
    console.print(Text(f"Checks: {', '.join(f'{i} {check}' for check, i in numbers.items())}."))
    for sentence in matrix.summary():
        console.print(Text(f"{sentence}."))


def write_csv(matrix: Matrix, path: Path) -> None:
    """Write a line for each submission, with the number of gradings in which each check failed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["kind", "name", "gradings", "verdict", "must fail", "first", "diagnosis", *matrix.checks]
        )
        for row in matrix.rows:
            counts = [row.failed[check] for check in matrix.checks]
            told = [" ".join(row.must_fail), row.first, diagnoses(row)]
            verdict = ", ".join(row.verdicts)
            writer.writerow([row.kind, row.specimen.name, len(row.gradings), verdict, *told, *counts])


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
    page = environment.get_template("matrix.html").render(matrix=matrix, cell=cell, diagnoses=diagnoses)
    path.write_text(page, encoding="utf-8")


def cell(row: Row, check: str) -> str:
    """Return "x" where a check failed in all gradings, else the share; "!" where it is not as it must be."""
    share = row.failed[check] / len(row.gradings)
    told = {0.0: "", 1.0: "x"}.get(share, f"{share:.0%}")
    return f"{told}!" if row.is_wrong_at(check) else told


def diagnoses(row: Row) -> str:
    """Return what was diagnosed, how often where not always."""
    every = len(row.gradings)
    return ", ".join(
        name if n == every else f"{name} ({n}/{every})" for name, n in row.diagnosed.most_common()
    )
