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
        custom: Hints for rich channels; the text says it all without them.
            `kind`: what the message is (a level of help, `question`, `explanation`,
            `contributors`, `summary`, `person`, `sources`, `failure`).
            `call`: `label` and `number` of the emergency line.
            `several`: whether more than one option of a question can be chosen.
            `asked`: a question without its list, for channels whose buttons have
            room for `options`: what the words on each button stand for, in full.
            `links`: sources, each with `title` and `address`.
            `picture`: a name in `content/<language>/words/pictures.yml`.
            `contributors`: all that may be adding to it, each with its `name` in
            words and its `tier` (`likely`, `possible`, `worth_checking`), in order.
        alone: Buttons that answer by themselves where several can be chosen.
    """

    text: str
    buttons: tuple[str, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)
    alone: tuple[str, ...] = ()

    def taps(self) -> list[dict[str, Any]]:
        """Buttons as Rasa keeps them; a tap sends its own words, never a command."""
        return [{"title": b, "payload": b, **({"alone": True} if b in self.alone else {})} for b in self.buttons]
