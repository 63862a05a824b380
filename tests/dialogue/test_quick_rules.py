"""The rules that are looked at are those that apply: nothing is predicted otherwise than by Rasa's own policy."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.quick_rule_policy import QuickRulePolicy, RulePolicy
from bot.storage.conversation_tracker import ConversationTracker

TALKS = [
    ["hello", "I have cramps in my calf at night", "yes", "no", "I take Biktarvy and furosemide", "what is a statin?", "no", "not sure", "what can I do about it?", "what did you note?", "thanks", "bye"],
    ["what's the capital of France?", "my chest hurts and I can't breathe", "ok", "my calf twitches", "stop", "start again", "who are you?", "I want to talk to a person"],
    ["can I stop my tablets?", "my feet burn", "since two weeks", "no", "no", "no", "why do you ask?", "delete my data"],
]


@pytest.mark.parametrize("talk", TALKS)
async def test_the_same_rules_apply(assistant, monkeypatch, talk):
    quick, compared = QuickRulePolicy._get_possible_keys, []

    def both(self, lookup, states):
        found = quick(self, lookup, states)
        compared.append((found, RulePolicy._get_possible_keys(self, lookup, states)))
        return found

    monkeypatch.setattr(QuickRulePolicy, "_get_possible_keys", both)
    for text in talk:
        await assistant.say(text, f"rules {talk[0]}")
    assert len(compared) > 2 * len(talk)
    assert all(found == expected for found, expected in compared)
    assert any(found for found, _ in compared)


@pytest.mark.parametrize("featured", [(), ("triage", "requested_slot")])
async def test_the_states_that_policies_compare_are_those_of_rasa_also_when_they_are_changed(assistant, featured):
    domain = Domain.load("domain.yml")
    for slot in domain.slots:
        slot.influence_conversation = slot.name in featured
    hidden = {"rule_only_slots": [], "rule_only_loops": ["interview_form"]}
    for text in TALKS[0][:7]:
        await assistant.say(text, f"states {featured}")
    remembering, plain = ConversationTracker("states", domain.slots), DialogueStateTracker("states", domain.slots)
    for event in (await assistant.tracker(f"states {featured}")).events:
        for tracker in (remembering, plain):
            tracker.update(event, domain)
        assert remembering.past_states(domain, ignore_rule_only_turns=True, rule_only_data=hidden) == plain.past_states(domain, ignore_rule_only_turns=True, rule_only_data=hidden)
        for _ in range(2):
            states = remembering.past_states(domain)
            assert states == plain.past_states(domain)
            states[-1].setdefault("user", {})["intent"] = "changed"
