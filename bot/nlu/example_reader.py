"""Graph component: emergencies by their likeness to examples, where no phrase is known."""

from __future__ import annotations

import hashlib
from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.entities import EXTRACTOR
from bot.nlu.examples import load_examples
from bot.nlu.likeness import Likeness
from bot.nlu.sentence_featurizer import encoder

_FILE = "examples.npz"
#: A shorter message is an answer or a button; the lexicon knows those.
_FEWEST_WORDS = 4
#: Intents whose training examples speak of an emergency.
_OF_DANGER = ("report_red_flag", "report_self_harm")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ExampleReader(GraphComponent):
    """Suspects a red flag when a message is more like emergencies than like anything else.

    A lexicon cannot hold every way of writing a thing. Each example can be read,
    and a miss or a false alarm is mended by adding one. What is only suspected is
    told as such, and a "no" takes it back. Where a phrase of the lexicon has found
    an emergency, nothing is added.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Default configuration."""
        return {
            # folder of content/ whose examples are read
            "language": "en",
            # how much more like emergencies a message must be; the examples at the border have -1 and 1
            "margin": 0.0,
        }

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Creates the component with no examples."""
        self._config, self._storage, self._resource = config, model_storage, resource
        self._likeness: Optional[Likeness] = None
        self._danger, self._flags = np.zeros((0, 1)), np.array([])

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "ExampleReader":
        """Creates the component (see parent class for full docstring)."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Lets a change of the examples ask for new vectors, which Rasa would else take from its cache."""
        examples = load_examples(config.get("language", "en"))
        return hashlib.sha256("\n".join(f"{e.flag} {e.text}" for e in examples).encode()).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Finds the examples that tell emergencies from the rest.

        Args:
            training_data: Its messages are examples too; all but those of danger are calm.

        Returns:
            Where they are kept.
        """
        examples = load_examples(self._config["language"])
        spoken = [m for m in training_data.training_examples if m.get(TEXT) and m.get(INTENT) not in _OF_DANGER]
        texts = [e.text for e in examples] + [m.get(TEXT) for m in spoken]
        flags = np.array([e.flag for e in examples] + [""] * len(spoken))
        vectors = np.array([*(encoder()(e.text) for e in examples), *map(_vector, spoken)], dtype=np.float32)
        long = np.array([len(text.split()) >= _FEWEST_WORDS for text in texts])
        likeness = Likeness.learn([t for t, keep in zip(texts, long) if keep], vectors[long], flags[long] != "")
        with self._storage.write_to(self._resource) as folder:
            likeness.save(folder)
            np.savez_compressed(folder / _FILE, vectors=vectors[flags != ""].astype(np.float16), flags=flags[flags != ""])
        return self._resource

    @classmethod
    def load(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any) -> "ExampleReader":
        """Loads what was learned (see parent class for full docstring)."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._likeness = Likeness.load(folder)
            with np.load(folder / _FILE) as stored:
                component._danger, component._flags = stored["vectors"].astype(np.float32), stored["flags"]
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds what is suspected to messages.

        Args:
            messages: Messages with their text, features and entities.

        Returns:
            The same messages.
        """
        for message in messages:
            text, entities = message.get(TEXT) or "", message.get(ENTITIES) or []
            if self._likeness is None or len(text.split()) < _FEWEST_WORDS or any(_is_known(e) for e in entities):
                continue
            vector = _vector(message)
            score = self._likeness.score(text, vector)
            if score > self._config["margin"]:
                suspected = {"entity": "red_flag", "value": self._nearest(vector), "level": "emergency", "suspected": round(score, 2), "start": 0, "end": len(text), "extractor": EXTRACTOR}
                message.set(ENTITIES, [*entities, suspected], add_to_output=True)
        return messages

    def _nearest(self, vector: np.ndarray) -> Text:
        """The red flag of the example emergency that a message is nearest to."""
        return str(self._flags[int((self._danger @ vector).argmax())])


def _vector(message: Message) -> np.ndarray:
    """The sentence vector that the featurizer made for the classifier, brought back to unit length."""
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features[0] / np.linalg.norm(sentence.features[0])


def _is_known(entity: Dict[Text, Any]) -> bool:
    """Whether the lexicon has settled it: an emergency was found, or something was denied, which no likeness sees."""
    if entity.get("entity") == "red_flag":
        return entity.get("level") == "emergency"
    return entity.get("entity") in ("symptom", "sign") and entity.get("role") == "negated"
