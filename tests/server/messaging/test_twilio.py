"""What is special to Twilio, by SMS and by WhatsApp."""

import base64
import sqlite3
import time
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from twilio.request_validator import RequestValidator

from bot.storage.tables import people_table
from tests.server.messaging.phone import MOST_SECONDS
from tests.server.messaging.test_every_line import EMERGENCY, TELLS, WORDS, sentence, texts
from tests.server.messaging.twilio import ACCOUNT, OURS, TOKEN, TwilioSmsPhone, TwilioWhatsAppPhone
from tests.server.running import CRAMPS, RED_FLAG, pseudonym
from tests.server.sealed import reading, vault

HELP = sentence(WORDS.say["help"])
OPENING = sentence(WORDS.say["opening"])
_FORM = "application/x-www-form-urlencoded"


@pytest.fixture(params=(TwilioSmsPhone, TwilioWhatsAppPhone), ids=lambda line: line.channel)
def sam(request, lines):
    return request.param(lines)


@pytest.fixture
def texter(lines):
    return TwilioSmsPhone(lines)


@pytest.fixture
def whatsapper(lines):
    return TwilioWhatsAppPhone(lines)


def test_what_is_sent_stands_as_a_form_under_the_account(sam):
    sam.send(sam.text("hello"))
    call = sam.calls()[-1]
    assert call.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json" and call.headers["Content-Type"].startswith(_FORM)
    assert base64.b64decode(call.headers["Authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT}:{TOKEN}"
    assert set(call.form) == {"From", "To", "Body"} and call.form["From"] == f"{sam.prefix}{OURS}"
    assert call.form["Body"].startswith(OPENING)


def test_a_delivery_is_answered_with_no_message(sam):
    answer = sam.deliver(sam.text("hello"))
    assert answer.text == "<Response/>" and answer.headers["Content-Type"].startswith("text/xml")


def test_the_signature_is_over_the_public_address_whatever_a_proxy_makes_of_it(sam):
    payload = sam.text("hello")
    headers = {**sam.request(payload)["headers"], "Host": "inside.example.org", "X-Forwarded-Host": "other.example.org", "X-Forwarded-Proto": "ftp"}
    assert sam.deliver(payload, headers=headers).status_code == 200
    inside = RequestValidator(TOKEN).compute_signature(sam.webhook, payload)
    assert sam.deliver(payload, headers={"X-Twilio-Signature": inside}).status_code == 403


def test_a_signature_of_one_line_is_none_of_the_other(texter, whatsapper):
    payload = texter.text("hello")
    assert whatsapper.deliver(payload, headers=texter.request(payload)["headers"]).status_code == 403


def test_fields_that_are_empty_or_new_are_signed_and_taken(sam):
    assert sam.send(sam.message("hello", FromZip="", BrandNew="añ & b=c"))


def test_what_was_cut_off_on_its_way_is_refused(sam):
    payload = sam.text(CRAMPS)
    signed = sam.request(payload)["headers"]
    for body in (urlencode(payload)[:-9], "", "{}", b"\xff\xfe", "&".join(f"a{i}=1" for i in range(500))):
        assert sam.deliver(payload, data=body, headers={**signed, "Content-Type": _FORM}).status_code == 403


def test_the_type_of_the_content_makes_no_difference(sam):
    payload = sam.text("hello")
    answer = sam.deliver(payload, data=urlencode(payload), headers={**sam.request(payload)["headers"], "Content-Type": "text/plain"})
    sam.wait()
    assert answer.status_code == 200 and texts(sam.heard()).startswith(OPENING)


@pytest.mark.parametrize("status", ["queued", "sent", "delivered", "undelivered", "failed", "read"])
def test_what_became_of_a_message_of_ours_is_no_message(sam, status):
    told = {"SmsSid": "SM1", "SmsStatus": status, "MessageStatus": status, "To": sam.address, "MessageSid": f"SM{sam.new_id()}", "AccountSid": ACCOUNT, "From": f"{sam.prefix}{OURS}", "ApiVersion": "2010-04-01"}
    assert sam.send(told) == [] and sam.send({**told, "To": told["From"], "From": sam.address}) == []


def test_what_is_for_another_number_or_holds_nothing_is_left(sam):
    assert sam.send(sam.message(CRAMPS, To=f"{sam.prefix}+15005550009")) == []
    assert sam.send({"MessageSid": "SM1"}) == []


def test_words_beside_a_picture_are_read(sam):
    sam.agree()
    said = sam.send(sam.message(RED_FLAG, NumMedia="2", MediaContentType0="image/jpeg", MediaContentType1="audio/amr"))
    assert EMERGENCY in said[0].text and sentence(WORDS.kinds["picture"]) in texts(said)


def test_twilio_is_asked_again_when_it_wants(sam):
    sam.agree()
    sam.provider.answer(sam.path, 429, {"code": 20429, "status": 429}, **{"Retry-After": "2"})
    began = time.monotonic()
    assert sam.say("what did you note?") and time.monotonic() - began >= 2


def test_a_full_queue_at_twilio_is_waited_for(sam):
    sam.agree()
    sam.provider.answer(sam.path, 400, {"code": 21611, "status": 400})
    assert "not told me" in sam.say("what did you note?")


# --- SMS ---------------------------------------------------------------------


def test_no_sms_is_longer_than_phone_companies_take(texter):
    texter.agree().say(CRAMPS)
    texter.say("I take Biktarvy, a magnesium supplement and atorvastatin", "what can you do?")
    assert max(len(said.text) for said in texter.heard()) <= 640


def until(done):
    """Waits for something."""
    end = time.monotonic() + MOST_SECONDS
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def stop(phone, word="STOP", **more):
    """Opts out, as Twilio passes it on."""
    return phone.send(phone.message(word, **more))


@pytest.mark.parametrize("word", ["STOP", "stopall", "Unsubscribe", "cancel", "END", "quit ", "revoke", "OptOut"])
def test_a_word_of_opting_out_is_answered_by_twilio_alone(texter, word):
    texter.agree()
    assert stop(texter, word) == []
    assert texter.say("my calf cramps") == "" and texter.say("what did you note?") == ""


@pytest.mark.parametrize("words", ["stop please", "please cancel that", "at the end of the day", "I quit smoking"])
def test_such_a_word_among_others_opts_nobody_out(texter, words):
    assert texter.agree().say(words) and texter.say("what did you note?")


def test_words_of_the_organisation_opt_out_as_twilio_tells(texter):
    texter.agree()
    assert stop(texter, "ARRET", OptOutType="STOP") == [] and texter.say("my calf cramps") == ""
    assert texts(texter.send(texter.message("ENCORE", OptOutType="START"))) == HELP


@pytest.mark.parametrize("word", ["START", "unstop", "Yes"])
def test_who_opts_in_again_is_answered_and_nothing_is_lost(texter, word):
    texter.agree().say(CRAMPS)
    stop(texter)
    assert texter.say(word) == HELP
    assert "cramp" in texter.say("what did you note?")


def test_yes_to_come_back_is_no_answer_to_the_question_before(texter):
    texter.say(CRAMPS)
    stop(texter)
    assert texter.say("YES").startswith(sentence(WORDS.say["ask_again"]))
    assert WORDS.say["agreed"] in texter.say("YES")


@pytest.mark.parametrize("told", [{}, {"OptOutType": "START"}])
def test_yes_of_everybody_else_is_an_answer(texter, told):
    texter.say(CRAMPS)
    assert WORDS.say["agreed"] in texts(texter.send(texter.message("YES", **told)))


def test_start_may_be_the_first_word(texter):
    assert texter.say("START").startswith(OPENING)


@pytest.mark.parametrize("told", [{}, {"OptOutType": "HELP"}])
@pytest.mark.parametrize("word", ["HELP", "info"])
def test_help_is_always_answered_with_the_emergency_line(texter, word, told):
    first = texts(texter.send(texter.message(word, **told)))
    assert first.startswith(OPENING) and EMERGENCY in first and not TELLS.search(first)
    texter.say("yes")
    again = texts(texter.send(texter.message(word, **told)))
    assert again == HELP and EMERGENCY in again


@pytest.mark.parametrize("agreed", [True, False])
def test_who_opted_out_and_is_in_danger_is_not_left_alone(texter, agreed):
    texter.say("hello", "yes" if agreed else CRAMPS)
    stop(texter)
    said = texts(texter.send(texter.text(RED_FLAG)))
    assert EMERGENCY in said and not TELLS.search(said) and "May I go on" not in said


def test_what_waited_when_somebody_opted_out_is_not_sent(texter):
    texter.agree()
    texter.provider.answer(texter.path, 503, **{"Retry-After": "60"})
    before = texter.servers.output().count("it is tried again")
    texter.deliver(texter.text("what can you do?"))
    until(lambda: texter.servers.output().count("it is tried again") > before)
    assert stop(texter) == []


def test_who_opted_out_can_still_have_everything_deleted(texter):
    texter.agree().say(CRAMPS)
    stop(texter)
    assert texter.say("delete my data") == ""
    assert texter.say("START").startswith(OPENING)


def test_what_twilio_refuses_to_who_opted_out_is_not_tried_again(texter):
    texter.agree()
    texter.provider.answer(texter.path, 400, {"code": 21610, "status": 400})
    assert texter.send(texter.text("what did you note?")) == []
    assert "status 400, code 21610" in texter.servers.output()


# --- WhatsApp ----------------------------------------------------------------


def test_a_template_button_is_read_by_its_words(whatsapper):
    whatsapper.agree()
    tap = whatsapper.message("", ButtonText="What did you note?", ButtonPayload="noted", OriginalRepliedMessageSid="SM1")
    assert texts(whatsapper.send(tap)) == whatsapper.say("what did you note?")


def test_stop_is_an_ordinary_word_on_whatsapp_unless_twilio_tells_otherwise(whatsapper):
    assert whatsapper.agree().say("stop") and whatsapper.say("my calf cramps")
    assert stop(whatsapper, OptOutType="STOP") == [] and whatsapper.say("what did you note?") == ""
    assert texts(whatsapper.send(whatsapper.message("START", OptOutType="START"))) == HELP


def a_day_later(phone):
    """Makes the latest message of somebody a day old, as far as the server has noted it."""
    data = phone.servers.data
    name, column = pseudonym(data, phone.channel, phone.address), people_table.c.card
    with reading(data) as session:
        seal = vault(data).existing(session, name)
        card = seal.open(bytes(session.execute(sa.select(column).where(people_table.c.conversation == name)).scalar()), column)
    aged = seal.seal({**card, "last_at": card["last_at"] - 24 * 3600}, column)
    with sqlite3.connect(data / "conversations.db", timeout=20) as database:
        database.execute("UPDATE steady_people SET card = ? WHERE conversation = ?", (aged, name))


def test_after_a_day_the_template_asks_to_write_first_and_the_answer_waits(whatsapper):
    whatsapper.agree()
    whatsapper.provider.answer(whatsapper.path, 503, **{"Retry-After": "2"})
    before, logged = len(whatsapper.calls()), whatsapper.servers.output().count("it is tried again")
    whatsapper.deliver(whatsapper.text("what did you note?"))
    until(lambda: whatsapper.servers.output().count("it is tried again") > logged)
    a_day_later(whatsapper)
    until(lambda: len(whatsapper.calls()) > before)
    (call,) = whatsapper.calls()[before:]
    assert call.form == {"From": f"whatsapp:{OURS}", "To": whatsapper.address, "ContentSid": "HX0123"}
    assert "not told me" in texts(whatsapper.send(whatsapper.message("", ButtonText="I am back")))
    assert len([call for call in whatsapper.calls() if "ContentSid" in call.form]) == 1
