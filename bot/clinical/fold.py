"""Folds a conversation into evidence, one message after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, Sequence

from bot.clinical.content import Content, QuestionEntry
from bot.clinical.evidence import Evidence, Fact, Mention, Status, Turn, updated, with_mentions
from bot.clinical.replies import Reply, read_reply

#: Intents that say nothing about the open question and are answered on the side.
INTERRUPTIONS = frozenset(
    """ask_what_is_spasm ask_cause ask_hiv_link ask_medicine_effect ask_interaction ask_self_care
    ask_food_supplements ask_when_to_seek_help ask_about_contributor ask_treatment ask_why_you_ask
    ask_what_understood ask_sources ask_bot_identity ask_maker ask_privacy ask_capabilities
    ask_summary ask_for_person ask_stop_art ask_diagnosis ask_prescription pressure_reassurance
    greet goodbye thanks how_are_you react_positive react_negative abuse prompt_injection
    out_of_scope hear_more resume_interview express_distress start_again stop_conversation
    delete_my_data other_language nlu_fallback correct_information""".split()
)

#: Intents of what has nothing to do with Steady.
OFF_TOPIC = frozenset("out_of_scope abuse prompt_injection other_language nlu_fallback".split())

#: Intents of requests that are not Steady's to answer (labelling.md, out_of_scope).
OUT_OF_SCOPE = OFF_TOPIC | {"ask_diagnosis", "ask_prescription", "ask_stop_art"}

#: Intents of questions about spasms and HIV, in scope with nothing else said.
QUESTIONS_IN_SCOPE = frozenset(
    """ask_what_is_spasm ask_cause ask_hiv_link ask_medicine_effect ask_interaction ask_self_care
    ask_food_supplements ask_when_to_seek_help ask_about_contributor ask_treatment""".split()
)

#: Intents with which a person tells of themselves or of somebody they ask for.
REPORTS = frozenset("report_symptoms report_for_other inform_medicines inform_background correct_information".split())

#: Intent that the arbiter gives only to what is told of muscles, nerves and limbs, also where the lexicon has no word for it.
TOLD_IN_SCOPE = frozenset({"report_symptoms"})

#: Questions about the assistant itself, in scope with nothing else said.
ABOUT_STEADY = frozenset("ask_capabilities ask_privacy ask_bot_identity ask_maker ask_sources ask_why_you_ask".split())

#: Intent of a report about somebody whom the person asks for.
FOR_OTHER = "report_for_other"

#: Intent of a correction: its "no" takes something back and answers nothing.
CORRECTION = "correct_information"

#: Fewest words with which a message is an account of its own while a question is open.
SHORTEST_ACCOUNT = 8

#: Least that an account must be like emergencies while a question is open: danger is being asked about by then.
LEAST_LIKENESS = 0.3

#: Replies that may fail to answer a question before it is left.
MAX_ATTEMPTS = 2


def fold(turns: Iterable[Turn], content: Content) -> Evidence:
    """Folds the messages of a conversation into evidence.

    Args:
        turns: The person's messages, in order.
        content: For the questions that were open, and the words of answers.

    Returns:
        What is known after the last message.
    """
    evidence = Evidence()
    for turn in turns:
        evidence = after_turn(evidence, turn, content)
    return evidence


def after_turn(before: Evidence, turn: Turn, content: Content) -> Evidence:
    """Evidence after one more message.

    Args:
        before: Evidence so far.
        turn: The message.
        content: As for `fold`.

    Returns:
        The new evidence.
    """
    mentions = [m for m in turn.mentions if not _is_only_asked(m, before, turn) and not _is_answer(m, turn)]
    evidence = with_mentions(replace(before, turns=turn.index + 1, missed=False), mentions, turn.index)
    for_other = before.for_other or (turn.intent == FOR_OTHER and any(m.role != "other" for m in mentions))
    evidence = replace(evidence, in_scope=before.in_scope or _is_in_scope(turn, content), for_other=for_other)
    if turn.confirming:
        evidence = _after_confirmation(evidence, turn, content)
    if turn.question:
        return _after_answer(before, evidence, turn, content)
    return _after_second_thought(evidence, turn, content)


def _is_answer(mention: Mention, turn: Turn) -> bool:
    """Whether a message only sounds like an emergency because it answers a question."""
    if mention.kind != "suspicion" or not (turn.question or turn.confirming):
        return False
    return len(turn.text.split()) < SHORTEST_ACCOUNT or (mention.value or 0.0) < LEAST_LIKENESS


def _is_only_asked(mention: Mention, before: Evidence, turn: Turn) -> bool:
    """Whether a question names a medicine that is known to be taken: asking takes nothing back."""
    if mention.kind != "medicine" or mention.role != "past" or turn.intent == CORRECTION:
        return False
    taken = before.medicines.get(mention.name)
    return turn.intent in INTERRUPTIONS and taken is not None and taken.status is Status.AFFIRMED


def _is_in_scope(turn: Turn, content: Content) -> bool:
    if turn.intent in OUT_OF_SCOPE:
        return False
    if turn.intent in QUESTIONS_IN_SCOPE | TOLD_IN_SCOPE | ABOUT_STEADY:
        return True
    if turn.intent in REPORTS and any(m.kind == "medicine" for m in turn.mentions):
        return True
    told = turn.intent in REPORTS
    return any(m.kind == "finding" and (told or m.role != "other") and m.name in content.triage.in_scope for m in turn.mentions)


def _after_confirmation(evidence: Evidence, turn: Turn, content: Content) -> Evidence:
    """Takes up the answer to "did you mean ...?" about a medicine."""
    reply = read_reply(turn, (), {}, "", content.lexicon.answers)
    if reply.kind != "yes" or not turn.confirming:
        return evidence
    return replace(evidence, medicines=updated(evidence.medicines, Fact(turn.confirming, Status.AFFIRMED, turn.index)))


def _after_second_thought(evidence: Evidence, turn: Turn, content: Content) -> Evidence:
    """Takes a "no" right after "not sure", or after a suspicion, as the answer to what was unsure.

    Both end the interview with a referral; the "no" that follows corrects what
    that referral rested on.
    """
    unsure = [f for f in evidence.findings.values() if f.status is Status.UNSURE and f.turn == turn.index - 1]
    suspected = [name for name, said in evidence.suspected.items() if said == turn.index - 1]
    if not unsure and not suspected or read_reply(turn, (), {}, "", content.lexicon.answers).kind != "no":
        return evidence
    denied = {f.name: Fact(f.name, Status.DENIED, turn.index) for f in unsure}
    left = {name: said for name, said in evidence.suspected.items() if name not in suspected}
    return replace(evidence, findings={**evidence.findings, **denied}, suspected=left)


def open_options(question: QuestionEntry, evidence: Evidence) -> tuple[str, ...]:
    """Options of a question that the person has not spoken of yet.

    Args:
        question: The question.
        evidence: What is known.

    Returns:
        Findings, in the order in which they are offered.
    """
    known = (Status.AFFIRMED, Status.DENIED, Status.UNSURE)
    return tuple(o for o in question.options if not (o in evidence.findings and evidence.findings[o].status in known))


def _after_answer(before: Evidence, evidence: Evidence, turn: Turn, content: Content) -> Evidence:
    question = content.question(turn.question or "")
    words = content.words.interview[question.id]
    options = open_options(question, before)
    # A wrong guess would hide a danger, or send somebody to hospital: there only the lexicon counts.
    reply = read_reply(turn, options, words.options, words.none, content.lexicon.answers, guess=not question.red_flag)
    if turn.intent in INTERRUPTIONS and reply.kind == "unrelated":
        return _after_interruption(evidence, question.id, turn)
    if turn.intent == CORRECTION and reply.kind in ("yes", "no"):
        return evidence
    outcome = _outcome(question, reply, turn, content)
    evidence = _with_reply(evidence, question, options, reply, turn)
    if outcome:
        return replace(evidence, answered={**evidence.answered, question.id: outcome})
    return _with_attempt(replace(evidence, missed=True), question.id)


def _after_interruption(evidence: Evidence, question: str, turn: Turn) -> Evidence:
    """Keeps the question open, unless all that comes has nothing to do with it."""
    return _with_attempt(evidence, question) if turn.intent in OFF_TOPIC else evidence


def _with_attempt(evidence: Evidence, question: str) -> Evidence:
    """Counts a reply that does not answer; after the last one the question is left."""
    attempts = evidence.attempts.get(question, 0) + 1
    evidence = replace(evidence, attempts={**evidence.attempts, question: attempts})
    if attempts < MAX_ATTEMPTS:
        return evidence
    return replace(evidence, answered={**evidence.answered, question: "unclear"})


def _outcome(question: QuestionEntry, reply: Reply, turn: Turn, content: Content) -> str:
    """How the question stands: `answered`, `skipped` or `` when still open."""
    if reply.kind == "skip":
        return "skipped"
    if question.kind == "medicines" and any(m.kind == "medicine" for m in turn.mentions):
        return "answered"
    if question.kind == "duration" and any(m.name == "duration" for m in turn.mentions):
        return "answered"
    if question.kind == "open":
        return "answered" if any(m.kind == "finding" for m in turn.mentions) else ""
    if reply.kind in ("no", "unsure", "some"):
        return "answered"
    if reply.kind == "yes":
        several = len(question.options) > 1 and not question.red_flag
        return "" if several or question.kind in ("medicines", "duration") else "answered"
    return ""


def _with_reply(evidence: Evidence, question: QuestionEntry, options: Sequence[str], reply: Reply, turn: Turn) -> Evidence:
    statuses = {o: Status.AFFIRMED for o in reply.chosen} | {o: Status.DENIED for o in reply.denied}
    if reply.kind == "yes" and len(options) == 1:
        statuses = {options[0]: Status.AFFIRMED}
    elif reply.kind == "unsure" or (reply.kind == "yes" and question.red_flag):
        statuses = {o: Status.UNSURE for o in options} if question.red_flag else {}
    findings = evidence.findings
    for name, status in statuses.items():
        said_now = name in findings and findings[name].turn == turn.index
        if not said_now:
            findings = updated(findings, Fact(name, status, turn.index))
    return replace(evidence, findings=findings)
