"""What was told is not asked."""

import re

import pytest

from tests.dialogue.talk import Talk

TOLD = "For two weeks my calf cramps at night. No fever, no chest pain, and I can walk. I take Biktarvy and nothing else. I drink enough."


async def questions_of(talk, text, answers=None, fallback="none of these"):
    """Ids and texts of all questions, in order."""
    asked = []
    said = await talk.say(text)
    while await talk.open_question():
        asked.append((await talk.open_question(), said.question or ""))
        said = await talk.say((answers or {}).get(asked[-1][0], fallback))
        assert len(asked) < 15
    return asked


@pytest.mark.parametrize(
    ("told", "never"),
    [
        ("I take Genvoya and my foot cramps", "art_medicines"),
        ("my leg has been cramping for three weeks", "time"),
        ("my arms twitch since yesterday", "time"),
        ("my calves cramp", "main_problem"),
        ("I am not on HIV medicine yet and my legs ache", "art_medicines"),
    ],
)
async def test_what_the_first_message_answers_is_never_asked(chat, told, never):
    asked = await questions_of(chat, told)
    assert never not in [name for name, _ in asked]


async def test_what_was_denied_is_not_offered_again(chat):
    asked = await questions_of(chat, TOLD)
    offered = "\n".join(text.lower() for _, text in asked)
    assert not re.search(r"^\d+\. fever", offered, re.M)
    assert "little to drink" not in offered


async def test_what_was_told_is_not_offered_again(chat):
    asked = await questions_of(chat, "My thighs are weak and my feet tingle, I sleep badly and I am stressed")
    offered = "\n".join(text.lower() for _, text in asked)
    assert not re.search(r"^\d+\. (weak muscles|tingling|stress)$", offered, re.M)


@pytest.mark.parametrize("fallback", ["none of these", "no", "skip", "I don't have any of that", "0"])
async def test_no_question_is_asked_twice(assistant, fallback):
    asked = await questions_of(Talk(assistant), "my calf cramps and I take atorvastatin", fallback=fallback)
    names = [name for name, _ in asked]
    assert len(set(names)) == len(names)


async def test_two_answers_that_do_not_fit_end_the_question(assistant):
    """A person who never answers is not asked the same for ever."""
    asked = await questions_of(Talk(assistant), "my calf cramps", fallback="purple elephants")
    names = [name for name, _ in asked]
    assert all(names.count(name) <= 2 for name in names)


async def test_several_answers_in_one_message_all_count(chat):
    await chat.say("my calves cramp at night")
    await chat.say("none of those. I take Symtuza and hydrochlorothiazide, the cramps are there since a month, and I hardly drink")
    asked = []
    while await chat.open_question():
        asked.append(await chat.open_question())
        await chat.say("none of these")
    assert "art_medicines" not in asked
    assert "time" not in asked
    known = await chat.known()
    assert {"darunavir", "hydrochlorothiazide"} <= set(known["medications"])


async def test_after_the_interview_carry_on_asks_only_what_is_still_open(chat):
    first = [name for name, _ in await questions_of(chat, "my calf cramps")]
    await chat.say("carry on")
    again = await chat.open_question()
    assert again is None or again not in first
