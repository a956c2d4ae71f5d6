"""The floor that neuroref's start-up is held against: the least that a Typer program can do, with and without a table.

Usage: python benchmarks/floor.py            one command, one line
       python benchmarks/floor.py ROWS COLS  the same, and a Rich table of that size
"""

from __future__ import annotations

import typer

app = typer.Typer()


@app.command()
def main(rows: int = typer.Argument(0), columns: int = typer.Argument(0)) -> None:
    """Print a line, or a table."""
    if not rows:
        print("[]")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*(f"Heading {column}" for column in range(columns)))
    for row in range(rows):
        table.add_row(*(f"cell {row} {column} with a few words" for column in range(columns)))
    Console().print(table)


if __name__ == "__main__":
    app(prog_name="floor")
