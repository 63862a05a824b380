"""Graph component: entities, red flags and the intents that do not need a classifier."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.clinical.assess import interactions_in, red_flags_in
from bot.clinical.evidence import Turn
from bot.clinical.fold import fold
from bot.entities import EXTRACTOR, to_entity
from bot.nlu.reader import Reader, reader_for


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClinicalExtractor(EntityExtractorMixin, GraphComponent):
    """Finds symptoms, medicines, risk factors and quantities, and the red flags among them.

    It is deterministic and reads `content/` when the model is loaded, so a
    change of content needs a restart and no training.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Default configuration."""
        return {
            # folder of content/ whose lexicon is read
            "language": "en",
        }

    def __init__(self, reader: Reader) -> None:
        """Creates the component around a compiled reader."""
        self._reader = reader

    @classmethod
    def create(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "ClinicalExtractor":
        """Creates the component (see parent class for full docstring)."""
        return cls(reader_for(config["language"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds entities to messages.

        Args:
            messages: Messages with their text.

        Returns:
            The same messages; entities that were there already are kept.
        """
        for message in messages:
            found = self.entities(message.get(TEXT) or "")
            message.set(ENTITIES, (message.get(ENTITIES) or []) + found, add_to_output=True)
        return messages

    def entities(self, text: Text) -> List[Dict[Text, Any]]:
        """Entities of a text, red flags of the text taken alone among them.

        Args:
            text: The message.

        Returns:
            Entities as Rasa keeps them.
        """
        content = self._reader.content
        mentions = self._reader.read(text)
        evidence = fold([Turn(0, text, "", tuple(mentions))], content)
        flags = red_flags_in(evidence, content, interactions_in(evidence, content))
        return [to_entity(m, content) for m in mentions] + [
            {"entity": "red_flag", "value": flag.name, "level": flag.level, "start": 0, "end": len(text), "extractor": EXTRACTOR}
            for flag in flags
        ]
