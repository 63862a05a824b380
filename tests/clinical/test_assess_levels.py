"""What each of the five levels is for, as labelling.md says."""

import pytest

from bot.clinical.assess import assess
from bot.clinical.content import LEVELS
from tests.clinical.people import told

SELF_CARE = {
    "a plain cramp": told("muscle_cramp"),
    "plain twitching": told("twitching"),
    "a cramp after sport": told("muscle_cramp", "hard_exertion"),
    "an ache since yesterday": told("muscle_pain", duration=1),
    "too little sleep": told("twitching", "poor_sleep", "caffeine_high"),
    "a question in scope, nothing told": told(),
    "a cramp and a denied danger sign": told("muscle_cramp", denied=["chest_pain", "dark_urine", "fever"]),
    "a past symptom": told("muscle_cramp", past=["numbness"]),
}

ROUTINE = {
    "weakness": told("muscle_cramp", "muscle_weakness"),
    "numbness": told("numbness"),
    "tingling": told("tingling"),
    "burning": told("burning_pain"),
    "trouble walking": told("muscle_spasm", "difficulty_walking"),
    "spoiled sleep": told("muscle_cramp", "sleep_disturbance"),
    "spoiled daily life": told("muscle_pain", "affects_daily_life"),
    "pain for more than a few days": told("muscle_pain", duration=5),
    "tremor": told("tremor"),
    "clumsiness": told("clumsiness"),
    "memory": told("memory_problem"),
    "weight loss": told("weight_loss"),
    "zidovudine with slow thigh weakness": told("proximal_weakness", takes=["zidovudine"]),
    "a plain statin ache": told("muscle_pain", takes=["atorvastatin"]),
    "a water tablet": told("muscle_cramp", takes=["furosemide"]),
    "pregnancy with ordinary cramps": told("muscle_cramp", "pregnant"),
    "treatment stopped": told("stopped_art_now"),
    "a statin and a booster that may need another dose": told(takes=["atorvastatin", "ritonavir"]),
}

URGENT = {
    "a contraindicated pair, with no symptom": told(takes=["simvastatin", "ritonavir"]),
    "lovastatin too": told(takes=["lovastatin", "cobicistat"]),
    "an inhaled steroid with a booster": told(takes=["fluticasone", "ritonavir"]),
    "a statin with new weakness": told("muscle_weakness", takes=["rosuvastatin"]),
    "dark urine without muscle symptoms": told("dark_urine"),
    "vomiting and diarrhoea with faintness": told("vomiting", "diarrhoea", "faint_feeling"),
    "foot drop": told("foot_drop"),
    "hands that cramp into claws": told("claw_hand_sign"),
    "treatment stopped with hepatitis B": told("stopped_art_now", "hepatitis_b"),
    "pregnancy with a medicine to review": told("pregnant", takes=["topiramate"]),
}

EMERGENCY = {
    "brown urine with pain": told("muscle_pain", "dark_urine"),
    "brown urine on a statin": told("dark_urine", takes=["simvastatin"]),
    "brown urine after hard work": told("dark_urine", "hard_exertion"),
    "weakness that climbs": told("climbing_weakness"),
    "fast breathing on stavudine": told("fast_breathing", takes=["stavudine"]),
    "colchicine with a booster and diarrhoea": told("diarrhoea", takes=["colchicine", "ritonavir"]),
    "fever, headache and a stiff neck": told("fever", "headache", "neck_stiffness"),
    "a swollen calf and breathlessness": told("one_swollen_calf_sign", "breathlessness"),
}

OUT_OF_SCOPE = {"nothing told, nothing in scope": told(in_scope=False), "a medicine alone": told(takes=["paracetamol"], in_scope=False)}

_CASES = [
    (level, name, evidence)
    for level, table in (("self_care", SELF_CARE), ("routine", ROUTINE), ("urgent", URGENT), ("emergency", EMERGENCY), ("out_of_scope", OUT_OF_SCOPE))
    for name, evidence in table.items()
]


@pytest.mark.parametrize("level, evidence", [(level, e) for level, _, e in _CASES], ids=[f"{level}: {name}" for level, name, _ in _CASES])
def test_the_level_is_the_one_of_the_labelling_page(content, level, evidence):
    assert assess(evidence, content).triage == level


@pytest.mark.parametrize("evidence", [e for _, _, e in _CASES], ids=[f"{level}: {name}" for level, name, _ in _CASES])
def test_the_same_evidence_always_gives_the_same_assessment(content, evidence):
    assert assess(evidence, content) == assess(evidence, content)


@pytest.mark.parametrize("evidence", ROUTINE.values(), ids=ROUTINE)
def test_a_visit_always_has_a_reason(content, evidence):
    result = assess(evidence, content)
    assert result.reasons or result.red_flags or result.interactions
    assert set(result.reasons) <= set(content.words.triage)


def test_the_higher_of_two_levels_wins(content):
    for low in ROUTINE.values():
        both = low.affirm("chest_pain")
        assert LEVELS.index(assess(both, content).triage) == LEVELS.index("emergency")
