"""Each red flag is raised by its facts, at its level, and by nothing that was denied."""

from dataclasses import replace

import pytest

from bot.clinical.assess import assess
from bot.clinical.content import LEVELS
from bot.clinical.evidence import Fact, Status
from tests.clinical.people import told
from tests.clinical.red_flag_cases import ALL, EMERGENCY

_LABELLING = """dark_urine cannot_walk ascending_weakness rapid_weakness one_sided_weakness facial_droop
speech_difficulty double_vision sudden_vision_loss bladder_bowel_loss saddle_numbness breathing_difficulty
swallowing_difficulty chest_pain meningitis_signs confusion seizure fainting hot_swollen_muscle_fever one_swollen_calf
acute_limb_ischaemia compartment_or_crush lactic_acidosis_signs severe_dehydration severe_electrolyte_disturbance
tetany_signs very_high_ck hyperglycaemia jaundice fever_low_cd4 hypersensitivity_reaction severe_skin_reaction
anaphylaxis_signs severe_drug_interaction drug_toxicity serotonin_syndrome_signs overdose poisoning envenomation
heatstroke alcohol_withdrawal tetanus_signs spinal_injury suicidal_thoughts pregnancy preeclampsia_signs stopped_art
pep_window""".split()


def flagged(evidence, content):
    return {flag.name: flag for flag in assess(evidence, content).red_flags}


def test_the_48_names_of_the_labelling_page_are_the_flags_of_the_content(content):
    assert len(_LABELLING) == 48
    assert sorted(content.red_flags.flags) == sorted(_LABELLING) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_red_flag_is_raised_at_its_level(content, name):
    level, evidence = ALL[name]
    assert LEVELS.index(flagged(evidence, content)[name].level) >= LEVELS.index(level)
    assert LEVELS.index(assess(evidence, content).triage) >= LEVELS.index(level)


@pytest.mark.parametrize("name", ALL)
def test_a_denied_red_flag_does_not_ring(content, name):
    evidence = ALL[name][1]
    denied = {n: Fact(n, Status.DENIED, 0) for n in evidence.findings}
    medicines = {n: Fact(n, Status.DENIED, 0) for n in evidence.medicines}
    result = assess(replace(evidence, findings=denied, medicines=medicines), content)
    assert result.red_flags == () and result.triage == "self_care"


@pytest.mark.parametrize("name", EMERGENCY)
def test_not_sure_about_a_danger_sign_counts_as_yes(content, name):
    evidence = EMERGENCY[name]
    unsure = {n: Fact(n, Status.UNSURE, 0) for n in evidence.findings}
    assert flagged(replace(evidence, findings=unsure), content)[name].level == "emergency"


@pytest.mark.parametrize("name", ALL)
def test_small_extra_facts_never_lower_a_red_flag(content, name):
    level, evidence = ALL[name]
    more = replace(evidence.affirm("muscle_cramp", "stress", "hard_exertion"), quantities={**evidence.quantities, "duration": 1})
    assert LEVELS.index(assess(more, content).triage) >= LEVELS.index(level)


def test_all_the_danger_signs_denied_at_once_leave_self_care(content):
    asked = [o for q in content.interview.questions if q.red_flag for o in q.options]
    result = assess(told("muscle_cramp", denied=asked), content)
    assert result.red_flags == () and result.triage == "self_care"


def test_a_red_flag_outranks_what_is_out_of_scope(content):
    assert assess(told("chest_pain", in_scope=False), content).triage == "emergency"


def test_the_gravest_red_flag_comes_first(content):
    flags = assess(told("one_swollen_calf_sign", "dark_urine", "muscle_pain"), content).red_flags
    assert [f.name for f in flags] == ["dark_urine", "one_swollen_calf"]


def test_a_red_flag_knows_the_message_it_rests_on(content):
    evidence = replace(told("muscle_cramp"), turns=2).affirm("chest_pain")
    flag = assess(evidence, content).red_flags[0]
    assert flag.rests_on_turn(1) and not flag.rests_on_turn(0)


def _facts_for(lines, content):
    """Evidence that meets one line, by the first way of meeting each term."""
    evidence = told()
    for term in lines:
        atom = term.split("|")[0].strip()
        while atom.startswith("@"):
            atom = content.groups[atom[1:]][0].split("|")[0]
        prefix, _, name = atom.rpartition(":")
        if prefix.startswith("not"):
            continue
        if any(sign in atom for sign in "<>="):
            sign = next(s for s in "<>" if s in atom)
            number, bound = atom.replace("=", "").split(sign)
            evidence = replace(evidence, quantities={**evidence.quantities, number: float(bound) + (1 if sign == ">" else -1)})
        elif prefix.endswith(("med", "class")):
            inn = name if prefix.endswith("med") else next(m for m in content.medicines if name in content.classes_of(m))
            status = Status.PAST if prefix.startswith("past") else Status.AFFIRMED
            evidence = replace(evidence, medicines={**evidence.medicines, inn: Fact(inn, status, 0)})
        else:
            evidence = evidence.affirm(name)
    return evidence


def test_every_line_of_every_red_flag_can_be_met(content):
    """No line is dead: misspelt, contradicting itself, or of a class without medicines."""
    for name, entry in content.red_flags.flags.items():
        for level in ("emergency", "urgent", "routine"):
            for line in getattr(entry, level):
                raised = flagged(_facts_for(line, content), content)
                assert name in raised, (name, line)
                assert LEVELS.index(raised[name].level) >= LEVELS.index(level), (name, line)
