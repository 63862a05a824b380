"""What is special to Telegram."""

import itertools
import time

import pytest
import requests

from tests.server.messaging.telegram import TelegramPhone
from tests.server.messaging.test_every_line import TELLS, WORDS, sentence, texts
from tests.server.running import CRAMPS


@pytest.fixture
def phone(lines):
    return TelegramPhone(lines)


def test_the_webhook_is_set_at_the_start_with_a_secret(lines):
    call = lines.provider.to("/setWebhook")[0]
    assert call.path == "/bot123456:token-of-the-tests/setWebhook"
    assert call.json["url"] == "http://localhost:5005/webhooks/telegram/webhook"
    assert len(call.json["secret_token"]) >= 32 and "my_chat_member" in call.json["allowed_updates"]


def test_start_is_met_by_the_neutral_opening(phone):
    for command in ("/start", "/help", "/start deep-link"):
        said = texts(phone.send(phone.text(command)))
        assert said and not TELLS.search(said)
    assert "bothering you" in phone.say("yes")
    assert phone.say("/help") == sentence(WORDS.say["help"])


def test_answers_are_an_inline_keyboard_one_in_each_row(phone):
    phone.agree()
    phone.say(CRAMPS)
    keyboard = phone.provider.to("/sendMessage")[-1].json["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in keyboard] == [["None of these"], ["Not sure"], ["Skip"]]
    assert all(len(button["callback_data"].encode()) <= 64 for row in keyboard for button in row)


def test_a_tap_is_acknowledged_so_that_the_button_stops_waiting(phone):
    phone.agree()
    choice = phone.send(phone.text(CRAMPS))[-1].choices[0]
    tap = phone.tap(choice)
    phone.send(tap)
    assert phone.provider.to("/answerCallbackQuery")[-1].json["callback_query_id"] == tap["callback_query"]["id"]


def test_typing_is_shown_while_an_answer_is_made(phone):
    phone.agree()
    assert any(call.json == {"chat_id": phone.address, "action": "typing"} for call in phone.provider.to("/sendChatAction"))


def test_no_link_is_previewed(phone):
    phone.agree()
    assert all(call.json["link_preview_options"] == {"is_disabled": True} for call in phone.provider.to("/sendMessage"))


def test_a_group_is_refused_once_and_never_answered(phone):
    said = phone.send(phone.in_group("my calf cramps and I take Biktarvy"))
    assert texts(said) == sentence(WORDS.say["group"]) and not TELLS.search(texts(said))
    assert phone.send(phone.in_group("hello?")) == []


def test_the_words_under_a_picture_are_read(phone):
    phone.agree()
    picture = phone.other("picture")
    picture["message"]["caption"] = "I have crushing chest pain and cannot breathe"
    said = phone.send(picture)
    assert "Call 999" in said[0].text and sentence(WORDS.kinds["picture"]) in texts(said)


def test_a_changed_message_is_read_as_one_more(phone):
    phone.agree()
    said = texts(phone.send(phone.other("edited")))
    assert sentence(WORDS.kinds["edited"]) in said
    assert "ache" in phone.say("what did you note?") or "pain" in phone.say("what did you note?")


def test_who_blocks_the_bot_is_no_error_and_may_come_back(phone):
    phone.agree()
    person = {"id": phone.address, "is_bot": False, "first_name": "Sam"}
    for status in ("kicked", "member"):
        change = {"chat": {"id": phone.address, "type": "private"}, "from": person, "date": int(time.time()), "old_chat_member": {"user": person, "status": "member"}, "new_chat_member": {"user": person, "status": status}}
        assert phone.send(phone.update(my_chat_member=change)) == []
    assert phone.say("what did you note?")


def test_an_answer_to_a_blocked_line_is_given_up(phone):
    phone.agree()
    phone.provider.answer("/sendMessage", 403, body={"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
    phone.send(phone.text("what did you note?"))
    assert phone.say("what did you note?")


def test_telegram_is_asked_again_when_it_wants(phone):
    phone.agree()
    phone.provider.answer("/sendMessage", 429, **{"Retry-After": "2"})
    began = time.monotonic()
    assert phone.say("what did you note?")
    assert time.monotonic() - began >= 2


def test_other_updates_are_taken_and_left_alone(phone):
    for odd in ({"update_id": 1, "poll": {"id": "1"}}, {"update_id": 2, "message": {"date": 1}}, {"update_id": 3, "callback_query": {"id": "1", "inline_message_id": "2", "data": "x"}}, {}):
        assert phone.deliver(odd).status_code == 200


@pytest.mark.parametrize(("body", "status"), [(b"", 400), (b"[]", 400), (b'{"update_id": 1, "message"', 400), (b"\xff\xfe", 400), (b"x" * 10_000_000, 413)])
def test_what_is_no_update_is_refused(phone, body, status):
    request = phone.request({})
    answer = requests.post(phone.webhook, data=body, headers=request["headers"], timeout=30)
    assert answer.status_code == status


def test_the_order_of_sending_counts_and_not_of_arrival(phone):
    phone.agree()
    now = time.time()
    for words, at in zip(("what did you note?", "my calf cramps"), itertools.chain([now + 5, now])):
        phone.deliver(phone.text(words, at=at))
    phone.wait()
    assert "muscle cramps" in phone.say("what did you note?")
