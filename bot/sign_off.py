"""Writes the clinical sign-off sheet, a page to print and fill in by pen."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.clinical.content import Content
from bot.clinical.sign_off import pieces, sections

_TEMPLATES = Path(__file__).resolve().parents[1] / "docs" / "safety"
_TEMPLATE = "sign_off_template.html.j2"


def sheet(content: Content, made_on: date) -> str:
    """The sheet as one HTML document that asks for nothing from elsewhere.

    Args:
        content: The content.
        made_on: The day that the sheet names.

    Returns:
        The document; all words of the content are escaped.
    """
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["pieces"] = pieces
    parts = sections(content)
    statements = [statement for section in parts for statement in section.statements]
    return environment.get_template(_TEMPLATE).render(
        content=content,
        sections=parts,
        statements=statements,
        places={section.kind: section.number for section in parts},
        numbers={statement.anchor: statement.number for statement in statements},
        signed=sum(bool(entry.reviewed_by) for statement in statements for entry in statement.draft.entries),
        entries=sum(len(statement.draft.entries) for statement in statements),
        made_on=made_on.isoformat(),
        mark=hashlib.sha256(repr(parts).encode()).hexdigest()[:10],
    )


def write_sheet(content: Content, out: Path, made_on: date) -> int:
    """Writes the sheet to a file.

    Args:
        content: The content.
        out: The file.
        made_on: The day that the sheet names.

    Returns:
        How many statements it holds.

    Raises:
        ValueError: When the file cannot be written.
    """
    try:
        out.write_text(sheet(content, made_on), encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{out} cannot be written: {error.strerror}.") from error
    return sum(len(section.statements) for section in sections(content))
