"""What every part of the content is made of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

LEVELS = ("out_of_scope", "self_care", "routine", "urgent", "emergency")
Level = Literal["out_of_scope", "self_care", "routine", "urgent", "emergency"]


class ContentError(Exception):
    """The content is wrong; the message names the file and what to mend."""


class Entry(BaseModel):
    """Base of every content entry: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Entry):
    """Where a statement comes from, and how much of it was read."""

    title: str
    publisher: str = ""
    address: str = ""
    read: str = ""
