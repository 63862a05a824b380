"""Graph component: tokens of a message, cut by the same spaCy tokeniser as the lexicon."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.reader import build_tokenizer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SteadyTokenizer(Tokenizer):
    """Cuts text as the extractor does, so that evaluation compares like with like."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Default configuration."""
        return {
            # spaCy language code
            "language": "en",
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Creates the component."""
        super().__init__(config)
        self._nlp = build_tokenizer(config.get("language", "en"))

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "SteadyTokenizer":
        """Creates the component (see parent class for full docstring)."""
        return cls(config)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Cuts the text of one attribute of a message.

        Args:
            message: The message.
            attribute: Name of the attribute, such as `text`.

        Returns:
            Its tokens.
        """
        with self._nlp.memory_zone():
            doc = self._nlp.make_doc(message.get(attribute))
            tokens = [Token(t.text, t.idx) for t in doc if not t.is_space]
        return self._apply_token_pattern(tokens)
