"""When something breaks the person is told plainly, and nobody's words end in the log."""

import aiohttp
import pytest

from bot.action_calls import ActionCalls
from tests.dialogue.talk import Talk

PRIVATE = "zanzibar strawberry"

BROKEN = {
    "action_explain": "actions.explain.ActionExplain",
    "action_answer_question": "actions.answer_question.ActionAnswerQuestion",
    "action_give_summary": "actions.services.ActionGiveSummary",
    "action_say_understood": "actions.meta.ActionSayUnderstood",
    "action_offer_person": "actions.services.ActionOfferPerson",
    "validate_interview_form": "actions.validate_interview_form.ValidateInterviewForm",
}
REACHES = {
    "action_answer_question": "what is a muscle spasm?",
    "action_give_summary": "give me a summary",
    "action_say_understood": "what did you understand so far?",
    "action_offer_person": "can I talk to a person",
    "validate_interview_form": "my calves cramp at night",
}


class DownServer(ActionCalls):
    """An action server that is down."""

    async def answer(self, call, seconds):
        raise aiohttp.ClientConnectionError(f"cannot connect: {call}")


@pytest.fixture
def break_action(monkeypatch):
    def broken(name):
        def respond(self, state, dispatcher, tracker):
            dispatcher.utter_message(text="half an answer")
            raise RuntimeError(f"cannot handle {tracker.latest_message} {PRIVATE}")

        monkeypatch.setattr(f"{BROKEN[name]}.respond", respond)

    return broken


@pytest.fixture
def server_down(monkeypatch, assistant):
    monkeypatch.setattr(assistant.agent.processor, "action_endpoint", DownServer())
    monkeypatch.setattr(assistant.agent, "action_endpoint", assistant.agent.processor.action_endpoint)


@pytest.mark.parametrize("name", REACHES)
async def test_an_action_that_fails_says_so_with_the_emergency_line(chat, book, break_action, name):
    break_action(name)
    reply = await chat.say(REACHES[name])
    assert book.say("failure") in reply.text
    assert "half an answer" not in reply.text


async def test_an_interview_step_that_fails_neither_ends_nor_explains(chat, book, monkeypatch, break_action):
    """An empty answer from it would end the interview before danger was asked about."""
    await chat.say("my calf cramps")
    before = await chat.open_question()
    break_action("validate_interview_form")
    reply = await chat.say("none of these")
    assert book.say("failure") in reply.text
    assert "explanation" not in reply.kinds
    monkeypatch.undo()
    assert (await chat.say("carry on")).question
    assert await chat.open_question() != before


async def test_an_explanation_that_fails_says_so(chat, book, break_action):
    break_action("action_explain")
    await chat.say("my calf cramps")
    end = await chat.answer_until_done()
    assert book.say("failure") in end.text


@pytest.mark.parametrize("name", REACHES)
async def test_after_a_failed_action_the_conversation_goes_on(chat, monkeypatch, break_action, name):
    break_action(name)
    await chat.say(REACHES[name])
    monkeypatch.undo()
    assert (await chat.say("my calves cramp at night and I take furosemide")).question
    assert "furosemide" in (await chat.known())["medications"]


async def test_a_failed_action_logs_its_name_and_nobodys_words(chat, break_action, logged):
    break_action("action_answer_question")
    await chat.say(f"what is a muscle spasm? my secret is {PRIVATE}")
    log = logged()
    assert "action_answer_question" in log and "RuntimeError" in log
    assert PRIVATE not in log and "secret" not in log and "spasm" not in log


DOWN = ["my calves cramp at night", "what is a muscle spasm?", "give me a summary", "delete my data", "can I talk to a person", "why do you ask?", "yes"]


@pytest.mark.parametrize("text", DOWN)
async def test_with_the_action_server_down_there_is_a_sentence_with_the_emergency_line(chat, book, server_down, text):
    reply = await chat.say(text)
    assert book.values["emergency_line"] in reply.text


@pytest.mark.parametrize("text", ["hello", "are you a person?", "should I stop my HIV pills?", "you idiot"])
async def test_with_the_action_server_down_small_talk_and_limits_are_unchanged(assistant, monkeypatch, text):
    up = await Talk(assistant).say(text)
    monkeypatch.setattr(assistant.agent.processor, "action_endpoint", DownServer())
    down = await Talk(assistant).say(text)
    assert down.text == up.text


FLAGS = ["I have chest pain", "I want to kill myself", "my thighs ache and my urine is brown", "I take simvastatin and ritonavir"]


@pytest.mark.parametrize("text", FLAGS)
async def test_with_the_action_server_down_a_red_flag_is_answered_in_full(assistant, monkeypatch, text):
    up = await Talk(assistant).say(text)
    monkeypatch.setattr(assistant.agent.processor, "action_endpoint", DownServer())
    talk = Talk(assistant)
    down = await talk.say(text)
    assert down.referral
    assert down.text == up.text
    assert await talk.red_flags()


async def test_with_the_action_server_down_a_red_flag_in_the_interview_is_answered_in_full(chat, monkeypatch, assistant):
    await chat.say("my calf cramps")
    monkeypatch.setattr(assistant.agent.processor, "action_endpoint", DownServer())
    reply = await chat.say("I can't breathe")
    assert reply.referral == "emergency"
    assert await chat.open_question() is None


async def test_an_answer_given_while_the_server_was_down_is_not_lost(chat, monkeypatch, assistant):
    await chat.say("my calf cramps")
    monkeypatch.setattr(assistant.agent.processor, "action_endpoint", DownServer())
    await chat.say("I take furosemide")
    monkeypatch.undo()
    await chat.say("carry on")
    assert "furosemide" in (await chat.known())["medications"]


async def test_with_the_action_server_down_nobodys_words_are_logged(chat, server_down, logged):
    for text in (f"my calves cramp, {PRIVATE}", f"what is a spasm? {PRIVATE}", f"I have chest pain {PRIVATE}", f"give me a summary {PRIVATE}"):
        await chat.say(text)
    log = logged()
    assert PRIVATE not in log and "zanzibar" not in log
    assert "calves" not in log and "chest pain" not in log


async def test_when_understanding_itself_fails_there_is_a_sentence_and_no_word_logged(chat, book, monkeypatch, logged):
    from bot.nlu.reader import Reader

    def read(self, text, *args, **kwargs):
        raise ValueError(f"could not read {text}")

    monkeypatch.setattr(Reader, "read", read)
    reply = await chat.say(f"my calves cramp {PRIVATE}")
    assert reply.text == book.say("failure")
    assert PRIVATE not in logged()
    monkeypatch.undo()
    assert (await chat.say("my calves cramp")).question


async def test_when_the_policy_fails_there_is_a_sentence_and_no_word_logged(chat, book, monkeypatch, logged):
    def broken(*args, **kwargs):
        raise KeyError(f"{PRIVATE}")

    monkeypatch.setattr("bot.policies.safety_policy.conversation", broken)
    reply = await chat.say(f"my calves cramp {PRIVATE}")
    assert book.values["emergency_line"] in reply.text
    assert PRIVATE not in logged()


async def test_an_ordinary_conversation_logs_nothing_of_what_is_said(chat, logged):
    for text in (f"my calves cramp {PRIVATE}", "none of these", f"{PRIVATE}?", "/restart", "I have chest pain"):
        await chat.say(text)
    log = logged()
    assert "zanzibar" not in log and "calves" not in log and "chest" not in log
