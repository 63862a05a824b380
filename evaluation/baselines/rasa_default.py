"""Rasa's default pipeline, with what the project has to teach it.

One intent for each triage level stands beside the project's intents, so that the
level is an intent as anybody would build it with Rasa alone. Symptoms and
medicines are entities with a role. Labels say which are affirmed and denied;
where they stand, and what is not labelled, Steady's own reader marks.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Iterable, Iterator

import yaml

from baselines import Baseline, Understanding
from baselines.keywords import phrases
from bot.clinical.content import LEVELS, Content
from bot.clinical.evidence import Mention
from bot.clinical.fold import ABOUT_STEADY, OUT_OF_SCOPE, QUESTIONS_IN_SCOPE

ROOT = Path(__file__).resolve().parents[2]
LABELLED = (*sorted((ROOT / "content/en/examples").glob("*.jsonl")), *(ROOT / "evaluation/development" / n for n in ("medicines.jsonl", "not_medicines.jsonl")))
#: Intents of the project that mean a level.
AS_LEVEL = {"report_red_flag": "emergency", "report_self_harm": "emergency"}
#: Intents of the project whose place the levels take.
LEFT_OUT = frozenset({"report_symptoms", "report_for_other"})
#: Most examples of a level and of each of the project's other intents, so that training ends
#: (21 minutes on two busy cores). With all 9,800 the first of 100 epochs alone took three minutes.
MOST_OF_A_LEVEL, MOST_OF_ANOTHER = 200, 8
#: Longest example, in words: one long message makes a whole batch slow.
LONGEST = 25
_NAME = "rasa_default"


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Messages to learn from: the intent of each, and the row with its text and labels."""
    from rasa.shared.nlu.training_data.loading import load_data

    for message in load_data(str(ROOT / "data/nlu")).intent_examples:
        intent = message.get("intent")
        if intent not in LEFT_OUT:
            yield AS_LEVEL.get(intent, intent), {"text": message.get("text")}
    for path in LABELLED:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["triage"], row


def chosen(rows: Iterable[tuple[str, dict[str, Any]]], of_level: int, of_another: int) -> list[tuple[str, dict[str, Any]]]:
    """At most so many short examples of each level and of each other intent, each text once: always the same ones, from all files."""
    by_intent: dict[str, dict[str, dict[str, Any]]] = {}
    for intent, row in rows:
        if len(row["text"].split()) <= LONGEST:
            by_intent.setdefault(intent, {}).setdefault(row["text"], row)
    return [
        (intent, row)
        for intent, texts in by_intent.items()
        for row in sorted(texts.values(), key=lambda r: hashlib.sha256(r["text"].encode()).digest())[: of_level if intent in LEVELS else of_another]
    ]


def entities(row: dict[str, Any], mentions: Iterable[Mention], content: Content) -> list[dict[str, Any]]:
    """Entities of an example: what was found in it, with the roles that its labels give.

    Args:
        row: The example with its labels.
        mentions: What the reader finds in it.
        content: For the kinds of findings.

    Returns:
        Entities as Rasa has them, the longer before the shorter and none overlapping.
    """
    taken: set[int] = set()
    result = []
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        if mention.kind == "finding" and content.lexicon.findings[mention.name].kind == "symptom":
            entity, fields, value = "symptom", ("symptoms", "negated", "negated"), mention.name
        elif mention.kind == "medicine":
            entity, fields, value = "medication", ("medications", "past_or_other_medications", "past"), mention.product or mention.name
        else:
            continue
        role = labelled_role(row, mention, *fields)
        if role == "wrong" or not taken.isdisjoint(range(mention.start, mention.end)):
            continue
        taken.update(range(mention.start, mention.end))
        result.append({"start": mention.start, "end": mention.end, "entity": entity, "value": value, **({"role": role} if role else {})})
    return result


def labelled_role(row: dict[str, Any], mention: Mention, affirmed: str, otherwise: str, role: str) -> str | None:
    """The role that the labels give to something found, the reader's where there are none, `wrong` against the labels."""
    if affirmed not in row:
        return mention.role
    if mention.name in row.get(otherwise, ()):
        return mention.role or role
    if mention.name in row[affirmed]:
        return None
    return mention.role if mention.role in ("past", "other") else "wrong"


def training_data(content: Content) -> dict[str, Any]:
    """Everything to learn from, in Rasa's JSON format."""
    from bot.nlu.reader import reader_for

    reader = reader_for("en")
    common = [
        {"text": row["text"], "intent": intent, "entities": entities(row, reader.read(row["text"]), content)}
        for intent, row in chosen(examples(), MOST_OF_A_LEVEL, MOST_OF_ANOTHER)
    ]
    names: dict[str, dict[str, list[str]]] = {"symptom": {}, "medication": {}}
    for phrase in phrases(content):
        if phrase.kind == "medicine":
            names["medication"].setdefault(phrase.product or phrase.names[0], []).append(phrase.text)
        elif content.lexicon.findings[phrase.names[0]].kind == "symptom":
            names["symptom"].setdefault(phrase.names[0], []).append(phrase.text)
    return {
        "rasa_nlu_data": {
            "common_examples": common,
            "entity_synonyms": [{"value": value, "synonyms": texts} for table in names.values() for value, texts in table.items()],
            "lookup_tables": [{"name": name, "elements": [t for texts in table.values() for t in texts]} for name, table in names.items()],
            "regex_features": [],
        }
    }


class RasaDefault(Baseline):
    """The baseline."""

    learns = True

    def train(self, folder: Path) -> None:
        """Trains the pipeline that Rasa gives to a project that names none."""
        from rasa.model_training import train_nlu

        default = yaml.safe_load((files("rasa.engine.recipes.config_files") / "default_config.yml").read_text("utf-8"))
        config = {"recipe": "default.v1", "assistant_id": _NAME, "language": "en", "pipeline": default["pipeline"]}
        (folder / "config.yml").write_text(yaml.safe_dump(config), "utf-8")
        (folder / "nlu.json").write_text(json.dumps(training_data(self.content)), "utf-8")
        train_nlu(str(folder / "config.yml"), str(folder / "nlu.json"), str(folder), fixed_model_name=_NAME)

    def start(self, folder: Path) -> None:
        """Loads the model."""
        from rasa.core.agent import Agent

        self._agent = Agent.load(str(folder / f"{_NAME}.tar.gz"))

    async def understand(self, text: str) -> Understanding:
        """Entities of a message, and the level of its intent."""
        parsed = await self._agent.parse_message(text)
        mentions = tuple(m for entity in parsed["entities"] for m in mentions_of(entity, self.content))
        return Understanding(mentions, level_of_intent(parsed["intent"]["name"], bool(mentions)))


def mentions_of(entity: dict[str, Any], content: Content) -> list[Mention]:
    """What an entity names: one finding, or every part of a product."""
    name, role = str(entity["value"]), entity.get("role")
    if entity["entity"] == "symptom":
        return [Mention("finding", name, role)]
    product = content.combinations.get(name)
    return [Mention("medicine", part, role) for part in (product.parts if product else [name])]


def level_of_intent(intent: str | None, anything_found: bool) -> str:
    """The level that an intent means."""
    if intent in LEVELS:
        return str(intent)
    if intent is None or intent in OUT_OF_SCOPE or not (anything_found or intent in QUESTIONS_IN_SCOPE | ABOUT_STEADY):
        return "out_of_scope"
    return "self_care"
