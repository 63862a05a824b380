"""From the events of a Rasa tracker to the conversation that the core sees."""

import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation import conversation
from bot.tracker import CONFIRM_QUESTION, events_read, turns_from_events


def user(text, *entities, intent="inform"):
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "entities": list(entities)}}


def bot(text):
    return {"event": "bot", "text": text}


def slot(name, value):
    return {"event": "slot", "name": name, "value": value}


def symptom(name, role=None):
    return {"entity": "symptom", "value": name, "start": 0, "end": 1} | ({"role": role} if role else {})


def medication(name):
    return {"entity": "medication", "value": name, "start": 0, "end": 1}


def test_only_the_persons_messages_are_turns():
    turns = turns_from_events([user("hi"), bot("hello"), slot("triage", "routine"), {"event": "action", "name": "action_listen"}, user("cramp")])
    assert [(t.index, t.text) for t in turns] == [(0, "hi"), (1, "cramp")]


def test_a_turn_knows_the_question_that_was_open():
    turns = turns_from_events([user("cramp"), slot("requested_slot", "nerve_signs"), user("none"), slot("requested_slot", None), user("thanks")])
    assert [t.question for t in turns] == [None, "nerve_signs", None]


def test_did_you_mean_is_no_question_of_the_content():
    events = [user("simvo"), slot("medicine_to_confirm", "simvastatin"), slot("requested_slot", CONFIRM_QUESTION), user("yes", intent="affirm")]
    last = turns_from_events(events)[-1]
    assert last.question is None and last.confirming == "simvastatin"


def test_a_no_to_a_helper_denies_no_danger_sign(content):
    here, gone = slot("helper", "here"), slot("helper", None)
    asked = [user("cramp", symptom("muscle_cramp")), slot("requested_slot", "danger_signs")]
    events = [*asked, here, user("no", intent="deny"), slot("requested_slot", "danger_signs"), gone, user("no", intent="deny")]
    assert [t.question for t in turns_from_events(events)] == [None, None, None]
    assert not conversation(events, content).evidence.answered
    again = [*events, slot("requested_slot", "danger_signs"), user("no", intent="deny")]
    assert turns_from_events(again)[-1].question == "danger_signs"


@pytest.mark.parametrize("start", ["restart", "session_started"])
def test_a_fresh_start_forgets_what_was_said(content, start):
    events = [user("chest pain", symptom("chest_pain")), slot("requested_slot", "health"), {"event": start}, user("hello")]
    turns = turns_from_events(events)
    assert [(t.index, t.question) for t in turns] == [(0, None)]
    assert conversation(events, content).assessment.red_flags == ()


def test_strange_events_do_no_harm():
    assert turns_from_events([{}, {"event": None}, {"event": "user"}, {"event": "user", "text": None, "parse_data": None}])[0].text == ""


def test_the_slots_hold_the_running_assessment(content):
    state = conversation([user("...", symptom("muscle_pain"), symptom("dark_urine"), medication("simvastatin"))], content)
    slots = state.slots()
    assert slots["triage"] == "emergency" and "dark_urine" in slots["red_flags"]
    statin = next(c for c in slots["contributors"] if c["cause"] == "statin_muscle")
    assert statin["because"] == ["simvastatin"] and statin["sources"] and statin["tier"] in ("likely", "possible", "worth_checking")


def test_a_red_flag_is_raised_by_the_message_that_says_it(content):
    events = [user("...", symptom("chest_pain"))]
    assert [f.name for f in conversation(events, content).raised] == ["chest_pain"]
    assert conversation([*events, user("and a cramp", symptom("muscle_cramp"))], content).raised == ()


def test_a_red_flag_told_again_is_raised_again(content):
    again = [user("...", symptom("chest_pain")), user("hello"), user("...", symptom("chest_pain"))]
    assert [f.name for f in conversation(again, content).raised] == ["chest_pain"]


def test_a_conversation_without_a_message_has_nothing_to_say(content):
    state = conversation([], content)
    assert state.slots() == {"triage": "out_of_scope", "red_flags": [], "contributors": []}
    assert state.open_question is None and state.raised == ()


def cd4(count):
    return {"entity": "cd4", "value": count, "start": 0, "end": 1}


def raised(content, *events):
    return [flag.name for flag in conversation(events, content).raised]


def test_a_red_flag_that_a_number_makes_hold_is_raised_by_that_message(content):
    """The fever was told before, so no fact of this message is among those that the flag rests on."""
    assert raised(content, user("fever", symptom("fever"))) == []
    assert raised(content, user("fever", symptom("fever")), user("CD4 60", cd4(60))) == ["fever_low_cd4"]
    assert raised(content, user("CD4 60", cd4(60)), user("fever", symptom("fever"))) == ["fever_low_cd4"]


def test_a_red_flag_is_not_raised_again_by_what_has_nothing_to_do_with_it(content):
    events = [user("fever", symptom("fever")), user("CD4 60", cd4(60))]
    assert raised(content, *events, user("thanks")) == []
    assert raised(content, *events, user("cramp", symptom("muscle_cramp"))) == []
    assert raised(content, *events, user("still fever", symptom("fever"))) == ["fever_low_cd4"]


def tracker(*events):
    return DialogueStateTracker.from_events("sam", list(events))


def said(text, *entities):
    return UserUttered(text, {"name": "inform"}, list(entities))


def test_what_is_read_of_a_tracker_gives_the_same_turns_as_all_of_it():
    whole = tracker(said("cramp", symptom("muscle_cramp")), BotUttered("since when?"), SlotSet("requested_slot", "duration"), SlotSet("triage", "routine"), said("3 weeks"))
    assert turns_from_events(events_read(whole)) == turns_from_events([event.as_dict() for event in whole.events])
    assert len(events_read(whole)) == 3


def test_a_message_is_understood_once_however_often_it_is_read():
    whole = tracker(said("cramp", symptom("muscle_cramp")), said("and my chest hurts", symptom("chest_pain")))
    first, again = turns_from_events(events_read(whole)), turns_from_events(events_read(whole))
    assert all(a is b for a, b in zip(first, again)) and hash(first[1]) == hash(again[1])


def test_a_message_that_is_read_after_another_question_is_understood_anew():
    message = said("none of these")
    assert turns_from_events(events_read(tracker(message)))[0].question is None
    asked = tracker(said("cramp"), SlotSet("requested_slot", "danger_signs"), message)
    assert (turns_from_events(events_read(asked))[1].question, turns_from_events(events_read(asked))[1].index) == ("danger_signs", 1)
    assert turns_from_events(events_read(tracker(message)))[0].question is None
