"""What is special to Chatwoot: people from the team answer in the same conversation."""

import time

import pytest

from bot.clinical.content import load_content
from tests.server.messaging.chatwoot import ChatwootPhone
from tests.server.messaging.test_every_line import EMERGENCY, TELLS, sentence, texts
from tests.server.running import CRAMPS, RED_FLAG

WORDS = load_content("en").words.messaging
BACK = load_content("en").words.hand_over.say["taken_back"]
ASKS = "I want to talk to a person"


@pytest.fixture
def sam(lines):
    return ChatwootPhone(lines)


def sent(phone):
    """The latest message as Chatwoot gets it."""
    return phone.provider.to(phone.path)[-1]


@pytest.mark.parametrize("status", ["open", "snoozed", "resolved"])
def test_the_assistant_is_silent_while_the_team_has_the_conversation(sam, status):
    sam.agree()
    sam.status = status
    for payload in (sam.text(CRAMPS), sam.other("picture"), sam.tap(("made:0", "Yes")), sam.text("no")):
        assert sam.send(payload) == []


def test_an_emergency_is_answered_also_while_the_team_has_the_conversation(sam):
    sam.agree()
    sam.status = "open"
    assert sam.send(sam.text("thank you for coming")) == []
    said = sam.send(sam.text(RED_FLAG))
    assert EMERGENCY in said[0].text and not said[-1].choices


def test_an_emergency_that_begins_in_the_hands_of_the_team_is_answered_and_tells_nobody(sam):
    sam.status = "open"
    assert sam.send(sam.text("hello")) == [] and sam.send(sam.text("yes")) == []
    said = texts(sam.send(sam.text(RED_FLAG)))
    assert EMERGENCY in said and not TELLS.search(said) and sentence(WORDS.say["opening"]) not in said


def test_the_assistant_goes_on_when_it_has_the_conversation_again(sam):
    sam.agree().say(CRAMPS)
    sam.status = "open"
    sam.say("no")
    sam.status = "pending"
    said = sam.say("what did you note?")
    assert said.startswith(BACK) and "cramp" in said
    assert BACK not in sam.say("what did you note?")


def test_no_said_to_the_team_denies_no_danger_sign(sam):
    sam.agree().say(CRAMPS)
    sam.status = "open"
    sam.say("none of these")
    sam.status = "pending"
    assert "do not have" not in sam.say("what did you note?").lower()
    assert "One more safety check" not in sam.say("carry on")


def test_who_asks_for_a_person_is_given_to_the_team(sam):
    said = sam.agree().say(CRAMPS, ASKS)
    assert "talk to a person" in said and said.endswith(sentence(WORDS.say["handed_over"]))
    assert sam.told_team() == ["open", WORDS.say["team_asked"]]


def test_who_asks_for_a_person_first_need_not_agree_to_anything(sam):
    said = sam.say(ASKS)
    assert said.endswith(sentence(WORDS.say["handed_over"])) and not TELLS.search(said)
    assert sam.told_team() == ["open", WORDS.say["team_asked"]]


def test_the_team_gets_no_word_about_health(sam):
    sam.agree().say("I take Biktarvy", CRAMPS, ASKS)
    told = " ".join(sam.told_team())
    assert "Biktarvy" not in told and "cramp" not in told and not TELLS.search(told)


def test_chatwoot_hears_that_the_team_is_asked_also_when_it_was_down(sam):
    sam.agree()
    sam.provider.answer("toggle_status", 503, times=2)
    sam.say(ASKS)
    assert sam.told_team() == ["open", WORDS.say["team_asked"]]
    assert sam.heard()[-1].text == sentence(WORDS.say["handed_over"])


def test_answers_are_items_of_a_select(sam):
    sam.agree().send(sam.text(CRAMPS))
    call = sent(sam)
    assert call.headers["api_access_token"] == "bot-token-of-the-tests"
    assert call.json["content_type"] == "input_select" and call.json["private"] is False and call.json["message_type"] == "outgoing"
    items = call.json["content_attributes"]["items"]
    assert [item["title"] for item in items] == ["None of these", "Not sure", "Skip"] and all(set(item) == {"title", "value"} for item in items)


def test_an_inbox_without_buttons_is_told_what_to_write(sam):
    sam.inbox = "Channel::TwilioSms"
    said = sam.agree().send(sam.text(CRAMPS))[-1]
    assert not said.choices and said.text.endswith("Or write: None of these, Not sure, Skip.")
    assert "One more safety check" in sam.say("None of these")


def test_a_tap_in_an_inbox_of_telegram_comes_as_words(sam):
    sam.inbox = "Channel::Telegram"
    choice = sam.agree().send(sam.text(CRAMPS))[-1].choices[0]
    assert "One more safety check" in sam.say(choice[0])


def test_a_choice_that_is_told_again_is_taken_once(sam):
    choice = sam.agree().send(sam.text(CRAMPS))[-1].choices[0]
    tap = sam.tap(choice)
    assert sam.send(tap) and sam.send({**tap, "status": "read"}) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"message_type": "outgoing", "sender": {"id": 1, "type": "user"}},
        {"message_type": "outgoing", "private": True},
        {"message_type": "template"},
        {"event": "message_updated"},
        {"account": {"id": 8}},
        {"event": "webwidget_triggered"},
    ],
)
def test_what_the_person_did_not_write_is_not_answered(sam, fields):
    sam.agree()
    assert sam.send({**sam.text(RED_FLAG), **fields}) == []


@pytest.mark.parametrize("event", ["conversation_opened", "conversation_resolved", "conversation_status_changed"])
def test_other_events_are_taken_and_left(sam, event):
    assert sam.send({**sam.conversation(), "event": event}) == []


@pytest.mark.parametrize("body", [b"", b"[]", b'{"event": "message_cr', b"\xff"])
def test_what_cannot_be_read_is_refused(sam, body):
    assert sam.deliver(sam.text("hello"), **sam.signed(body)).status_code == 400


def test_words_beside_a_picture_are_read(sam):
    sam.agree()
    said = texts(sam.send({**sam.other("picture"), "content": "I take Biktarvy"}))
    assert sentence(WORDS.kinds["picture"]) in said and "Biktarvy" in said


def test_messages_that_arrive_in_the_wrong_order_are_answered_in_the_right_one(sam):
    sam.agree()
    now = time.time()
    for words, at in (("I take Biktarvy", now + 1), ("my calf cramps", now)):
        sam.deliver(sam.text(words, at=at))
    sam.wait()
    assert "You take: Biktarvy" in sam.say("what did you note?")


def test_my_data_is_deleted_also_while_the_team_has_the_conversation(sam):
    sam.agree().say(CRAMPS)
    sam.status = "open"
    assert "deleted" in sam.say("delete my data")
    sam.status = "pending"
    assert sam.say("what did you note?") == sentence(WORDS.say["opening"])
