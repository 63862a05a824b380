"""Questions whether medicines go together."""

import pytest


@pytest.mark.parametrize("text", ["is it safe to take zopiclone with dolutegravir?", "can I take paracetamol with Biktarvy?"])
async def test_no_clash_known_is_not_told_as_safe(chat, book, text):
    reply = await chat.say(text)
    assert book.say("no_pair_known") in reply.text
    assert "pharmacist" in reply.messages[0]["text"]


@pytest.mark.parametrize("text", ["is it safe to take simvastatin with ritonavir?", "can I take magnesium with dolutegravir?"])
async def test_a_clash_that_is_known_is_told(chat, book, text):
    reply = await chat.say(text)
    assert book.say("no_pair_known") not in reply.text
    assert " + " in reply.text
