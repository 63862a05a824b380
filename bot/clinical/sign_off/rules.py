"""The rules on the sign-off sheet, each beside the words that it leads to."""

from __future__ import annotations

from typing import Iterator

from bot.clinical.content import Content
from bot.clinical.sign_off.conditions import plain_term
from bot.clinical.sign_off.model import Draft, Entry, Rule, cited, plain, rule, text

_FLAGS = "content/reasoning/red_flags.yml"
_TRIAGE = "content/reasoning/triage.yml"


def words_file(content: Content, name: str) -> str:
    """The file of the words of a kind, in the language of the content."""
    return f"content/{content.language}/words/{name}.yml"


def red_flags(content: Content) -> Iterator[Draft]:
    """Danger signs: when each counts, and what is said."""
    for name, flag in content.red_flags.flags.items():
        words = content.words.red_flags[name]
        pairs = [plain(pair.id) for pair in content.interactions if pair.flag == name]
        yield Draft(
            name,
            words.label,
            (
                Entry("rule", _FLAGS, cited(flag.sources, content), flag.reviewed_by),
                Entry("words", words_file(content, "red_flags"), cited(words.sources, content), words.reviewed_by),
            ),
            tuple(r for level in ("emergency", "urgent", "routine") for r in rule(level, getattr(flag, level), content)),
            who=text("raised_by", *pairs),
            texts=(*text("why", words.why), *text("do", words.do), *text("kept_question", words.ask), *text("note", flag.note)),
        )


def exceptions(content: Content) -> Iterator[Draft]:
    """Lists that change how everything else is counted."""
    flags = content.red_flags
    for name in ("even_if_passed", "always_meant", "whoever"):
        yield _listed(name, _FLAGS, [content.label(finding) for finding in getattr(flags, name)])
    said = [f"{content.label(finding)} → {content.words.phrases[phrase].text.strip()}" for finding, phrase in flags.safeguarding.items()]
    yield _listed("safeguarding", _FLAGS, said)
    yield _listed("in_scope", _TRIAGE, [content.label(finding) for finding in content.triage.in_scope])
    unsafe = [name for name, entry in content.medicines.items() if entry.review_in_pregnancy]
    yield _listed("review_in_pregnancy", "content/medicines/", unsafe)


def _listed(name: str, file: str, items: list[str]) -> Draft:
    return Draft(name, plain(name), (Entry("rule", file),), texts=text(name, *dict.fromkeys(items)))


def triage(content: Content) -> Iterator[Draft]:
    """When a visit is advised."""
    for entry in content.triage.routine:
        words = content.words.triage[entry.id]
        yield Draft(
            entry.id,
            plain(entry.id),
            (
                Entry("rule", _TRIAGE, cited(entry.sources, content), content.triage.reviewed_by),
                Entry("words", words_file(content, "triage"), cited(words.sources, content), words.reviewed_by),
            ),
            rule("routine", entry.when, content),
            texts=text("visit_because", words.text),
        )


def causes(content: Content) -> Iterator[Draft]:
    """What may be adding to the symptoms: when it is named, and what is said."""
    for name, entry in content.causes.causes.items():
        words = content.words.causes[name]
        reasons = Rule("reasons", ((plain_term(entry.reasons, content),),))
        yield Draft(
            name,
            words.name,
            (
                Entry("rule", "content/reasoning/causes.yml", cited(entry.sources, content), entry.reviewed_by),
                Entry("words", words_file(content, "causes"), cited(words.sources, content), words.reviewed_by),
            ),
            (*(r for tier in ("likely", "possible", "worth_checking") for r in rule(tier, entry.tiers.get(tier, ()), content)), reasons),
            texts=(
                *text("because", words.because),
                *text("feels_like", words.feels_like),
                *text("helps", *words.helps),
                *text("avoid", *words.avoid),
                *text("ask_team", *words.ask_team),
                *text("sooner", words.sooner),
                *text("rank", str(entry.rank)),
            ),
        )


def interactions(content: Content) -> Iterator[Draft]:
    """Pairs of medicines that matter."""
    for pair in content.interactions:
        words = content.words.interactions[pair.id]
        questions = [words.ask_team] if isinstance(words.ask_team, str) else words.ask_team
        yield Draft(
            pair.id,
            plain(pair.id),
            (
                Entry("rule", "content/medicines/interactions.yml", cited(pair.sources, content)),
                Entry("words", words_file(content, "interactions"), cited(words.sources, content), words.reviewed_by),
            ),
            (
                Rule("first", ((plain_term(pair.a, content),),)),
                Rule("second", ((plain_term(pair.b, content),),)),
                *rule("only_if", pair.when or (), content),
            ),
            texts=(*text("said", words.text), *text("kept_question", *questions), *text("raises", content.words.red_flags[pair.flag].label if pair.flag else "")),
            marks=(f"pair_{pair.level}",),
        )
