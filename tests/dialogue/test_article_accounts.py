"""Every risk factor of the article is recognised in a person's own account, with their reason."""

import pytest

from tests.dialogue.article_rows import ACCOUNTS, NEEDS_A_VISIT
from tests.dialogue.talk import LEVELS, Talk


@pytest.mark.parametrize(("row", "account", "cause"), ACCOUNTS, ids=[f"{r}-{c}" for r, _, c in ACCOUNTS])
async def test_an_account_names_its_contributor_with_a_reason(chat, row, account, cause):
    await chat.say(account)
    found = {c["cause"]: c for c in await chat.slot("contributors")}
    assert cause in found
    assert found[cause]["because"] and found[cause]["sources"]
    assert found[cause]["tier"] in ("likely", "possible", "worth_checking")


@pytest.mark.parametrize("account", NEEDS_A_VISIT)
async def test_what_the_article_wants_seen_is_routine_at_least(chat, account):
    await chat.say(account)
    assert LEVELS.index(await chat.triage()) >= LEVELS.index("routine")


@pytest.mark.parametrize("account", ["I had one short cramp after sport", "my eyelid twitches now and then", "a little cramp in my toe after swimming, gone in a minute"])
async def test_what_is_short_and_clear_is_for_care_at_home(chat, book, account):
    await chat.say(account)
    assert await chat.triage() == "self_care"
    end = await chat.answer_until_done({"time": "a few minutes, once"})
    assert book.say("level_self_care") in end.text


async def test_care_at_home_can_be_asked_for_after_the_explanation(assistant, book):
    talk = Talk(assistant)
    await talk.say("I had one short cramp in my calf after sport")
    await talk.answer_until_done()
    reply = await talk.say(book.button("ask_self_care"))
    assert book.content.words.self_care["calf"].title in reply.text


async def test_the_explanation_tells_the_reason_in_the_persons_own_facts(assistant, book):
    talk = Talk(assistant)
    await talk.say("I hardly drink any water and my calves cramp")
    end = await talk.answer_until_done()
    assert book.content.words.causes["dehydration"].name in end.text
    assert book.label("low_fluids") in end.text


async def test_every_explanation_sends_new_or_worse_symptoms_to_the_hiv_care_provider(assistant):
    talk = Talk(assistant)
    await talk.say("my eyelid twitches now and then")
    end = await talk.answer_until_done()
    assert "HIV care provider" in end.text
