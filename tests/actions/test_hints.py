"""Hints for channels that can show more than text: drawings, causes, people, the summary."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_question import ActionAnswerQuestion
from actions.explain import ActionExplain
from actions.services import ActionGiveSummary, ActionOfferPerson
from bot.clinical.evidence import Mention
from bot.entities import to_entity
from bot.settings import phrasebook
from tests.clinical.people import finding

DRAWN = ["calf", "foot", "thigh", "hand", "back"]


def user(content, intent, *mentions):
    """The event of one message of the person."""
    entities = [to_entity(m, content) for m in mentions]
    return {"event": "user", "text": "...", "parse_data": {"intent": {"name": intent}, "entities": entities}}


def site(name):
    return Mention("site", name)


async def said(action, *events, loop=None):
    """What an action says after these events."""
    dispatcher = CollectingDispatcher()
    active = {"name": loop} if loop else {}
    await action.run(dispatcher, Tracker("p", {}, {}, list(events), False, None, active, "action_listen"), {})
    return dispatcher.messages


def pictures(messages):
    return [(m.get("custom") or {}).get("picture") for m in messages]


@pytest.mark.parametrize("place", DRAWN)
async def test_home_care_for_a_drawn_place_names_its_drawing(content, place):
    messages = await said(ActionAnswerQuestion(), user(content, "ask_self_care", finding("muscle_cramp"), site(place)))
    (steps,) = [m for m in messages if m["text"].startswith(content.words.self_care[place].title)]
    assert steps["custom"] == {"picture": place} and place in content.words.pictures
    assert pictures(messages).count(place) == 1


async def test_each_of_two_places_has_its_own_message_and_drawing(content):
    messages = await said(ActionAnswerQuestion(), user(content, "ask_self_care", site("hand"), site("calf")))
    assert [p for p in pictures(messages) if p] == ["hand", "calf"]


@pytest.mark.parametrize("places", [[], ["shoulder"]], ids=["no place", "a place without a drawing"])
async def test_general_steps_name_no_drawing(content, places):
    messages = await said(ActionAnswerQuestion(), user(content, "ask_self_care", *map(site, places)))
    assert any(m["text"].startswith(content.words.self_care["general"].title) for m in messages)
    assert not any(pictures(messages))


async def test_within_the_interview_the_drawing_comes_too_and_no_offer(content):
    messages = await said(ActionAnswerQuestion(), user(content, "ask_self_care", site("calf")), loop="interview_form")
    assert pictures(messages) == ["calf"] and not messages[0]["buttons"]


async def test_out_of_the_interview_the_buttons_stand_on_the_last_message(content):
    messages = await said(ActionAnswerQuestion(), user(content, "ask_self_care", site("calf")))
    assert [bool(m["buttons"]) for m in messages] == [False, True]


async def test_the_explanation_names_its_causes(content):
    messages = await said(ActionExplain(), user(content, "inform", finding("muscle_cramp"), finding("low_fluids")))
    (hint,) = [m["custom"] for m in messages if (m.get("custom") or {}).get("kind") == "contributors"]
    assert hint["contributors"][0] == {"name": content.words.causes["dehydration"].name, "tier": "likely"}


async def test_the_summary_and_the_way_to_people_can_be_told_from_other_messages(content):
    report = user(content, "inform", finding("muscle_cramp"))
    summary = await said(ActionGiveSummary(), report)
    assert [(m.get("custom") or {}).get("kind") for m in summary] == [None, "summary", None]
    (person,) = await said(ActionOfferPerson(), report)
    assert person["custom"] == {"kind": "person"} and person["text"] == phrasebook().say("person_offer")
