"""Responses made in the Rasa process: those of the domain, and those that speak medicine."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping, Optional, Text

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.clinical.words import Message
from bot.clinical.words.question import ask, confirm
from bot.clinical.words.referral import referral
from bot.conversation import Conversation, conversation
from bot.settings import content, phrasebook
from bot.tracker import CONFIRM_QUESTION, events_read

ASK_PREFIX = "utter_ask_interview_form_"
REFERRAL, SAFEGUARDING = "utter_red_flag_referral", "utter_safeguarding"


class ContentNLG(TemplatedNaturalLanguageGenerator):
    """Fills the domain's responses, and composes questions and referrals from `content/`.

    It needs no action server, so a red flag is answered while that is down.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Creates the generator as Rasa does for a class named in endpoints.yml."""
        super().__init__(domain.responses)

    async def generate(self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any) -> Optional[Dict[Text, Any]]:
        """Makes a response.

        Args:
            utter_action: Name of the response.
            tracker: The conversation.
            output_channel: Name of the channel.
            **kwargs: Values for the names in the response.

        Returns:
            The response as Rasa sends it, None when there is no such response.
        """
        composer = _composer(utter_action)
        if composer is None:
            return await super().generate(utter_action, tracker, output_channel, **{**phrasebook().values, **kwargs})
        state = conversation(events_read(tracker), content())
        return as_response(composer(state), {"utter_action": utter_action})


def _composer(name: Text) -> Callable[[Conversation], Message] | None:
    if name == REFERRAL:
        return lambda state: referral(state.raised, state.assessment, state.evidence, phrasebook())
    if name == ASK_PREFIX + CONFIRM_QUESTION:
        return lambda state: confirm(state.evidence.doubtful[0], phrasebook())
    if name == SAFEGUARDING:
        return lambda state: Message("\n\n".join(phrasebook().say(phrase) for phrase in state.safeguarding))
    if name.startswith(ASK_PREFIX):
        question = content().question(name.removeprefix(ASK_PREFIX))
        return lambda state: ask(question, state.evidence, phrasebook())
    return None


def as_response(message: Message, extra: Mapping[str, Any] | None = None) -> Dict[Text, Any]:
    """A message in the form that Rasa sends.

    Args:
        message: The message.
        extra: Further keys.

    Returns:
        The response; a tap on a button sends its own words, never a command.
    """
    return {"text": message.text, "buttons": message.taps(), "custom": dict(message.custom), **(extra or {})}
