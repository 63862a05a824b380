"""Graph component: the intent of a message, by logistic regression over its sentence vector.

scikit-learn learns it, as in Rasa's own component of that kind; it is used with two lines
of arithmetic, so that a server need not load scikit-learn.
"""

from __future__ import annotations

from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sentence_featurizer import SentenceFeaturizer

_FILE = "intents.npz"
#: Intents that are told beside the likeliest, which is as many as Rasa tells.
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(RasaIntentClassifier, GraphComponent):
    """Says how likely each intent is."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Default configuration."""
        return {
            # steps after which learning ends, finished or not
            "max_iter": 400,
        }

    @classmethod
    def required_components(cls) -> List[Type]:
        """What must stand before it."""
        return [SentenceFeaturizer]

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Creates the component with no intents."""
        self._config, self._storage, self._resource = config, model_storage, resource
        self._names, self._weights, self._biases = [""], np.zeros((1, 1)), np.zeros(1)

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "IntentClassifier":
        """Creates the component (see parent class for full docstring)."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples; an intent with few counts as much as one with many.

        Args:
            training_data: Examples with their intents and vectors.

        Returns:
            Where what was learned is kept.
        """
        from sklearn.linear_model import LogisticRegression

        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        learned = LogisticRegression(max_iter=self._config["max_iter"], class_weight="balanced")
        learned.fit(np.array([_vector(message) for message in examples]), [message.get(INTENT) for message in examples])
        self._names, self._weights, self._biases = list(learned.classes_), learned.coef_, learned.intercept_
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / _FILE, names=learned.classes_.astype(str), weights=learned.coef_, biases=learned.intercept_)
        return self._resource

    @classmethod
    def load(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any) -> "IntentClassifier":
        """Loads what was learned (see parent class for full docstring)."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE) as stored:
            component._names, component._weights, component._biases = [str(name) for name in stored["names"]], stored["weights"], stored["biases"]
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the intent, and the ranking of the likeliest, to messages.

        Args:
            messages: Messages with their vectors.

        Returns:
            The same messages.
        """
        for message in (message for message in messages if message.get(TEXT)):
            ranking = self._ranking(_vector(message))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds them to the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def _ranking(self, vector: np.ndarray) -> List[Dict[Text, Any]]:
        sums = self._weights @ vector + self._biases
        likely = np.exp(sums - sums.max())
        likely /= likely.sum()
        return [{"name": self._names[i], "confidence": float(likely[i])} for i in np.argsort(-likely)[:_RANKED]]


def _vector(message: Message) -> np.ndarray:
    """The sentence vector that the featurizer made."""
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], dtype=np.float64)
