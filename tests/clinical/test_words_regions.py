"""Every region can say everything, and a wrong region is a clear error."""

import string

import pytest

from bot.clinical.content import ContentError
from bot.clinical.words.lines import Phrasebook, region_lines

_OWN = {"emergency_line", "urgent_line", "crisis_line", "child_line", "abuse_line", "poison_line", "hiv_support_line", "clinic_line", "organisation"}


def names_in(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_region_has_every_line(content):
    for code in content.regions:
        lines = region_lines(content, code)
        assert {f"{n}" for n in _OWN - {"organisation"}} <= set(lines)
        assert all(line.strip() for line in lines.values()), code


def test_every_region_renders_every_phrase(content):
    for code in content.regions:
        book = Phrasebook(content, code, "Our Group")
        for name, phrase in content.words.phrases.items():
            values = {n: "something" for n in names_in(phrase.text) - _OWN}
            said = book.say(name, **values)
            assert said and "{" not in said and "None" not in said, (code, name)


def test_long_texts_use_only_what_the_region_and_the_organisation_give(content):
    book = Phrasebook(content, "default", "Our Group")
    texts = [a.text + a.more for a in content.words.answers.values()]
    texts += [w.why + w.do for w in content.words.red_flags.values()]
    texts += [w.effect_text for w in content.words.medicines.values()]
    texts += [w.text for w in content.words.interactions.values()]
    for w in content.words.causes.values():
        texts += [w.because, w.feels_like, w.sooner, *w.helps, *w.ask_team, *w.avoid]
    texts += [step for s in content.words.self_care.values() for step in s.steps]
    for text in texts:
        assert names_in(text) <= _OWN, text
        assert "{" not in book.fill(text)


def test_a_line_that_a_region_leaves_out_comes_from_the_default(content):
    default = region_lines(content, "default")
    for code, region in content.regions.items():
        if region.child is None:
            assert region_lines(content, code)["child_line"] == default["child_line"]


def test_a_number_is_said_with_its_name_and_hours(content):
    line = content.regions["GB"].crisis
    said = region_lines(content, "GB")["crisis_line"]
    assert line.name in said and line.number in said and line.hours in said


@pytest.mark.parametrize("code", ["XX", "gb", "", "England"])
def test_an_unknown_region_is_a_clear_error(content, code):
    with pytest.raises(ContentError) as error:
        Phrasebook(content, code, "Our Group")
    assert repr(code) in str(error.value) and "GB" in str(error.value)


def test_every_emergency_line_is_an_instruction_without_a_full_stop(content):
    for code, region in content.regions.items():
        for line in (region.emergency, region.urgent):
            assert line.say and line.say[0].isupper() and not line.say.endswith("."), code
            assert not line.number or line.number in line.say, code
