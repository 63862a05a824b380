"""What is special to Slack."""

import json
import time

import pytest

from bot.clinical.content import load_content
from tests.server.messaging.slack import SlackPhone
from tests.server.messaging.test_every_line import EMERGENCY, sentence, texts
from tests.server.running import CRAMPS

WORDS = load_content("en").words.messaging
_FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def sam(lines):
    return SlackPhone(lines)


def sent(phone):
    """The latest message as Slack gets it."""
    return [call for call in phone.provider.to(phone.path) if call.json["channel"] == phone.address][-1]


def test_slack_gets_its_word_back_when_it_checks_the_address(sam):
    check = {"token": "XXYYZZ", "type": "url_verification", "challenge": "3eZbrw1aB"}
    answer = sam.deliver(check)
    assert answer.status_code == 200 and answer.text == "3eZbrw1aB"
    assert sam.deliver(check, headers={}).status_code == 403


def test_a_message_delivered_again_as_another_event_is_answered_once(sam):
    first = sam.agree().text(CRAMPS)
    assert sam.send(first)
    again = {**first, "event_id": "Ev0AGAIN", "event_time": int(time.time())}
    signed = sam.request(again)
    answer = sam.deliver(again, headers={**signed["headers"], "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}, data=signed["data"])
    sam.wait()
    assert answer.status_code == 200 and sam.send(again) == []


@pytest.mark.parametrize(("body", "kind"), [(b'{"type": "event_call', "application/json"), (b"[]", "application/json"), (b"payload=%7B%22type", _FORM), (b"nothing=1", _FORM), (b'{"type": "event_callback"}', _FORM)])
def test_what_cannot_be_read_is_refused(sam, body, kind):
    assert sam.deliver(sam.text("hello"), **sam.signed(body, kind)).status_code == 400


@pytest.mark.parametrize("body", [b'{"type": "event_callback", "event": {"type": "message"}}', b'{"type": "app_rate_limited", "minute_rate_limited": 1}', b"payload=" + b"%7B%22type%22%3A%22view_submission%22%7D"])
def test_what_is_not_for_a_conversation_is_taken_and_left(sam, body):
    assert sam.deliver(sam.text("hello"), **sam.signed(body, _FORM if body.startswith(b"payload") else "application/json")).status_code == 200


@pytest.mark.parametrize("fields", [{"bot_id": "B0BOT"}, {"subtype": "bot_message", "bot_id": "B0OTHER"}, {"subtype": "channel_join"}, {"subtype": "message_replied"}])
def test_what_no_person_wrote_is_not_answered(sam, fields):
    assert sam.send(sam.event(**sam.message(text=CRAMPS, **fields))) == []


def test_a_channel_is_not_read_and_a_mention_there_is_sent_to_direct_messages_once(sam):
    sam.address = sam.address.replace("D", "C")
    in_channel = {"user": "U2147483697", "channel": sam.address, "text": f"<@U0BOT> {CRAMPS}"}
    assert sam.send(sam.event(**{**sam.message(text=CRAMPS), "channel_type": "channel"})) == []
    now = sam.now()
    said = sam.send(sam.event(type="app_mention", ts=now, event_ts=now, **in_channel))
    assert texts(said) == sentence(WORDS.say["group"])
    now = sam.now()
    assert sam.send(sam.event(type="app_mention", ts=now, event_ts=now, **in_channel)) == []


def test_the_preview_of_a_link_is_no_edit(sam):
    sam.agree()
    assert sam.send(sam.edit("see https://example.org", "see https://example.org", attachments=[{"title": "Example"}])) == []


def test_what_a_program_changes_or_deletes_is_not_answered(sam):
    sam.agree()
    assert sam.send(sam.edit("one", "two", bot_id="B0BOT")) == []
    gone = sam.message(subtype="message_deleted", hidden=True, deleted_ts=sam.now(), previous_message=sam.message(text="one", bot_id="B0BOT"))
    assert sam.send(sam.event(**gone)) == []


def test_marks_of_slack_are_read_as_words(sam):
    sam.agree()
    text = "<@U0BOT> my calf cramps &amp; I take <https://example.org/biktarvy|Biktarvy>"
    said = texts(sam.send(sam.event(**sam.message(text=text))))
    assert "Biktarvy" in said and "U0BOT" not in sam.say("what did you note?")


def test_words_beside_a_picture_are_read(sam):
    sam.agree()
    said = texts(sam.send(sam.event(**sam.message(text="I take Biktarvy", subtype="file_share", files=[{"id": "F1", "mimetype": "image/png"}]))))
    assert sentence(WORDS.kinds["picture"]) in said and "Biktarvy" in said


def test_a_question_has_buttons_of_block_kit_and_shows_no_previews(sam):
    sam.agree().send(sam.text(CRAMPS))
    call = sent(sam)
    assert call.headers["Authorization"] == "Bearer xoxb-of-the-tests"
    section, actions = call.json["blocks"]
    assert section["type"] == "section" and section["text"]["type"] == "plain_text" and len(section["text"]["text"]) <= 3000
    assert [button["text"]["text"] for button in actions["elements"]] == ["None of these", "Not sure", "Skip"]
    assert len({button["action_id"] for button in actions["elements"]}) == 3
    assert call.json["unfurl_links"] is False and call.json["unfurl_media"] is False and call.json["text"]


def test_a_tap_on_something_else_than_a_button_is_left(sam):
    choice = sam.agree().send(sam.text(CRAMPS))[-1].choices[0]
    tap = sam.tap(choice)
    tap["actions"][0]["type"] = "overflow"
    assert sam.send(tap) == []


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
def test_what_slack_cannot_take_just_now_is_sent_again(sam, error):
    sam.agree()
    sam.provider.answer(sam.path, 200, {"ok": False, "error": error})
    said = sam.send(sam.text("what can you do?"))
    calls = [call.json["text"] for call in sam.provider.to(sam.path) if call.json["channel"] == sam.address]
    assert calls[-len(said)] == calls[-len(said) + 1]  # it was asked to take the first one twice


def test_what_slack_refuses_with_status_200_is_not_sent_again(sam):
    sam.agree()
    before = len(sam.heard())
    sam.provider.answer(sam.path, 200, {"ok": False, "error": "channel_not_found"})
    sam.send(sam.text("what did you note?"))
    said = [one.text for one in sam.heard()[before:]]
    assert len(said) == len(set(said))
    assert sam.say("what did you note?")


def test_slack_is_waited_for_as_long_as_it_asks(sam):
    sam.agree()
    sam.provider.answer(sam.path, 429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "3"})
    began = time.monotonic()
    assert sam.send(sam.text("what did you note?")) and time.monotonic() - began >= 3


def test_an_emergency_in_direct_messages_is_answered_with_its_first_words(sam):
    call = json.loads(sent_after(sam, "I have crushing chest pain & I cannot breathe").body)
    assert EMERGENCY in call["text"]


def sent_after(phone, words):
    before = len(phone.provider.to(phone.path))
    phone.send(phone.text(words))
    return [call for call in phone.provider.to(phone.path)[before:] if call.json["channel"] == phone.address][0]
