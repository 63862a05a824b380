"""Answers to interview questions in all the ways in which people answer."""

import pytest

from tests.clinical.people import finding, medicine, quantity, said, status, talk


@pytest.fixture
def choice(content):
    """A question with several options, none of them about danger."""
    return content.question("nerve_signs")


@pytest.fixture
def danger(content):
    return content.question("danger_signs")


def label(content, question, position):
    return content.words.interview[question.id].options[question.options[position]]


def chosen(content, text, *mentions, question, intent="inform"):
    """Options that an answer affirms, by position from 1."""
    evidence = talk(content, said(text, *mentions, question=question.id, intent=intent))
    return [i for i, option in enumerate(question.options, 1) if status(evidence, option) == "affirmed"], evidence


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1", [1]), ("3", [3]), ("1 and 3", [1, 3]), ("1,3", [1, 3]), ("1, 2 & 4", [1, 2, 4]), ("1 3", [1, 3]), ("1/2", [1, 2]),
        ("number 2", [2]), ("option 4", [4]), ("3.", [3]), ("2)", [2]), ("#1", [1]), ("the first one", [1]), ("first and third", [1, 3]),
        ("the last one", [-1]), ("just 2", [2]), ("2 i think", [2]), ("two", [2]), ("one and two", [1, 2]),
    ],
)
def test_numbers_pick_options(content, text, expected, choice):
    picked, evidence = chosen(content, text, question=choice)
    assert picked == ([len(choice.options)] if expected == [-1] else expected)
    assert evidence.answered[choice.id] == "answered"


def test_what_a_choice_by_number_leaves_out_is_denied(content, choice):
    _, evidence = chosen(content, "1 and 3", question=choice)
    assert status(evidence, choice.options[1]) == "denied"


@pytest.mark.parametrize("text", ["0", "none", "none of these", "No", "nope", "nothing like that", "no, nothing", "not that i know of", "nah", "neither", "no none of those"])
def test_none_denies_every_option(content, text, choice):
    picked, evidence = chosen(content, text, question=choice)
    assert picked == []
    assert {status(evidence, o) for o in choice.options} == {"denied"}
    assert evidence.answered[choice.id] == "answered"


@pytest.mark.parametrize("text", ["no other tablets", "No other medicines.", "i do not take any pills", "not taking any other meds", "i'm not taking any supplements"])
@pytest.mark.parametrize("intent", ["inform", "deny"])
def test_a_no_to_something_else_denies_no_option(content, text, intent, choice, danger):
    for question in (choice, danger):
        _, evidence = chosen(content, text, question=question, intent=intent)
        assert not any(status(evidence, o) for o in question.options)
        assert question.id not in evidence.answered


@pytest.mark.parametrize("text", ["no other tablets", "i do not take any pills", "not taking any other meds"])
def test_the_same_no_answers_a_question_about_medicines(content, text):
    question = content.question("other_medicines")
    assert chosen(content, text, question=question)[1].answered[question.id] == "answered"


@pytest.mark.parametrize("text", ["no other symptoms", "no other problems", "no, and no other tablets", "none of these, my tablets are fine"])
def test_a_no_to_what_was_asked_stays_one(content, text, danger):
    _, evidence = chosen(content, text, question=danger)
    assert {status(evidence, o) for o in danger.options} == {"denied"}


def test_the_button_for_none_denies_every_option(content):
    for question in content.interview.questions:
        none = content.words.interview[question.id].none
        if none and question.options:
            _, evidence = chosen(content, none, question=question)
            assert evidence.answered.get(question.id) == "answered", question.id
            assert {status(evidence, o) for o in question.options} == {"denied"}, question.id


def test_every_button_of_every_question_picks_its_own_option(content, choice):
    for question in content.interview.questions:
        if question.kind not in ("choice", "yes_no"):
            continue
        for position in range(len(question.options)):
            for text in (label(content, question, position), label(content, question, position).upper()):
                picked, _ = chosen(content, text, question=question)
                assert picked == [position + 1], (question.id, text)


