"""Graph component: settles the intent from the classifier's view and what was found."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Mapping, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.clinical.content import Content, load_content
from bot.clinical.fold import QUESTIONS_IN_SCOPE
from bot.nlu.language import is_other_language

SELF_HARM, RED_FLAG = "report_self_harm", "report_red_flag"
_URGENT = ("emergency", "urgent")
_VAGUE = ("out_of_scope", "nlu_fallback")
#: Intents whose answer would leave out what is known of a topic.
_REFUSED = ("ask_prescription", "out_of_scope", "nlu_fallback")
#: Intents that a plain statement of symptoms or medicines is mistaken for.
_NEEDS_ASKING = QUESTIONS_IN_SCOPE | {"ask_prescription", "ask_diagnosis", "greet", "abuse", "ask_capabilities", "ask_privacy", "ask_sources"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentArbiter(GraphComponent):
    """Puts what is certain above what the classifier believes.

    A tapped button, a bare number and a red flag are certain. A classifier that
    sees an emergency where no rule does is not believed: the message counts as
    a report, and the interview asks about danger signs first.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Default configuration."""
        return {
            # folder of content/ whose buttons and answers are read
            "language": "en",
        }

    def __init__(self, content: Content) -> None:
        """Creates the component."""
        self._content = content
        self._exact = _exact_texts(content)
        self._asking = frozenset(content.lexicon.answers.asking_words) | {"?"}

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "IntentArbiter":
        """Creates the component (see parent class for full docstring)."""
        return cls(load_content(config["language"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Settles the intent of messages.

        Args:
            messages: Messages with text, intent and entities.

        Returns:
            The same messages.
        """
        for message in messages:
            text = message.get(TEXT) or ""
            intent = message.get(INTENT) or {}
            believed = intent.get(INTENT_NAME_KEY) or "nlu_fallback"
            settled = self.settle(text, believed, message.get(ENTITIES) or [])
            if settled != believed:
                message.set(INTENT, {INTENT_NAME_KEY: settled, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
        return messages

    def settle(self, text: Text, believed: Text, entities: List[Dict[Text, Any]]) -> Text:
        """The intent of one message.

        Args:
            text: The message.
            believed: The classifier's intent.
            entities: What the extractor found.

        Returns:
            Name of the intent.
        """
        plain = " ".join(text.lower().replace("’", "'").strip(" .!\n").split())
        if plain.rstrip("? ") in self._exact:
            return self._exact[plain.rstrip("? ")]
        flags = [e for e in entities if e.get("entity") == "red_flag" and e.get("level") in _URGENT and not e.get("suspected")]
        if any(e["value"] == "suicidal_thoughts" for e in flags):
            return SELF_HARM
        if flags:
            return RED_FLAG
        if plain and all(c.isdecimal() or c in " ,.&+/)" for c in plain):
            return "answer_number"
        if is_other_language(text, bool(entities)):
            return "other_language"
        if believed in _REFUSED and self._must_answer(entities):
            return "ask_treatment"
        report = _report(entities, self._content)
        if believed == RED_FLAG:
            return report or "report_symptoms"
        if believed == SELF_HARM:
            return "express_distress"
        if report and self._in_scope(entities) and (believed in _VAGUE or (believed in _NEEDS_ASKING and not self._asks(plain))):
            return report
        return believed

    def _must_answer(self, entities: List[Dict[Text, Any]]) -> bool:
        """Whether a topic is named whose answer is never left out (quinine)."""
        topics = {e["value"] for e in entities if e["entity"] == "topic"}
        return any(answer.first and topics.intersection(answer.topics) for answer in self._content.words.answers.values())

    def _asks(self, plain: Text) -> bool:
        """Whether a message has anything of a question or a wish about it."""
        answers = self._content.lexicon.answers
        words = plain.replace(",", " ").replace("?", " ? ").split()
        turned = (word in answers.asking_verbs and after in answers.turned_round_by for word, after in zip(words, words[1:]))
        return any(w in answers.asking_verbs for w in words[:1]) or any(turned) or any(word in self._asking for word in words)

    def _in_scope(self, entities: List[Dict[Text, Any]]) -> bool:
        scope = self._content.triage.in_scope
        return any(e["value"] in scope or e["entity"] == "medication" for e in entities if e.get("role") != "other")


def _report(entities: List[Dict[Text, Any]], content: Content) -> Text:
    """The report intent that the entities speak for, `` when none."""
    kinds = {e.get("entity") for e in entities}
    if kinds & {"symptom", "sign"}:
        return "report_symptoms"
    if "medication" in kinds:
        return "inform_medicines"
    if kinds & {"risk_factor", "duration", "severity", "age", "cd4"}:
        return "inform_background"
    return ""


@lru_cache(maxsize=4)
def _answers(language: str) -> Mapping[Text, Text]:
    lexicon = load_content(language).lexicon.answers
    tables = {"affirm": lexicon.yes, "deny": lexicon.no, "not_sure": lexicon.unsure, "skip": lexicon.skip}
    return {phrase: intent for intent, phrases in tables.items() for phrase in phrases}


def _exact_texts(content: Content) -> Mapping[Text, Text]:
    """Whole messages that mean one intent: words on buttons, and bare answers."""
    buttons = {label.lower().strip(" .!?"): intent for intent, labels in content.words.buttons.items() for label in labels}
    options = {label.lower(): "report_symptoms" for words in content.words.interview.values() for label in words.options.values()}
    none = {words.none.lower(): "deny" for words in content.words.interview.values() if words.none}
    return {**options, **_answers(content.language), **none, **buttons}
