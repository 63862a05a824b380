"""The whole way: a greeting, a report, the interview, an explanation, a summary."""

import pytest


def start_of(book, phrase):
    return book.content.words.phrases[phrase].text.split("{")[0].strip()


@pytest.fixture(scope="module")
async def whole(assistant):
    """One conversation from the greeting to the summary: (talk, greeting, report, questions, end, summary)."""
    from tests.dialogue.talk import Talk

    talk = Talk(assistant)
    greeting = await talk.say("good evening")
    report = await talk.say("My calves cramp at night. I take Tivicay, and furosemide for my blood pressure")
    questions = []
    answers = {"triggers": "2 and 6", "time": "for three weeks, most nights", "art_medicines": "only Tivicay", "other_medicines": "nothing else"}
    while await talk.open_question():
        questions.append(await talk.open_question())
        end = await talk.say(answers.get(questions[-1], "none of these"))
        assert len(questions) < 14
    summary = await talk.say("please give me a summary for my nurse")
    return talk, greeting, report, questions, end, summary


async def test_the_greeting_says_what_it_is_and_does_not_name_the_virus(whole):
    greeting = whole[1]
    assert "automated assistant" in greeting.text
    assert "HIV" not in greeting.text


async def test_a_report_is_said_back_before_the_first_question(whole):
    report = whole[2]
    assert "muscle cramps" in report.messages[0]["text"]
    assert "furosemide" in report.messages[0]["text"]
    assert "dolutegravir" in report.messages[0]["text"]
    assert report.messages[-1]["custom"]["kind"] == "question"


async def test_the_interview_asks_about_danger_first_and_is_short(whole):
    questions = whole[3]
    assert questions[0].startswith("danger_signs")
    assert len(questions) <= 10
    assert len(set(questions)) == len(questions)


async def test_the_explanation_names_contributors_with_the_persons_own_reasons(whole, book):
    end = whole[4]
    causes = book.content.words.causes
    assert causes["diuretics"].name in end.text
    assert causes["dehydration"].name in end.text
    assert "you take furosemide" in end.text
    assert start_of(book, "because_you_said") in end.text


async def test_the_explanation_says_how_soon_to_get_help_and_whom_to_ask(whole, book):
    end = whole[4]
    assert book.say("level_routine") in end.text
    assert start_of(book, "ask_your_team") in end.text


async def test_the_explanation_says_where_it_comes_from_and_that_nobody_reviewed_it(whole, book):
    end = whole[4]
    assert start_of(book, "sources_line") in end.text
    assert book.say("not_reviewed") in end.text


async def test_the_explanation_never_lets_a_medicine_be_stopped(whole, book):
    assert book.say("not_stop_medicine") in whole[4].text


async def test_the_explanation_offers_what_can_be_done_next(whole, book):
    assert book.button("ask_summary") in whole[4].buttons
    assert book.button("ask_for_person") in whole[4].buttons


async def test_each_message_of_the_explanation_fits_a_screen(whole):
    assert all(len(m["text"]) <= 1500 for m in whole[4].messages)


async def test_the_summary_holds_what_was_told_and_no_diagnosis(whole, book):
    summary = whole[5]
    assert "summary" in summary.kinds
    page = next(m["text"] for m in summary.messages if (m.get("custom") or {}).get("kind") == "summary")
    for told in ("muscle cramps", "calf", "3 weeks", "furosemide", "dolutegravir"):
        assert told in page
    assert book.content.words.summary["not_reviewed"].text.strip() in page


async def test_what_was_asked_for_after_the_explanation_opens_no_new_interview(whole):
    talk = await whole[0].copy()
    thanks = await talk.say("thank you so much")
    assert thanks.question is None
    assert await talk.open_question() is None


async def test_the_next_cause_is_told_when_more_is_asked_for(whole, book):
    talk = await whole[0].copy()
    first = (await talk.causes())[0]
    more = await talk.say(book.button("hear_more"))
    assert book.content.words.causes[first].name in more.text
    again = await talk.say(book.button("hear_more"))
    assert again.text != more.text
