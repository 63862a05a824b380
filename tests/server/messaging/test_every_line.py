"""What holds on every messaging line, each tried with its provider's own payloads."""

import re
import time

import pytest

from bot.clinical.content import load_content
from tests.server.running import CRAMPS, RED_FLAG

WORDS = load_content("en").words.messaging
#: What would tell somebody who sees a locked screen.
TELLS = re.compile("HIV|AIDS|antiretroviral|viral load|CD4|undetectable", re.IGNORECASE)
EMERGENCY = "Call 999"


def sentence(text):
    """A sentence of the content as it is said here."""
    return text.strip().format(emergency_line=EMERGENCY)


def texts(said):
    return "\n".join(one.text for one in said)


def test_the_first_words_tell_nobody_what_it_is_about(phone):
    said = texts(phone.send(phone.text("I take Biktarvy and my calves cramp at night")))
    assert said.startswith(sentence(WORDS.say["opening"])) and not TELLS.search(said)


def test_who_agrees_is_answered_what_they_wrote_first(phone):
    phone.say("I take Biktarvy and my calves cramp at night")
    said = phone.say("yes")
    assert "Biktarvy" in said and "chest pain" in said


def test_who_only_said_hello_is_not_greeted_twice(phone):
    phone.say("hello")
    assert phone.say("yes") == "\n".join([WORDS.say["agreed"], WORDS.say["invite"]])


def test_who_does_not_agree_is_forgotten(phone):
    phone.say(CRAMPS)
    assert phone.say("no") == sentence(WORDS.say["refused"])
    assert sentence(WORDS.say["opening"]) in phone.say(CRAMPS)


def test_other_words_than_yes_or_no_are_noted_and_it_is_asked_again(phone):
    phone.say("hello")
    assert sentence(WORDS.say["ask_again"]) in phone.say("I take Biktarvy and my calves cramp")
    assert "Biktarvy" in phone.say("ok")


def test_an_emergency_is_answered_before_anybody_agreed_and_tells_nobody(phone):
    said = phone.send(phone.text(RED_FLAG))
    assert EMERGENCY in said[0].text and not TELLS.search(texts(said))


@pytest.mark.parametrize("message", ["/restart", "/affirm", '/inform{"triage":"routine"}', "/session_start"])
def test_a_typed_command_is_no_command(phone, message):
    phone.agree()
    phone.say(CRAMPS)
    assert phone.say(message)
    assert "cramp" in phone.say("what did you note?")


def test_what_cannot_be_read_is_answered_with_a_sentence(phone):
    phone.agree()
    for kind in phone.kinds:
        assert sentence(WORDS.kinds[kind]) in texts(phone.send(phone.other(kind))), kind


def test_what_cannot_be_read_is_answered_also_from_somebody_new(phone):
    said = texts(phone.send(phone.other(phone.kinds[0])))
    assert sentence(WORDS.kinds[phone.kinds[0]]) in said and sentence(WORDS.say["opening"]) in said


def test_a_message_that_is_delivered_again_is_answered_once(phone):
    phone.agree()
    payload = phone.text(CRAMPS)
    assert phone.send(payload)
    assert phone.send(payload) == [] and phone.send(payload) == []


def test_messages_that_come_together_are_answered_in_order(phone):
    phone.agree()
    now = time.time()
    said = texts(phone.send(*[phone.text(words, at=now + i) for i, words in enumerate(("my calf cramps", "I take Biktarvy", "what did you note?"))]))
    assert said.index("cramps") < said.rindex("Biktarvy") and "You take: Biktarvy" in said


def test_the_numbers_of_a_question_answer_it(phone):
    phone.agree()
    assert "1. " in phone.say(CRAMPS)
    assert EMERGENCY in phone.say("2 and 7")
    noted = phone.say("what did you note?")
    assert "walk" in noted and "fever" in noted


def test_every_answer_that_is_offered_is_taken(phone):
    phone.agree()
    said = phone.send(phone.text(CRAMPS))
    if choices := said[-1].choices:
        assert [title for _, title in choices] == ["None of these", "Not sure", "Skip"]
        assert "One more safety check" in texts(phone.send(phone.tap(choices[0])))
    else:
        assert "None of these" in said[-1].text
        assert "One more safety check" in phone.say("None of these")


def test_a_button_of_an_earlier_question_denies_nothing(phone):
    phone.agree()
    choices = phone.send(phone.text(CRAMPS))[-1].choices
    if choices:
        phone.say("none of these")
        assert texts(phone.send(phone.tap(choices[0]))) == sentence(WORDS.say["old_button"])
        assert texts(phone.send(phone.tap(("made:0", "None of these")))) == sentence(WORDS.say["old_button"])


def test_an_answer_that_is_offered_is_given_by_a_tap_or_where_there_are_none_by_its_number(phone):
    opening = phone.send(phone.text("hello"))[-1]
    said = phone.send(phone.tap(opening.choices[0]) if opening.choices else phone.text("1"))
    assert opening.choices or "1. Yes" in opening.text
    assert texts(said) == "\n".join([WORDS.say["agreed"], WORDS.say["invite"]])


def test_a_very_long_message_gets_a_sentence(phone):
    phone.agree()
    assert phone.say("my calf cramps " * 200)


def test_my_data_is_really_deleted(phone):
    phone.agree()
    phone.say(CRAMPS)
    assert "deleted" in phone.say("delete my data")
    assert sentence(WORDS.say["opening"]) in phone.say("what did you note?")


def test_a_provider_that_is_down_gets_the_answer_later(phone):
    phone.agree()
    phone.provider.answer(phone.path, 503, times=2)
    assert "1. " in texts(phone.send(phone.text(CRAMPS)))


def test_what_the_provider_refuses_holds_back_nothing_that_follows(phone):
    phone.agree()
    phone.provider.answer(phone.path, 400)
    phone.send(phone.text(CRAMPS))
    assert phone.say("what did you note?")


def test_somebody_else_cannot_speak_on_the_line(phone):
    before = len(phone.heard())
    for way in phone.forgeries(phone.text(CRAMPS)):
        assert phone.deliver(phone.text(CRAMPS), **way).status_code == 403
    phone.wait()
    assert len(phone.heard()) == before


def test_ten_megabytes_are_refused(phone):
    assert phone.deliver(phone.text(CRAMPS), data=b"x" * 10_000_000, json=None).status_code == 413


def test_no_log_line_holds_what_was_written_or_who_wrote(phone):
    phone.agree()
    phone.provider.answer(phone.path, 400, body={"error": "the marzipan crocodile was refused"})
    phone.say("my calf cramps and a marzipan crocodile sits on it")
    logged = phone.servers.output()
    for word in ("marzipan", "crocodile", str(phone.address), *phone.secrets):
        assert word not in logged
