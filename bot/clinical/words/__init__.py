"""Turns assessments into messages, with the words of `content/<language>/words`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class Message:
    """One message to the person: at most one screen.

    Attributes:
        text: What is said.
        buttons: Words on quick replies; a tap sends them back as text.
        custom: Hints for rich channels: `kind`, `call`, `several`, `links`.
    """

    text: str
    buttons: tuple[str, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)
