"""The check of how everything in content/ fits together."""

import pytest

from bot.clinical.content_check import problems


def changed(content, path, value):
    """A copy of the content with one value replaced, deep inside."""
    head, *rest = path
    if isinstance(content, dict):
        return {**content, head: changed(content[head], rest, value) if rest else value}
    if isinstance(content, list):
        return [*content[:head], changed(content[head], rest, value) if rest else value, *content[head + 1 :]]
    old = getattr(content, head)
    return content.model_copy(update={head: changed(old, rest, value) if rest else value})


def test_the_content_has_no_problem(content):
    assert problems(content) == []


def test_a_copy_that_changes_nothing_has_no_problem(content):
    assert problems(changed(content, ["language"], "en")) == []


BROKEN = {
    "an unknown source": (["words", "answers", "spasm", "sources"], ["no-such-source"], ["spasm", "no-such-source"]),
    "an unknown source of a medicine": (["medicines", "zidovudine", "sources"], ["no-such-source"], ["zidovudine", "no-such-source"]),
    "an unknown finding in a red flag": (["red_flags", "flags", "chest_pain", "emergency"], [["chest_payn"]], ["chest_pain", "chest_payn"]),
    "an unknown class in a red flag": (["red_flags", "flags", "chest_pain", "urgent"], [["class:statine"]], ["chest_pain", "statine"]),
    "an unknown group in a cause": (["causes", "causes", "stress", "tiers", "possible"], [["@spasmen"]], ["stress", "spasmen"]),
    "an unknown medicine in a cause": (["causes", "causes", "stress", "reasons"], ["med:stressol"], ["stress", "stressol"]),
    "an unknown quantity": (["triage", "routine", 0, "when"], [["weight>3"]], ["weight"]),
    "a finding that implies nothing known": (["lexicon", "findings", "fever", "implies"], ["fevver"], ["fever", "fevver"]),
    "a group of words that is not there": (["lexicon", "findings", "fever", "together"], [["no_words"]], ["fever", "no_words"]),
    "an option that is no finding": (["interview", "questions", 1, "options"], ["no_finding"], ["no_finding"]),
    "a part that is no medicine": (["combinations", "Biktarvy", "parts"], ["nothingtegravir"], ["Biktarvy", "nothingtegravir"]),
    "a class that does not exist": (["medicines", "zidovudine", "classes"], ["no_class"], ["zidovudine", "no_class"]),
    "a pair without words": (["interactions", 0, "id"], "no_words_for_it", ["no_words_for_it"]),
    "a pair with an unknown red flag": (["interactions", 0, "flag"], "no_flag", ["no_flag"]),
    "a button that is too long": (["words", "buttons", "hear_more"], ["Tell me very much more please"], ["Tell me very much more please"]),
    "a topic that nobody can ask about": (["words", "answers", "spasm", "topics"], ["no_topic"], ["spasm", "no_topic"]),
    "a row of the article told nowhere": (["words", "answers", "spasm", "article"], [], ["A01"]),
}


@pytest.mark.parametrize("path, value, named", BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_named(content, path, value, named):
    found = problems(changed(content, path, value))
    assert any(all(name in problem for name in named) for problem in found), found


@pytest.mark.parametrize("table, name", [("red_flags", "chest_pain"), ("causes", "stress"), ("triage", "with_weakness")])
def test_something_without_words_is_named(content, table, name):
    without = {k: v for k, v in getattr(content.words, table).items() if k != name}
    assert any(name in p and "no words" in p for p in problems(changed(content, ["words", table], without)))


@pytest.mark.parametrize("table", ["red_flags", "causes", "triage"])
def test_words_for_something_that_does_not_exist_are_named(content, table):
    words = getattr(content.words, table)
    more = {**words, "no_such_thing": next(iter(words.values()))}
    assert any("no_such_thing" in p for p in problems(changed(content, ["words", table], more)))


def test_nothing_claims_a_review_that_did_not_happen(content):
    """Stays until a clinician signs; then this test names who did."""
    assert {entry.reviewed_by for entry in content.red_flags.flags.values()} == {""}
    assert {entry.reviewed_by for entry in content.causes.causes.values()} == {""}


def test_every_source_says_how_much_of_it_was_read(content):
    assert all(source.title for source in content.sources.values())


def test_every_red_flag_option_of_the_interview_raises_a_flag(content):
    named = {term.strip() for flag in content.red_flags.flags.values() for lines in (flag.emergency, flag.urgent) for line in lines for atom in line for term in atom.split("|")}
    grouped = {name for term in named if term.startswith("@") for name in content.groups[term[1:]]}
    for question in content.interview.questions:
        if question.red_flag:
            assert set(question.options) <= named | grouped, question.id
