"""Every row of the article is reached by a natural question."""

import re

import pytest

from bot.clinical.words.answers import medicine_effect
from tests.dialogue.article_rows import QUESTIONS


def plain(text):
    return re.sub(r"\s+", " ", text)


def opening(name, book):
    """How the text of an answer begins."""
    kind, _, rest = name.partition(":")
    words = book.content.words
    if kind == "medicine":
        return plain(medicine_effect(rest, book))[:60]
    if kind == "care":
        return words.self_care[rest].title
    return plain(book.fill(words.answers[name].text))[:60]


@pytest.mark.parametrize(("row", "question", "answers"), QUESTIONS, ids=[f"{r}-{q[:45]}" for r, q, _ in QUESTIONS])
async def test_a_question_gets_the_answer_of_its_row(chat, book, row, question, answers):
    reply = plain((await chat.say(question)).text)
    assert any(opening(name, book) in reply for name in answers), reply[:200]


@pytest.mark.parametrize(("row", "question", "answers"), QUESTIONS[::6], ids=[q[:45] for _, q, _ in QUESTIONS[::6]])
async def test_an_answer_says_where_it_comes_from(chat, book, row, question, answers):
    reply = (await chat.say(question)).text
    assert book.content.words.phrases["sources_line"].text.split("{")[0].strip() in reply or "pharmacist" in reply or "clinic" in reply


@pytest.mark.parametrize(("row", "question", "answers"), QUESTIONS, ids=[f"{r}-{q[:45]}" for r, q, _ in QUESTIONS])
async def test_a_question_is_no_report_of_symptoms(chat, row, question, answers):
    """What is only asked about is not held to be the person's (labelling.md)."""
    await chat.say(question)
    known = await chat.known()
    assert known["medications"] == []
    assert await chat.red_flags() == []
    assert await chat.triage() == "self_care"


def test_every_row_of_the_article_is_asked_about():
    assert {row for row, _, _ in QUESTIONS} == {f"A{n:02}" for n in range(1, 27)}


def test_the_questions_are_not_those_that_were_trained():
    from bot.model import ROOT

    trained = "\n".join(p.read_text("utf-8").lower() for p in (ROOT / "data" / "nlu").glob("*.yml"))
    lines = {line.strip(" -") for line in trained.splitlines()}
    assert not [q for _, q, _ in QUESTIONS if q.lower().strip("?") in lines or q.lower() in lines]
