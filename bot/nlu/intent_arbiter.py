"""Graph component: settles the intent from the classifier's view and what was found."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Mapping, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.clinical.content import Content, load_content
from bot.clinical.fold import ABOUT_STEADY, OUT_OF_SCOPE, QUESTIONS_IN_SCOPE, TOLD_IN_SCOPE
from bot.nlu.language import is_other_language, is_plainly_foreign
from bot.nlu.not_a_person import NotAPerson

SELF_HARM, RED_FLAG = "report_self_harm", "report_red_flag"
_URGENT = ("emergency", "urgent")
OFF_TOPIC = "out_of_scope"
_VAGUE = (OFF_TOPIC, "nlu_fallback")
#: The wish to stop talking, and the question whether to stop a medicine, which must never be taken for it.
_STOPS_TALKING, _STOPS_MEDICINE = "stop_conversation", "ask_stop_art"
#: The wish to begin anew, after which nothing counts that was told.
_BEGINS_ANEW = "start_again"
#: Confidence from which "out of scope" outweighs a symptom with no place in the body, and makes it a way of speaking.
_VERY_SURE = 0.8
#: Confidence below which a question that names nothing Steady knows is not believed to be one for it.
_VAGUELY_ASKED = 0.5
#: Confidence below which a question about the assistant, abuse, an injection, or a wish to begin anew is not believed.
_DOUBTED = 0.3
#: Intents with which nobody tells of a symptom: what was found then is a way of speaking.
_NOTHING_TOLD = (OFF_TOPIC, "prompt_injection", "abuse")
_FINDINGS = ("symptom", "sign", "risk_factor")
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
        self._requests = frozenset(content.lexicon.scope.requests)
        self._not_a_person = NotAPerson(content)

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
            text, intent = message.get(TEXT) or "", message.get(INTENT) or {}
            believed = intent.get(INTENT_NAME_KEY) or "nlu_fallback"
            settled, entities = self.arbitrate(text, believed, message.get(ENTITIES) or [], intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0)
            message.set(ENTITIES, entities, add_to_output=True)
            if settled != believed:
                message.set(INTENT, {INTENT_NAME_KEY: settled, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
        return messages

    def arbitrate(self, text: Text, believed: Text, entities: List[Dict[Text, Any]], confidence: float) -> Tuple[Text, List[Dict[Text, Any]]]:
        """The intent of one message, and its entities with the right owner.

        Args:
            text: The message.
            believed: The classifier's intent.
            entities: What was found.
            confidence: How much the classifier believes in it.

        Returns:
            Name of the intent, and the entities: what is told of an animal, a
            thing or in a tale is nobody's, and no red flag.
        """
        urgent = any(e["entity"] == "red_flag" and e.get("level") in _URGENT for e in entities)
        if self._is_about_no_person(text, entities) or (not urgent and self._not_a_person.is_for_animal(text)):
            return OFF_TOPIC, _nobodys(entities)
        settled = self.settle(text, believed, entities, confidence)
        told = any(e["entity"] in ("body_site", "medication", "red_flag") for e in entities)
        spoken = settled == believed and settled in _NOTHING_TOLD and confidence >= _VERY_SURE and not told
        return settled, _nobodys(entities) if spoken else entities

    def _is_about_no_person(self, text: Text, entities: List[Dict[Text, Any]]) -> bool:
        if any(e["entity"] == "red_flag" and e["value"] == "suicidal_thoughts" for e in entities):
            return False
        return self._not_a_person(text, [e["start"] for e in entities if e["entity"] in _FINDINGS])

    def settle(self, text: Text, believed: Text, entities: List[Dict[Text, Any]], confidence: float = 0.0) -> Text:
        """The intent of one message that a person tells or asks.

        Args:
            text: The message.
            believed: The classifier's intent.
            entities: What the extractor found.
            confidence: How much the classifier believes in it.

        Returns:
            Name of the intent.
        """
        plain = " ".join(text.lower().replace("’", "'").strip(" .!\n").split())
        if plain.rstrip("? ") in self._exact:
            return self._exact[plain.rstrip("? ")]
        flags = [e for e in entities if e.get("entity") == "red_flag" and e.get("level") in _URGENT and "suspected" not in e]
        if any(e["value"] == "suicidal_thoughts" for e in flags):
            return SELF_HARM
        if flags:
            return RED_FLAG
        if plain and all(c.isdecimal() or c in " ,.&+/)" for c in plain):
            return "answer_number"
        if is_other_language(text, bool(entities)) or is_plainly_foreign(_without_medicines(text, entities)):
            return "other_language"
        if believed == _STOPS_TALKING and any(e["entity"] in ("medication", "possible_medication") for e in entities):
            return _STOPS_MEDICINE
        if believed == _BEGINS_ANEW and confidence < _DOUBTED:
            believed = _report(entities, self._content) or believed
        if believed in _REFUSED and self._must_answer(entities):
            return "ask_treatment"
        if believed in QUESTIONS_IN_SCOPE and self._is_elsewhere(entities):
            return OFF_TOPIC
        if believed in QUESTIONS_IN_SCOPE and confidence < _VAGUELY_ASKED and not entities:
            return "nlu_fallback"
        firmly = believed == OFF_TOPIC and self._is_off_topic(entities, confidence)
        return OFF_TOPIC if firmly else self._told(self._reported(plain, believed, entities, confidence), entities, confidence)

    def _reported(self, plain: Text, believed: Text, entities: List[Dict[Text, Any]], confidence: float) -> Text:
        """The intent, where a report was taken for something else or something else for a report."""
        report = _report(entities, self._content)
        if believed == RED_FLAG:
            return report or "report_symptoms"
        if believed == SELF_HARM:
            return "express_distress"
        doubted = confidence < _DOUBTED and believed in (*ABOUT_STEADY, "prompt_injection", "abuse")
        if not report or not self._in_scope(entities):
            return OFF_TOPIC if doubted and believed in ABOUT_STEADY else believed
        if believed in _VAGUE or doubted:
            return report
        return report if believed in _NEEDS_ASKING and not self._asks(plain) else believed

    def _is_off_topic(self, entities: List[Dict[Text, Any]], confidence: float) -> bool:
        """Whether "out of scope" is believed so firmly that what was found does not outweigh it."""
        scope = self._content.triage.in_scope
        told = any(e["value"] in scope or e["entity"] == "medication" for e in entities if e.get("role") in (None, "negated"))
        placed = any(e["entity"] in ("body_site", "medication") for e in entities)
        if self._has_other_complaint(entities):
            return confidence >= (_VERY_SURE if any(e["entity"] == "medication" for e in entities) else _DOUBTED)
        return not told or (confidence >= _VERY_SURE and not placed)

    def _has_other_complaint(self, entities: List[Dict[Text, Any]]) -> bool:
        """Whether a complaint of another clinic is told, and no muscle."""
        words = self._content.lexicon.scope
        other = any(e["value"] in words.elsewhere or e["value"] in words.elsewhere_sites for e in entities if e.get("role") is None)
        return other and not self._has_muscle(entities)

    def _has_muscle(self, entities: List[Dict[Text, Any]]) -> bool:
        return any(e["entity"] == "body_site" and e["value"] in self._content.lexicon.scope.muscle_sites for e in entities)

    def _is_elsewhere(self, entities: List[Dict[Text, Any]]) -> bool:
        """Whether a question is about a complaint of another clinic, and about nothing else."""
        elsewhere = any(e["value"] in self._content.lexicon.scope.elsewhere and e.get("role") is None for e in entities)
        return elsewhere and not self._in_scope(entities)

    def _told(self, intent: Text, entities: List[Dict[Text, Any]], confidence: float) -> Text:
        """A report of symptoms is one of muscles, also in unheard words; what else is told is background."""
        vague = intent == "nlu_fallback" or (intent in OUT_OF_SCOPE and confidence < _DOUBTED)
        if not (vague or intent in (*TOLD_IN_SCOPE, "inform_background")) or any(e["value"] in self._content.triage.in_scope for e in entities):
            return intent
        other = any(e["value"] in self._content.lexicon.scope.elsewhere or e["entity"] == "medication" for e in entities)
        if self._has_muscle(entities) and not other:
            return "report_symptoms"
        return "inform_background" if intent in TOLD_IN_SCOPE else intent

    def _must_answer(self, entities: List[Dict[Text, Any]]) -> bool:
        """Whether a topic is named whose answer is never left out (quinine)."""
        topics = {e["value"] for e in entities if e["entity"] == "topic"}
        return any(answer.first and topics.intersection(answer.topics) for answer in self._content.words.answers.values())

    def _asks(self, plain: Text) -> bool:
        """Whether a message has anything of a question or a wish about it."""
        answers = self._content.lexicon.answers
        words = plain.replace(",", " ").replace("?", " ? ").split()
        turned = (word in answers.asking_verbs and after in answers.turned_round_by for word, after in zip(words, words[1:]))
        return any(w in answers.asking_verbs or w in self._requests for w in words[:1]) or any(turned) or any(word in self._asking for word in words)

    def _in_scope(self, entities: List[Dict[Text, Any]]) -> bool:
        scope = self._content.triage.in_scope
        return any(e["value"] in scope or e["entity"] == "medication" for e in entities if e.get("role") != "other")


def _without_medicines(text: Text, entities: List[Dict[Text, Any]]) -> Text:
    """A message with the names of medicines taken out."""
    for entity in sorted(entities, key=lambda e: -e["start"]):
        if entity["entity"] in ("medication", "possible_medication"):
            text = f"{text[: entity['start']]} {text[entity['end'] :]}"
    return text


def _nobodys(entities: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
    """Entities of a message that tells of no person."""
    return [{**e, "role": "other"} if e["entity"] in (*_FINDINGS, "medication") else e for e in entities if e["entity"] != "red_flag"]


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
