"""Intents are told as scikit-learn would tell them."""

import numpy as np
import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_classifier import IntentClassifier


class Storage:
    """Keeps what a component writes, in a folder."""

    def __init__(self, folder):
        self.folder = folder

    def write_to(self, _):
        return self

    read_from = write_to

    def __enter__(self):
        return self.folder

    def __exit__(self, *_):
        pass


def message(vector, intent=None):
    one = Message({TEXT: "words", **({INTENT: intent} if intent else {})})
    one.add_features(Features(np.array([vector], dtype=np.float32), FEATURE_TYPE_SENTENCE, TEXT, "test"))
    return one


@pytest.fixture(scope="module")
def examples():
    chance = np.random.default_rng(7)
    intents = ["greet"] * 60 + ["thank"] * 12 + ["ask"] * 25
    places = {"greet": (1, 0, 0, 0), "thank": (0, 1, 0, 0.5), "ask": (0, 0, 1, 0)}
    return [(np.array(places[i]) + 0.6 * chance.normal(size=4), i) for i in intents]


@pytest.fixture(scope="module")
def learned(examples, tmp_path_factory):
    """Learned, kept and loaded again."""
    storage, config = Storage(tmp_path_factory.mktemp("model")), IntentClassifier.get_default_config()
    IntentClassifier(config, storage, Resource("intents")).train(TrainingData([message(*example) for example in examples]))
    return IntentClassifier.load(config, storage, Resource("intents"), None)


def test_each_intent_is_as_likely_as_for_scikit_learn(learned, examples):
    from sklearn.linear_model import LogisticRegression

    reference = LogisticRegression(max_iter=400, class_weight="balanced").fit([v for v, _ in examples], [i for _, i in examples])
    for vector, _ in examples:
        said = learned.process([message(vector)])[0]
        ranking = {r["name"]: r["confidence"] for r in said.get("intent_ranking")}
        expected = dict(zip(reference.classes_, reference.predict_proba([vector])[0]))
        assert ranking == pytest.approx(expected, abs=1e-3)
        assert said.get("intent")["name"] == max(expected, key=expected.get)


def test_the_ranking_begins_with_the_intent(learned, examples):
    said = learned.process([message(examples[0][0])])[0]
    confidences = [r["confidence"] for r in said.get("intent_ranking")]
    assert said.get("intent") == said.get("intent_ranking")[0] and confidences == sorted(confidences, reverse=True)


def test_an_empty_message_has_no_intent(learned):
    assert learned.process([Message({TEXT: ""})])[0].get("intent") is None