def test_two_buttons_with_a_comma_pick_both(content, choice):
    assert chosen(content, f"{label(content, choice, 0)}, {label(content, choice, 2)}", question=choice)[0] == [1, 3]


def test_a_whole_sentence_picks_what_it_speaks_of(content, choice):
    picked, evidence = chosen(content, "a bit of it in my toes", finding(choice.options[2]), question=choice)
    assert picked == [3]
    assert status(evidence, choice.options[0]) is None  # not asked one by one, so not denied


def test_yes_with_an_option_picks_it(content, choice):
    assert chosen(content, "yes, that one", finding(choice.options[1]), question=choice)[0] == [2]


def test_no_but_one_of_them_denies_the_rest(content, choice):
    picked, evidence = chosen(content, "no, just that one", finding(choice.options[1]), question=choice)
    assert picked == [2]
    assert status(evidence, choice.options[0]) == "denied"


def test_a_denied_option_in_a_sentence_is_denied(content, choice):
    _, evidence = chosen(content, "i do not get that", finding(choice.options[0], "negated"), question=choice)
    assert status(evidence, choice.options[0]) == "denied"


@pytest.mark.parametrize("text", ["99", "42", "12 years", "²", "①", "١" * 30, "1" * 4000, "-1", "½"])
def test_a_number_that_is_no_option_picks_nothing(content, text, choice):
    assert chosen(content, text, question=choice)[0] == []


@pytest.mark.parametrize("text", ["not sure", "Not sure", "dont know", "idk", "no idea", "maybe", "I am not sure", "hard to say", "can't say"])
def test_not_sure_leaves_ordinary_options_open_and_counts_for_danger(content, text, choice, danger):
    _, ordinary = chosen(content, text, question=choice)
    assert ordinary.answered[choice.id] == "answered"
    assert not ordinary.findings
    _, feared = chosen(content, text, question=danger)
    assert {status(feared, o) for o in danger.options} == {"unsure"}


@pytest.mark.parametrize("text", ["skip", "Skip", "next", "pass", "rather not say", "next question"])
def test_skip_leaves_a_question_for_good(content, text, choice):
    _, evidence = chosen(content, text, question=choice)
    assert evidence.answered[choice.id] == "skipped"
    assert not evidence.findings


def test_a_bare_yes_to_several_dangers_is_taken_seriously(content, danger):
    _, evidence = chosen(content, "yes", question=danger)
    assert {status(evidence, o) for o in danger.options} == {"unsure"}


def test_a_bare_yes_to_several_harmless_options_is_asked_again(content, choice):
    _, evidence = chosen(content, "yes", question=choice)
    assert choice.id not in evidence.answered and not evidence.findings


def test_the_intent_helps_where_the_words_do_not(content, choice):
    assert {status(chosen(content, "it is not like so", intent="deny", question=choice)[1], o) for o in choice.options} == {"denied"}


def test_a_length_of_time_answers_how_long(content):
    question = next(q for q in content.interview.questions if q.kind == "duration")
    evidence = talk(content, said("two weeks now", quantity("duration", 14), question=question.id))
    assert evidence.quantities["duration"] == 14 and evidence.answered[question.id] == "answered"


def test_a_medicine_answers_which_medicines(content):
    question = next(q for q in content.interview.questions if q.kind == "medicines")
    evidence = talk(content, said("biktarvy", medicine("bictegravir"), question=question.id))
    assert status(evidence, "bictegravir") == "affirmed" and evidence.answered[question.id] == "answered"


def test_numbers_count_only_the_options_that_were_shown(content, choice):
    before = said("...", finding(choice.options[0]))
    evidence = talk(content, before, said("1", question=choice.id))
    assert status(evidence, choice.options[1]) == "affirmed"
