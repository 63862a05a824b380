"""How an interview question is asked."""

from __future__ import annotations

from bot.clinical.content import QuestionEntry
from bot.clinical.evidence import Evidence
from bot.clinical.fold import open_options
from bot.clinical.words import Message
from bot.clinical.words.lines import Phrasebook


def ask(question: QuestionEntry, evidence: Evidence, book: Phrasebook) -> Message:
    """A question with the options that are still open.

    Args:
        question: The question.
        evidence: What is known; options spoken of already are left out.
        book: The words.

    Returns:
        The question; its options are numbered so that any channel can answer.
    """
    words = book.content.words.interview[question.id]
    text = words.error if evidence.missed and words.error and not evidence.told_something else words.ask
    options = open_options(question, evidence)
    labels = [words.options.get(o, book.label(o)) for o in options]
    parts = [book.say("noted")] if evidence.told_something and evidence.missed else []
    parts.append(book.fill(text))
    custom: dict[str, object] = {"kind": "question", "several": len(labels) > 1}
    if len(labels) > 1:
        lines = [words.describe.get(o, label) for o, label in zip(options, labels)]
        custom |= {"asked": "\n\n".join(parts), "options": dict(zip(labels, lines))}
        parts.append("\n".join(f"{i}. {line}" for i, line in enumerate(lines, 1)))
    none = (words.none,) if words.none else ()
    alone = (*none, book.button("not_sure"), book.button("skip"))
    return Message("\n\n".join(parts), (*labels, *alone), custom, alone)


def why(question: QuestionEntry | None, book: Phrasebook) -> str:
    """Why a question is asked; a general reason when none is open."""
    if question is None:
        return book.say("why_you_ask_default")
    return book.fill(book.content.words.interview[question.id].why)


def confirm(medicine: str, book: Phrasebook) -> Message:
    """Asks whether a medicine with a far-off spelling was meant."""
    return Message(book.say("did_you_mean", name=medicine), (book.button("affirm"), book.button("deny")), {"kind": "question"})
