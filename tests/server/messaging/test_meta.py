"""What is special to the lines of Meta: WhatsApp and Messenger."""

import json
import time

import pytest
import requests
from rasa.shared.core.domain import Domain

from bot.channels.lines.meta import MetaApp
from bot.channels.lines.whatsapp import WhatsApp
from bot.channels.messaging.card import Card
from bot.channels.messaging.delivery import Delivery
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.line import Line, SendError
from bot.channels.messaging.rendering import Choice, Part
from bot.clinical.content import load_content
from bot.storage.inbox import Inbox
from bot.storage.names import Names
from tests.server.messaging.lines import VERIFY
from tests.server.messaging.messenger import MessengerPhone
from tests.server.messaging.provider import ProviderServer
from tests.server.messaging.test_every_line import TELLS, WORDS, sentence, texts
from tests.server.messaging.whatsapp import PhoneWithUsername, WhatsAppPhone
from tests.server.running import CRAMPS
from tests.server.sealed import store_at

META = (WhatsAppPhone, MessengerPhone)
SOMEBODY = "whatsapp:abc"


@pytest.fixture(params=META, ids=lambda line: line.channel)
def sam(request, lines):
    return request.param(lines)


@pytest.fixture
def whatsapper(lines):
    return WhatsAppPhone(lines)


@pytest.fixture
def friend(lines):
    return MessengerPhone(lines)


def signed(phone, told):
    """The server's answer to any delivery that Meta signed."""
    body = json.dumps(told).encode()
    return requests.post(phone.webhook, data=body, headers={"Content-Type": "application/json", "X-Hub-Signature-256": phone.signature(body)}, timeout=30)


def test_meta_gets_its_word_back_only_for_the_word_that_it_was_told(sam):
    def check(**told):
        return requests.get(sam.webhook, params={f"hub.{name}": value for name, value in told.items()}, timeout=10)

    assert check(mode="subscribe", verify_token=VERIFY, challenge="1158201444").text == "1158201444"
    assert [check(mode="subscribe", verify_token="guessed", challenge="1").status_code, check(mode="else", verify_token=VERIFY, challenge="1").status_code, check().status_code] == [404] * 3


def test_everybody_in_a_batch_is_answered(sam):
    others = [type(sam)(sam.servers) for _ in range(3)]
    told = sam.delivery(*[other.text("hello") for other in others[:2]])
    told["entry"] += others[2].delivery(others[2].text("hello"))["entry"]
    assert signed(sam, told).status_code == 200
    sam.wait()
    assert all(len(other.heard()) == 1 for other in others)


def test_one_message_that_cannot_be_read_takes_no_other_with_it(sam):
    told = sam.delivery(sam.text("hello"))
    messages = told["entry"][0]["changes"][0]["value"]["messages"] if sam.channel == "whatsapp" else told["entry"][0]["messaging"]
    messages[:0] = [{}, None, 7, {"type": "text"}, {"sender": {"id": 1}}]
    assert signed(sam, told).status_code == 200
    sam.wait()
    assert len(sam.heard()) == 1


def test_the_order_of_sending_counts_within_a_delivery(sam):
    sam.agree()
    now = time.time()
    said = texts(sam.send(sam.text("what did you note?", at=now + 9), sam.text("my calf cramps", at=now)))
    assert "muscle cramps" in said and load_content("en").words.phrases["nothing_told_yet"].text not in said


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b'{"object": "whatsapp_business_account", "entry": [', b"\xff\xfe"])
def test_what_is_no_delivery_is_refused(sam, body):
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": sam.signature(body)}
    assert requests.post(sam.webhook, data=body, headers=headers, timeout=10).status_code == 400


@pytest.mark.parametrize("told", [{}, {"object": "user", "entry": []}, {"object": "page", "entry": 7}, {"object": "page", "entry": [{"id": "0", "messaging": [{}]}]}])
def test_what_is_for_nobody_is_taken_and_left_alone(sam, told):
    assert signed(sam, told).status_code == 200


