"""What is said without a rule of its own: questions, answers, home care, phrases, help lines."""

from __future__ import annotations

from typing import Iterator

from bot.clinical.content import Content, QuestionEntry
from bot.clinical.sign_off.model import Draft, Entry, cited, plain, rule, text
from bot.clinical.sign_off.rules import words_file
from bot.clinical.words.lines import region_lines

_LINES = ("emergency_line", "urgent_line", "crisis_line", "child_line", "abuse_line", "poison_line", "hiv_support_line", "clinic_line")


def medicine_words(content: Content) -> Iterator[Draft]:
    """What is said about the effect of a medicine, or of a class, on muscle and nerve."""
    for name, words in content.words.medicines.items():
        of_class = name not in content.medicines
        title = content.classes[name].label if of_class else name
        entry = Entry("words", words_file(content, "medicines"), cited(words.sources, content), words.reviewed_by)
        yield Draft(name, title, (entry,), who=text("about_class" if of_class else "about_medicine", title), texts=text("said", words.effect_text))


def interview(content: Content) -> Iterator[Draft]:
    """Questions, and why they are asked."""
    for question in content.interview.questions:
        words = content.words.interview[question.id]
        yield Draft(
            question.id,
            plain(question.id),
            (
                Entry("rule", "content/reasoning/interview.yml", cited(question.sources, content), content.interview.reviewed_by),
                Entry("words", words_file(content, "interview"), cited(words.sources, content)),
            ),
            (*rule("asked_if", question.when, content), *rule("not_asked_if", question.skip_when, content)),
            texts=(*text("ask", words.ask), *text("options", *_options(question, content)), *text("none", words.none), *text("why_asked", words.why), *text("error", words.error)),
            marks=(
                f"asks_{question.kind}",
                *["anyone"] * (not question.when and not question.skip_when),
                *["several"] * question.any,
                *["unsure_is_yes"] * question.red_flag,
            ),
        )


def _options(question: QuestionEntry, content: Content) -> list[str]:
    """Each option: its button, its longer words, and what a yes is taken for."""
    words = content.words.interview[question.id]
    shown = [": ".join(filter(None, (words.options.get(option, ""), words.describe.get(option, "")))) for option in question.options]
    return [f"{said} → {content.label(option)}" for said, option in zip(shown, question.options)]


def answers(content: Content) -> Iterator[Draft]:
    """Answers to questions."""
    for name, answer in content.words.answers.items():
        entry = Entry("words", words_file(content, "answers_*"), cited(answer.sources, content), answer.reviewed_by)
        who = (*text("topics", *map(plain, answer.topics)), *text("asked_about", *map(content.label, answer.findings)), *text("intents", *map(plain, answer.intents)))
        yield Draft(name, plain(name), (entry,), who=who, texts=(*text("said", answer.text), *text("more", answer.more)), marks=("first",) * answer.first)


def self_care(content: Content) -> Iterator[Draft]:
    """Steps for care at home."""
    for name, care in content.words.self_care.items():
        entry = Entry("words", words_file(content, "self_care"), cited(care.sources, content), care.reviewed_by)
        yield Draft(name, care.title, (entry,), who=text("site", plain(name)), texts=text("steps", *care.steps))


def phrases(content: Content) -> Iterator[Draft]:
    """Phrases that have sources, which makes them clinical."""
    for table in ("phrases", "summary"):
        for name, phrase in getattr(content.words, table).items():
            if phrase.sources:
                entry = Entry("words", words_file(content, table), cited(phrase.sources, content), phrase.reviewed_by)
                yield Draft(f"{table}_{name}", plain(name), (entry,), texts=text("said", phrase.text))


def regions(content: Content) -> Iterator[Draft]:
    """Lines to reach help, as people of each region see them."""
    for name, region in content.regions.items():
        lines = region_lines(content, name)
        entry = Entry("words", "content/referral/regions.yml", cited(region.sources, content))
        yield Draft(
            name,
            region.name,
            (entry,),
            who=text("region", name),
            texts=(*(line for role in _LINES for line in text(role, lines[role])), *text("call_number", region.emergency.number), *text("checked", region.checked), *text("note", region.note)),
            marks=() if region.checked else ("not_looked_up",),
        )


def forbidden(content: Content) -> Iterator[Draft]:
    """What must never be said."""
    for name, ban in content.forbidden.rules.items():
        entry = Entry("rule", f"content/{content.language}/forbidden.yml", cited(ban.sources, content))
        added = content.words.phrases[ban.repaired_by].text if ban.repaired_by else ""
        yield Draft(name, plain(name), (entry,), texts=(*text("ban_why", ban.why), *text("added", added)), marks=() if added else ("withheld",))
