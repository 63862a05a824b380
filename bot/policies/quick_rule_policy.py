"""Rasa's rule policy, which looks only at the rules that can apply."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Dict, List, Optional, Set, Text, Tuple

from rasa.core.policies.rule_policy import SHOULD_NOT_BE_SET, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

#: The action that a state follows, and the intent of its message; None where there is none.
Place = Tuple[Optional[Text], Optional[Text]]


@dataclass(frozen=True)
class Index:
    """Rules by the place of their last state.

    Attributes:
        lookup: The rules, as Rasa keeps them.
        rules: Their keys by place.
        longest: States of the longest one.
    """

    lookup: Dict[Text, Text]
    rules: Dict[Place, Set[Text]]
    longest: int

    @classmethod
    def of(cls, lookup: Dict[Text, Text]) -> "Index":
        """Makes the index of some rules."""
        rules: Dict[Place, Set[Text]] = defaultdict(set)
        states = {key: json.loads(key) for key in lookup}
        for key in lookup:
            rules[_place(states[key][-1])].add(key)
        return cls(lookup, rules, max(map(len, states.values()), default=1))

    def possible(self, state: State) -> Dict[Text, Text]:
        """The rules that may apply after a state: what one leaves open, any conversation has."""
        action, intent = _place(state)
        places: Set[Place] = {(action, intent), (action, None), (None, intent), (None, None)}
        return {key: self.lookup[key] for place in places for key in self.rules.get(place, ())}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class QuickRulePolicy(RulePolicy):
    """Predicts what Rasa's own does.

    That compares every rule with every state of the conversation, several times for each
    action. But a rule can only apply when its last state is like the conversation's, and
    none looks further back than the longest one.
    """

    def _get_possible_keys(self, lookup: Dict[Text, Text], states: List[State]) -> Set[Text]:
        index = self._index(lookup)
        return super()._get_possible_keys(index.possible(states[-1]) if states else lookup, states[-index.longest :])

    def _index(self, lookup: Dict[Text, Text]) -> Index:
        indexes: Dict[int, Index] = self.__dict__.setdefault("_indexes", {})
        known = indexes.get(id(lookup))
        if known is None or known.lookup is not lookup:
            known = indexes[id(lookup)] = Index.of(lookup)
        return known


def _place(state: State) -> Place:
    action, intent = (state.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME), (state.get(USER) or {}).get(INTENT)
    return tuple(None if value == SHOULD_NOT_BE_SET else value or None for value in (action, intent))