def test_whatsapp_tells_of_what_was_sent_and_nobody_answers(whatsapper):
    status = {"id": "wamid.x", "status": "delivered", "timestamp": "1750000000", "recipient_id": whatsapper.address}
    told = whatsapper.delivery()
    told["entry"][0]["changes"][0]["value"] = whatsapper.value(statuses=[status])
    assert signed(whatsapper, told).status_code == 200
    other = whatsapper.delivery(whatsapper.text("hello"))
    other["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "999"
    assert signed(whatsapper, other).status_code == 200
    whatsapper.wait()
    assert whatsapper.heard() == []


def test_whatsapp_shows_buttons_of_at_most_twenty_letters(whatsapper):
    whatsapper.agree()
    whatsapper.send(whatsapper.text(CRAMPS))
    action = whatsapper.calls()[-1]["interactive"]["action"]
    assert [button["reply"]["title"] for button in action["buttons"]] == ["None of these", "Not sure", "Skip"]
    assert all(call["text"]["preview_url"] is False for call in whatsapper.calls() if call["type"] == "text")


def test_whatsapp_marks_a_message_as_read_and_shows_typing(whatsapper):
    message = whatsapper.text("hello")
    whatsapper.send(message)
    marks = [call.json for call in whatsapper.provider.to("/messages") if call.json.get("message_id") == message["id"]]
    assert marks[0]["status"] == "read" and marks[0]["typing_indicator"] == {"type": "text"}


def test_words_under_a_picture_are_read(whatsapper):
    whatsapper.agree()
    picture = whatsapper.other("picture")
    picture["image"] = {**picture["image"], "caption": "I have crushing chest pain and cannot breathe"}
    said = whatsapper.send(picture)
    assert "Call 999" in said[0].text and sentence(WORDS.kinds["picture"]) in texts(said)


@pytest.mark.parametrize("without_number", [{}, {"from": ""}], ids=["left out", "empty"])
def test_somebody_whose_number_meta_keeps_to_itself_is_answered(lines, monkeypatch, without_number):
    monkeypatch.setattr(PhoneWithUsername, "without_number", without_number)
    friend = PhoneWithUsername(lines).agree()
    choices = friend.send(friend.text(CRAMPS))[-1].choices
    assert "One more safety check" in texts(friend.send(friend.tap(choices[0])))


def test_a_number_stays_who_somebody_is_when_their_id_is_told_too(whatsapper):
    whatsapper.agree()
    said = texts(whatsapper.send({**whatsapper.text("what did you note?"), "from_user_id": "GB.1349120865"}))
    assert said and sentence(WORDS.say["opening"]) not in said


def test_a_group_on_whatsapp_is_refused_in_the_group_and_nobody_is_written_to_alone(whatsapper):
    group = f"Y2FwaV9ncm91cDo{whatsapper.address}"
    assert whatsapper.send({**whatsapper.text("my calf cramps"), "group_id": group}) == []
    told = [call.json for call in whatsapper.provider.to("/messages") if call.json.get("to") == group]
    assert [call["text"]["body"] for call in told] == [sentence(WORDS.say["group"])] and not TELLS.search(str(told))
    assert told[0]["recipient_type"] == "group"


def test_a_call_on_whatsapp_gets_a_sentence_once(whatsapper):
    whatsapper.agree()
    before = len(whatsapper.heard())
    call = {"id": f"wacid.{whatsapper.new_id()}", "to": "15550783881", "from": whatsapper.address, "timestamp": str(int(time.time())), "direction": "USER_INITIATED"}
    ways = ({"event": "connect", "session": {"sdp_type": "offer", "sdp": "v=0"}}, {"event": "terminate", "status": "FAILED"})
    for told in [{**call, **way} for way in ways]:
        change = {"field": "calls", "value": whatsapper.value(calls=[told])}
        assert signed(whatsapper, {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}).status_code == 200
    whatsapper.wait()
    assert texts(whatsapper.heard()[before:]) == sentence(WORDS.kinds["call"])


def test_what_meta_took_and_could_not_deliver_is_in_the_log_without_the_number(whatsapper):
    error = {"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}
    status = {"id": "wamid.x", "status": "failed", "timestamp": "1750000000", "recipient_id": whatsapper.address, "errors": [error]}
    told = whatsapper.delivery()
    told["entry"][0]["changes"][0]["value"] = whatsapper.value(statuses=[status])
    assert signed(whatsapper, told).status_code == 200
    logged = whatsapper.servers.output()
    assert "could not deliver a message that it had taken: code 131026" in logged and whatsapper.address not in logged


def test_messenger_leaves_its_own_words_and_receipts_alone(friend):
    told = friend.delivery(
        friend.message(text="what we said", is_echo=True, app_id=1),
        friend.event(delivery={"mids": ["m_1"], "watermark": 1}),
        friend.event(read={"watermark": 1}),
        friend.event(referral={"source": "SHORTLINK", "type": "OPEN_THREAD"}),
    )
    told["entry"][0]["standby"] = [friend.text("for another app")]
    assert signed(friend, told).status_code == 200
    friend.wait()
    assert friend.heard() == []


def test_getting_started_on_messenger_is_met_by_the_neutral_opening(friend):
    said = texts(friend.send(friend.event(postback={"mid": f"m_{friend.new_id()}", "title": "Get started", "payload": "GET_STARTED"})))
    assert said.startswith(sentence(WORDS.say["opening"]))


def test_the_page_token_is_in_no_address(friend):
    friend.send(friend.text("hello"))
    calls = [call for call in friend.provider.to("/messages") if friend.address in call.body.decode()]
    assert calls and all("token" not in call.path and call.headers["Authorization"] == "Bearer messenger-page-token" for call in calls)


@pytest.fixture
async def meta():
    """WhatsApp with a server of Meta's and a line to it."""
    server, line = ProviderServer(), Line()
    yield server, line, whatsapp_at(server, "hello_again")
    await line.close()
    server.end()


def whatsapp_at(server, template):
    return WhatsApp(MetaApp("secret", "verify", "token"), "1", server.address, template, "en_GB")


@pytest.mark.parametrize(("status", "code", "again"), [(400, 130429, True), (400, 131056, True), (429, 4, True), (500, 131000, True), (400, 131057, True), (400, 1200, True), (400, 32, True), (400, 131047, False), (401, 190, False), (400, 131026, False)])
async def test_what_meta_refuses_for_a_while_is_tried_again(meta, status, code, again):
    server, line, whatsapp = meta
    server.answer("/messages", status, {"error": {"message": "no", "code": code}})
    with pytest.raises(SendError) as error:
        await whatsapp.send(line, "447700900123", Part("hello"))
    assert (error.value.again, error.value.code) == (again, code) and "447700900123" not in str(error.value)


async def test_more_answers_than_buttons_are_a_list(meta):
    server, line, whatsapp = meta
    await whatsapp.send(line, "447700900123", Part("What next?", tuple(Choice(f"n:{i}", f"Answer {i}") for i in range(5)), listed=True))
    interactive = server.calls[0].json["interactive"]
    assert interactive["type"] == "list" and interactive["action"]["button"] == WORDS.say["list_button"]
    assert interactive["action"]["sections"] == [{"rows": [{"id": f"n:{i}", "title": f"Answer {i}"} for i in range(5)]}]


async def test_who_may_not_be_written_to_is_asked_by_the_template(meta):
    server, line, whatsapp = meta
    await whatsapp.reopen(line, "447700900123")
    assert server.calls[0].json["template"] == {"name": "hello_again", "language": {"code": "en_GB"}}


@pytest.mark.parametrize("template", ["hello_again", ""], ids=["template", "none"])
async def test_an_answer_after_a_day_waits_until_they_write(meta, tmp_path, template):
    server, _, _ = meta
    inbox = Inbox(store_at(f"sqlite:///{tmp_path}/c.db", domain=Domain.load("domain.yml")), Names("s" * 40), "whatsapp")
    delivery = Delivery(whatsapp_at(server, template), inbox)
    yesterday = Card("447700900123", last_at=time.time() - 25 * 3600)
    await inbox.say(SOMEBODY, yesterday.as_dict(), [Part("An answer").as_dict()])
    assert await delivery.deliver(SOMEBODY) > 0
    await inbox.try_now(SOMEBODY)
    assert await delivery.deliver(SOMEBODY) > 0
    assert [call.json["type"] for call in server.calls] == ["template"] * bool(template)
    await inbox.say(SOMEBODY, Card("447700900123", last_at=time.time()).as_dict(), [])
    await inbox.try_now(SOMEBODY)
    assert await delivery.deliver(SOMEBODY) == 0
    assert server.calls[-1].json["text"]["body"] == "An answer"
    await delivery.line.close()


async def test_a_sign_of_writing_that_is_refused_is_no_error(meta):
    server, line, whatsapp = meta
    server.answer("/messages", 500)
    await whatsapp.show_writing(line, Incoming("wamid.1", "447700900123"))
