"""Exact values laid out so that a person can check them by hand."""

from __future__ import annotations

from typing import Any

from verify.language.statement import INTEGERS
from verify.report.plain import plain_name

Json = Any  # a rational as a string, or nested lists of them: docs/certificates.md


def block(label: str, value: Json) -> list[str]:
    """`label = value`, or `= value` without a label, on as many lines as a matrix has rows, its columns aligned. A vector is a column."""
    head = f"{label} = " if label else "= "
    if value is None or isinstance(value, str):
        return [f"{head}{'?' if value is None else value}"]
    rows = [row if isinstance(row, list) else [row] for row in value]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [f"[ {'  '.join(entry.rjust(width) for entry, width in zip(row, widths, strict=True))} ]" for row in rows]
    return [(head if n == 0 else " " * len(head)) + line for n, line in enumerate(lines)]


def instance_blocks(instance: dict[str, Any]) -> list[str]:
    """Every value of an instance: numbers on one line, then vectors, matrices, and the members of families."""
    values: dict[str, Json] = instance["values"]
    numbers = ", ".join(f"{plain_name(name)} = {value}" for name, value in values.items() if isinstance(value, str))
    lines = [numbers] if numbers else []
    for name, value in values.items():
        if not isinstance(value, str):
            lines += block(plain_name(name), value)
    for family, sets in instance["members"].items():
        for index_set, members in sets.items():
            for n, member in enumerate(members, start=1):
                index = str(n) if index_set == INTEGERS else f"{index_set}#{n}"
                lines += block(f"{plain_name(family)}[{index}]", member)
            if not members:
                lines.append(f"{family}: no members, since {index_set} is empty")
    return lines
