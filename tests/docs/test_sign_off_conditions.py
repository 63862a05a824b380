"""Conditions on the sign-off sheet, in words that a clinician reads without knowing the notation."""

import re
from datetime import date

import pytest

from bot.clinical.content import load_content
from bot.clinical.content.reasoning import TriageRule
from bot.clinical.content_check import _QUANTITIES
from bot.sign_off import sheet

CONTENT = load_content("en")
LABEL = CONTENT.label
RULE = CONTENT.triage.routine[0].id


def in_words(*lines):
    """The lines of a made-up triage rule as the sheet shows them, tags taken away."""
    rule = TriageRule(id=RULE, when=tuple(tuple(line) for line in lines), sources=["gk"])
    triage = CONTENT.triage.model_copy(update={"routine": [rule]})
    document = sheet(CONTENT.model_copy(update={"triage": triage}), date(2027, 1, 31))
    shown = re.search(rf'id="triage-{RULE}".*?<dd>(.*?)</dd>', document, re.S)[1]
    found = re.findall(r"<li>(.*?)</li>", shown, re.S) or [shown]
    return [" ".join(re.sub(r"<[^>]+>", "", line).replace("&gt;", ">").replace("&lt;", "<").split()) for line in found]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["muscle_weakness|numbness", "recent_injury"], "(muscle weakness OR numbness) AND a recent injury"),
        (["muscle_weakness|numbness"], "muscle weakness OR numbness"),
        (["dark_urine", "class:statin"], "dark urine AND taking any statin"),
        (["dark_urine", "med:raltegravir|past_med:stavudine"], "dark urine AND (taking raltegravir OR having taken stavudine before)"),
        (["past_class:older_nrti", "denied:fever"], "having taken any older NRTI before AND saying there is no fever"),
        (["dark_urine", "not:med:simvastatin"], "dark urine AND NOT told of taking simvastatin"),
        (["muscle_pain", "duration>3", "not:duration>20"], "muscle pain or aching AND symptoms for more than 3 days AND NOT told of symptoms for more than 20 days"),
        (["severity>=8", "age<18"], "how bad it is, from 0 to 10: at least 8 AND an age of less than 18 years"),
        (["cd4<100", "weeks_on_medicine<7"], "a CD4 count of less than 100 AND on a medicine for less than 7 weeks"),
        (["fever", "fit|seizure"], "fever AND a fit or seizure"),
    ],
)
def test_a_line_in_plain_words(line, words):
    assert in_words(line) == [words]


def test_each_line_stands_by_itself():
    assert in_words(["fever"], ["dark_urine"]) == ["fever", "dark urine"]


def test_a_small_group_is_written_out_and_also_under_not():
    members = " OR ".join(LABEL(name) for name in CONTENT.groups["cramping"])
    assert in_words(["fever", "@cramping"]) == [f"fever AND ({members})"]
    assert in_words(["fever", "not:@cramping"]) == [f"fever AND NOT told of ({members})"]


def test_a_large_group_is_named_with_the_number_of_its_list():
    [line] = in_words(["@any_symptom"])
    assert re.fullmatch(r"any of the group “any symptom” \(13\.\d+\)", line)


def test_every_quantity_that_a_rule_may_name_has_words():
    for name in _QUANTITIES:
        assert "_" not in in_words([f"{name}>=2"])[0]


def test_no_notation_is_left_in_any_condition():
    document = sheet(CONTENT, date(2027, 1, 31))
    for when in re.findall(r'<dl class="when">.*?</dl>', document, re.S):
        text = re.sub(r"<[^>]+>", "", when)
        assert not re.search(r"\b(?:med|class|not|denied|past_\w+):|@\w|\w_\w|&[lg]t;|\|", text), text
