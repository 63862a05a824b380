"""The safety policy: keeps the running assessment, and answers red flags before anything else."""

from __future__ import annotations

from itertools import takewhile
from typing import Any, Dict, List, Optional, Text

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_DEACTIVATE_LOOP_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation import Conversation, conversation
from bot.measures import figures
from bot.settings import content
from bot.tracker import events_read

REFERRAL, SAFEGUARDING = "utter_red_flag_referral", "utter_safeguarding"
FALLBACK, FORM = "utter_please_rephrase", "interview_form"
_MOST_ACTIONS = 7


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class SafetyPolicy(Policy):
    """Answers a red flag in every state of the dialogue, and what needs safeguarding.

    Its predictions are "no user" predictions, the only ones that win against an
    active form (rasa-notes.md, P1). It needs neither the action server nor the
    classifier: everything is folded from the entities in the tracker.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Default configuration."""
        return {
            # above every other policy
            "priority": 100,
        }

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, featurizer: Optional[TrackerFeaturizer] = None) -> None:
        """Creates the policy; it needs no featurizer."""
        super().__init__(config, model_storage, resource, execution_context, featurizer)

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Has nothing to learn."""
        return self._resource

    @classmethod
    def load(cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any) -> "SafetyPolicy":
        """Creates the policy: there is nothing stored to load."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Optional[Dict[Text, Any]] = None, **kwargs: Any) -> PolicyPrediction:
        """Predicts the referral when the latest message raised a red flag.

        Args:
            tracker: The conversation.
            domain: The domain.
            rule_only_data: Not used.
            **kwargs: Not used.

        Returns:
            A prediction that wins when a red flag must be answered, and is all
            zeros otherwise; it always carries the slots of the assessment.
        """
        done = _actions_since_message(tracker)
        if done is None:
            return self._prediction_of(None, domain, [])
        state = conversation(events_read(tracker), content())
        if _is_first_look(tracker):
            _count(state, tracker)
        action = _next_action(state, done, tracker)
        return self._prediction_of(action, domain, _changed_slots(state, tracker))

    def _prediction_of(self, action: Optional[Text], domain: Domain, events: List[Event]) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        if action:
            probabilities[domain.index_for_action(action)] = 1.0
        return PolicyPrediction(
            probabilities,
            self.__class__.__name__,
            self.priority,
            events=events,
            is_no_user_prediction=action is not None,
            hide_rule_turn=True,
        )


def _actions_since_message(tracker: DialogueStateTracker) -> Optional[List[Text]]:
    """Names of the actions run since the latest message, None before the first."""
    names: List[Text] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return names[::-1]
        if isinstance(event, ActionExecuted) and event.action_name:
            names.append(event.action_name)
    return None


def _is_first_look(tracker: DialogueStateTracker) -> bool:
    """Whether nothing was tried since the latest message; a form that rejects it makes us look again."""
    since = takewhile(lambda e: not isinstance(e, UserUttered), reversed(tracker.events))
    return not any(isinstance(e, (ActionExecuted, ActionExecutionRejected)) for e in since)


def _count(state: Conversation, tracker: DialogueStateTracker) -> None:
    """Counts the latest message, and its level only when that is new: else five messages of one person would fill a step."""
    level, message = state.assessment.triage, tracker.latest_message
    figures.understood("" if level == tracker.get_slot("triage") else level, (message and message.intent_name) or "")


def _next_action(state: Conversation, done: List[Text], tracker: DialogueStateTracker) -> Optional[Text]:
    unsafe = bool(state.safeguarding) and SAFEGUARDING not in done
    if not state.raised:
        if unsafe:
            return SAFEGUARDING
        return ACTION_LISTEN_NAME if _is_said(done) or _form_failed(done, tracker) else None
    if REFERRAL not in done:
        return REFERRAL
    if unsafe:
        return SAFEGUARDING
    if tracker.active_loop_name:
        return ACTION_DEACTIVATE_LOOP_NAME
    return ACTION_LISTEN_NAME


def _is_said(done: List[Text]) -> bool:
    """Whether the turn must end: no rule follows these, and the rule policy would repeat itself."""
    return bool(done) and (SAFEGUARDING in done or done[-1] == FALLBACK or len(done) >= _MOST_ACTIONS)


def _form_failed(done: List[Text], tracker: DialogueStateTracker) -> bool:
    """Whether the interview could not open: without its events the rules would take it for finished."""
    if done[-1:] != [FORM] or tracker.active_loop_name:
        return False
    return not any(isinstance(e, ActiveLoop) for e in takewhile(lambda e: not isinstance(e, UserUttered), reversed(tracker.events)))


def _changed_slots(state: Conversation, tracker: DialogueStateTracker) -> List[Event]:
    return [SlotSet(name, value) for name, value in state.slots().items() if tracker.get_slot(name) != value]
