"""Reads `content/` into typed, checked objects. The only file access of the core."""

from __future__ import annotations

import os
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Mapping, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.clinical.content.base import ContentError, Source
from bot.clinical.content.forbidden import Forbidden
from bot.clinical.content.lexicon import AnswerLexicon, Context, FindingEntry, Lexicon, MedicineWords, NormalEntry, PersonalWords, ScopeWords, Spelling, Times
from bot.clinical.content.medicines import ClassEntry, CombinationEntry, InteractionEntry, MedicineEntry, RecreationalEntry
from bot.clinical.content.reasoning import Causes, Interview, RedFlags, Triage
from bot.clinical.content.referral import Region
from bot.clinical.content.whole import Content
from bot.clinical.content.words import Answer, CauseWords, EffectWords, FlagWords, HandOverWords, InteractionWords, MessagingWords, PageWords, Phrase, Picture, QuestionWords, SelfCare, Words
from bot.ready_made import ready_made

CONTENT_DIRECTORY = Path(__file__).resolve().parents[3] / "content"


class _PlainWordsLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML in which `no`, `on` and `true` are words; the models turn them into booleans."""


_PlainWordsLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

Model = TypeVar("Model")


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_PlainWordsLoader) or {}
    except FileNotFoundError as error:
        raise ContentError(f"{_relative(path)} is missing.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{_relative(path)} is not valid YAML: {error}") from error


def _relative(path: Path) -> str:
    return os.path.relpath(path, CONTENT_DIRECTORY.parent)


def _checked(kind: type[Model] | Any, data: Any, path: Path) -> Any:
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise ContentError(f"{_relative(path)}: " + "; ".join(lines[:8])) from error


def _merged(directory: Path, pattern: str, kind: Any) -> dict[str, Any]:
    """Reads every matching file into one mapping; a name given twice is an error."""
    merged: dict[str, Any] = {}
    for path in sorted(directory.glob(pattern)):
        for name, value in _checked(Mapping[str, kind], _read(path), path).items():
            if name in merged:
                raise ContentError(f"{_relative(path)}: {name} is defined a second time.")
            merged[name] = value
    return merged


@lru_cache(maxsize=4)
def load_content(language: str = "en", directory: Path = CONTENT_DIRECTORY) -> Content:
    """Reads and checks all content for a language.

    Args:
        language: Name of the language folder, such as `en`.
        directory: The content folder.

    Returns:
        The content; cached, since it never changes while a process runs.

    Raises:
        ContentError: When a file is missing or wrong; says which and why.
    """
    if directory != CONTENT_DIRECTORY:
        return _loaded(language, directory)
    return ready_made(f"content-{language}", (directory, Path(__file__).parent), partial(_loaded, language, directory))


def _loaded(language: str, directory: Path) -> Content:
    medicines, reasoning = directory / "medicines", directory / "reasoning"
    lexicon, words = directory / language / "lexicon", directory / language / "words"
    if not words.is_dir():
        raise ContentError(f"There is no content for the language '{language}'.")

    def one(path: Path, kind: Any) -> Any:
        return _checked(kind, _read(path), path)

    return Content(
        language=language,
        sources=one(directory / "sources.yml", Mapping[str, Source]),
        classes=one(medicines / "classes.yml", Mapping[str, ClassEntry]),
        medicines={
            **_merged(medicines, "antiretrovirals*.yml", MedicineEntry),
            **_merged(medicines, "others_*.yml", MedicineEntry),
        },
        combinations=_merged(medicines, "combinations*.yml", CombinationEntry),
        recreational=one(medicines / "recreational.yml", Mapping[str, RecreationalEntry]),
        drug_names_guard=frozenset(_read(medicines / "drug_names_guard.yml").get("names", [])),
        interactions=one(medicines / "interactions.yml", list[InteractionEntry]),
        red_flags=one(reasoning / "red_flags.yml", RedFlags),
        causes=one(reasoning / "causes.yml", Causes),
        triage=one(reasoning / "triage.yml", Triage),
        interview=one(reasoning / "interview.yml", Interview),
        regions=one(directory / "referral" / "regions.yml", Mapping[str, Region]),
        lexicon=Lexicon(
            spelling=one(lexicon / "spelling.yml", Spelling),
            context=one(lexicon / "context.yml", Context),
            answers=one(lexicon / "answers.yml", AnswerLexicon),
            times=one(lexicon / "times.yml", Times),
            medicine_words=one(lexicon / "medicine_words.yml", MedicineWords),
            findings=_merged(lexicon / "findings", "*.yml", FindingEntry),
            normal=one(lexicon / "normal.yml", Mapping[str, NormalEntry]),
            groups=_merged(lexicon / "groups", "*.yml", list[str]),
            body_sites=one(lexicon / "body_sites.yml", Mapping[str, list[str]]),
            topics=one(lexicon / "topics.yml", Mapping[str, list[str]]),
            scope=one(lexicon / "scope.yml", ScopeWords),
            personal_data=one(lexicon / "personal_data.yml", PersonalWords),
        ),
        words=Words(
            answers=_merged(words, "answers_*.yml", Answer),
            red_flags=one(words / "red_flags.yml", Mapping[str, FlagWords]),
            causes=one(words / "causes.yml", Mapping[str, CauseWords]),
            interview=one(words / "interview.yml", Mapping[str, QuestionWords]),
            triage=one(words / "triage.yml", Mapping[str, Phrase]),
            medicines=one(words / "medicines.yml", Mapping[str, EffectWords]),
            interactions=one(words / "interactions.yml", Mapping[str, InteractionWords]),
            self_care=one(words / "self_care.yml", Mapping[str, SelfCare]),
            phrases=one(words / "phrases.yml", Mapping[str, Phrase]),
            summary=one(words / "summary.yml", Mapping[str, Phrase]),
            buttons=one(words / "buttons.yml", Mapping[str, list[str]]),
            facts=one(words / "facts.yml", Mapping[str, str]),
            pictures=one(words / "pictures.yml", Mapping[str, Picture]),
            page=one(words / "page.yml", PageWords),
            hand_over=one(words / "hand_over.yml", HandOverWords),
            messaging=one(words / "messaging.yml", MessagingWords),
        ),
        forbidden=one(directory / language / "forbidden.yml", Forbidden),
    )
