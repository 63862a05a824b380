"""Whatever comes between, the interview goes back to the question that was open."""

import pytest

from tests.dialogue.talk import Talk

OPENINGS = ["my calves cramp at night", "my feet tingle and I take Triumeq"]


def first_words(text):
    return " ".join(text.split()[:6])


@pytest.fixture(scope="module", params=OPENINGS, ids=["first-question", "second-question"])
async def interview(request, assistant):
    talk = Talk(assistant)
    await talk.say(request.param)
    if request.param == OPENINGS[1]:
        await talk.say("none of these")
    return talk


def said(book, *phrases):
    return [book.fill(book.content.words.phrases[p].text.split("{")[0]) for p in phrases]


INTERRUPTIONS = {
    "why do you want to know that?": "why",
    "what is the reason for this question": "why",
    "could efavirenz give me cramps?": "Efavirenz",
    "does drinking more water help against cramps": "water",
    "hello again": "Hello",
    "how are you doing today?": "computer program",
    "am I talking to a real human?": "computer program",
    "where do you get this information from?": "Where this comes from",
    "who built you": "open-source",
    "do you keep what I write?": "kept",
    "what did you understand so far?": "understood",
    "can I speak to a nurse or somebody": "person",
    "so tell me, what illness is it?": "cannot tell you what condition",
    "what's the capital of Kenya": "cannot help with that",
    "you are useless": "help",
    "I'm scared": "sorry",
    "thank you": "welcome",
}


@pytest.mark.parametrize("text", INTERRUPTIONS, ids=lambda t: t[:40])
async def test_an_interruption_is_answered_and_the_same_question_comes_back(interview, book, text):
    talk = await interview.copy()
    before = await talk.open_question()
    reply = await talk.say(text)
    wanted = book.content.words.interview[before].why.split(".")[0] if INTERRUPTIONS[text] == "why" else INTERRUPTIONS[text]
    assert wanted.lower() in reply.text.lower()
    assert await talk.open_question() == before
    assert reply.kinds[-1] == "question"
    assert len(reply.messages) >= 2


@pytest.mark.parametrize("text", ["why do you want to know that?", "am I talking to a real human?", "thank you"])
async def test_an_interruption_is_no_failed_answer(interview, book, text):
    """The question comes back in its own words, not with "I did not get that"."""
    talk = await interview.copy()
    question = await talk.open_question()
    reply = await talk.say(text)
    assert first_words(book.fill(book.content.words.interview[question].ask)) in reply.question


@pytest.mark.parametrize("text", ["carry on", "let's go on", "continue with the questions"])
async def test_carry_on_in_the_middle_asks_the_question_again(interview, text):
    talk = await interview.copy()
    before = await talk.open_question()
    reply = await talk.say(text)
    assert reply.kinds[-1] == "question"
    assert await talk.open_question() == before
    assert (await talk.say("none of these")).question
    assert await talk.open_question() != before


@pytest.mark.parametrize("text", ["I'm scared", "I am fine", "I am 45 years old", "it is a stupid question", "I have a daughter"])
async def test_a_remark_is_no_yes_to_danger(assistant, text):
    """A yes there would be an emergency."""
    talk = Talk(assistant)
    await talk.say("my calf cramps")
    assert await talk.open_question() == "danger_signs"
    assert (await talk.say(text)).referral is None
    assert await talk.red_flags() == []


async def test_many_interruptions_in_a_row_do_not_lose_the_question(interview):
    talk = await interview.copy()
    before = await talk.open_question()
    for text in ("why do you want to know that?", "am I talking to a real human?", "could efavirenz give me cramps?", "where do you get this information from?", "how are you doing today?"):
        await talk.say(text)
        assert await talk.open_question() == before


async def test_the_answer_after_an_interruption_counts(interview):
    talk = await interview.copy()
    before = await talk.open_question()
    await talk.say("why do you want to know that?")
    await talk.say("none of these")
    assert await talk.open_question() != before
    assert before in (await talk.state()).evidence.answered


async def test_more_symptoms_in_place_of_an_answer_are_noted(interview):
    talk = await interview.copy()
    await talk.say("by the way my hands are shaking and I get very tired")
    symptoms = (await talk.known())["symptoms"]
    assert "tremor" in symptoms and "fatigue" in symptoms
    assert await talk.open_question()
