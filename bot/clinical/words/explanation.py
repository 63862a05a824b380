"""The explanation: what may be adding to it and why, what helps, whom to ask."""

from __future__ import annotations

from bot.clinical.assess import Assessment, Contributor, Interaction
from bot.clinical.content import CauseWords
from bot.clinical.evidence import Evidence, Status
from bot.clinical.words import Message
from bot.clinical.words.lines import Phrasebook, bullets, call
from bot.clinical.words.understood import understood

#: Contributors told in full; the rest are named in one line.
TOLD_IN_FULL = 3
_HELPS = 3
_QUESTIONS = 4
_REASONS = 3


def explanation(assessment: Assessment, evidence: Evidence, book: Phrasebook) -> list[Message]:
    """The explanation, in parts of at most one screen.

    Args:
        assessment: The assessment.
        evidence: What is known.
        book: The words.

    Returns:
        Messages in order: what was understood, how soon to get help, each
        contributor, medicines that clash, what to ask and where it is from.
    """
    told = assessment.contributors[:TOLD_IN_FULL]
    messages = [Message(understood(evidence, book)), level(assessment, evidence, book)]
    if told:
        messages.append(Message(book.say("explanation_intro"), custom=_contributors(assessment, book)))
        messages += [Message(contributor(c, evidence, book), custom={"kind": "explanation"}) for c in told]
        rest = [book.content.words.causes[c.cause].name for c in assessment.contributors[TOLD_IN_FULL:]]
        if rest:
            messages.append(Message(book.say("explanation_tier_worth_checking", cause=book.listed(rest))))
    else:
        messages.append(Message(book.say("no_contributor_found")))
    messages += [Message(interaction(i, book), custom={"kind": "explanation"}) for i in assessment.interactions]
    return [*messages, closing(assessment, told, book)]


def _contributors(assessment: Assessment, book: Phrasebook) -> dict[str, object]:
    """All contributors as a hint, for channels that can draw them."""
    named = [{"name": book.content.words.causes[c.cause].name, "tier": c.tier} for c in assessment.contributors]
    return {"kind": "contributors", "contributors": named}


def level(assessment: Assessment, evidence: Evidence, book: Phrasebook) -> Message:
    """How soon to get help, with the reasons behind it, and what was left unanswered."""
    parts = [book.say(f"level_{assessment.triage}")]
    words = book.content.words
    if assessment.red_flags:
        parts += [book.fill(words.red_flags[f.name].why) for f in assessment.red_flags[:2]]
    elif assessment.reasons:
        reasons = [words.triage[reason].text for reason in assessment.reasons[:_REASONS]]
        parts.append(book.say("visit_because", reasons=book.listed(reasons)))
    if assessment.triage in ("self_care", "routine") and danger_unanswered(evidence, book):
        parts.append(book.say("danger_not_answered"))
    custom: dict[str, object] = {"kind": assessment.triage}
    number = call(book.content, book.region)
    if number and assessment.triage == "emergency":
        custom["call"] = number
    return Message("\n\n".join(parts), custom=custom)


def danger_unanswered(evidence: Evidence, book: Phrasebook) -> bool:
    """Whether a question about danger signs was skipped or left without an answer."""
    asked = {q.id for q in book.content.interview.questions if q.red_flag}
    return any(evidence.answered.get(name) in ("skipped", "unclear") for name in asked)


def contributor(found: Contributor, evidence: Evidence, book: Phrasebook) -> str:
    """One contributor with the person's own facts as reasons.

    Args:
        found: The contributor.
        evidence: What is known.
        book: The words.

    Returns:
        Its name, why it is named, how it acts, how it feels and what helps.
    """
    words = book.content.words.causes[found.cause]
    parts = [book.say(f"explanation_tier_{found.tier}", cause=words.name), because(found, evidence, book)]
    parts.append(f"{book.fill(words.because)} {book.fill(words.feels_like)}")
    if words.helps:
        parts.append(f"{book.say('what_helps')}\n{bullets([book.fill(h) for h in words.helps[:_HELPS]])}")
    if words.avoid:
        parts.append(f"{book.say('what_not_to_do')}\n{bullets([book.fill(a) for a in words.avoid])}")
    return "\n\n".join(parts)


def because(found: Contributor, evidence: Evidence, book: Phrasebook) -> str:
    """The person's own facts behind a contributor."""
    taken = [n for n in found.because if n in evidence.medicines and evidence.medicines[n].status is not Status.PAST]
    told = [book.label(n) for n in found.because if n not in taken]
    parts = [book.say("because_you_take", medicines=book.listed(taken))] if taken else []
    if told:
        parts.append(book.say("because_you_said", reasons=book.listed(list(dict.fromkeys(told)))))
    return " ".join(parts)


def interaction(pair: Interaction, book: Phrasebook) -> str:
    """What is said about two medicines together."""
    words = book.content.words.interactions[pair.id]
    return f"{book.label(pair.a)} + {book.label(pair.b)}: {book.fill(words.text)}"


def in_detail(words: CauseWords, book: Phrasebook) -> str:
    """Everything about a cause, for "tell me more"."""
    parts = [f"{book.fill(words.because)} {book.fill(words.feels_like)}"]
    parts.append(f"{book.say('what_helps')}\n{bullets([book.fill(h) for h in words.helps])}")
    parts.append(f"{book.say('ask_your_team')}\n{bullets([book.fill(q) for q in words.ask_team])}")
    parts.append(sooner(words, book))
    parts.append(book.sources(words.sources)[0])
    return "\n\n".join(p for p in parts if p)


def sooner(words: CauseWords, book: Phrasebook) -> str:
    """The signs of a cause that should not wait for the visit."""
    return book.say("come_back_sooner", signs=book.fill(words.sooner))


def closing(assessment: Assessment, told: tuple[Contributor, ...], book: Phrasebook) -> Message:
    """What to ask, what never to do alone, when to come back sooner, and sources."""
    causes = [book.content.words.causes[c.cause] for c in told]
    questions = [book.fill(c.ask_team[0]) for c in causes if c.ask_team]
    questions += [book.fill(q) for c in causes for q in c.ask_team[1:2]]
    parts = []
    if questions:
        parts.append(f"{book.say('ask_your_team')}\n{bullets(list(dict.fromkeys(questions))[:_QUESTIONS])}")
    parts.append(book.say("not_stop_medicine"))
    parts += [sooner(c, book) for c in causes[:1]]
    ids = [s for c in told for s in c.sources] + [s for i in assessment.interactions for s in i.sources]
    line, links = book.sources(ids or ["article"])
    parts += [line, book.say("not_reviewed"), book.say("offer_after_explanation")]
    buttons = tuple(book.button(i) for i in ("ask_self_care", "hear_more", "ask_summary", "ask_for_person"))
    return Message("\n\n".join(parts), buttons, {"kind": "explanation", "links": links})
