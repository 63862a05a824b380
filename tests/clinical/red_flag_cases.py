"""Every red flag of labelling.md with facts that raise it, and the level it must have at least."""

from tests.clinical.people import told

EMERGENCY = {
    "dark_urine": told("dark_urine", "muscle_pain"),
    "cannot_walk": told("cannot_walk"),
    "ascending_weakness": told("climbing_weakness"),
    "rapid_weakness": told("weakness_fast"),
    "one_sided_weakness": told("one_sided_weakness_sign"),
    "facial_droop": told("facial_droop"),
    "speech_difficulty": told("slurred_speech"),
    "sudden_vision_loss": told("sudden_vision_loss_sign"),
    "bladder_bowel_loss": told("bladder_loss"),
    "saddle_numbness": told("saddle_numbness_sign"),
    "breathing_difficulty": told("cannot_breathe"),
    "swallowing_difficulty": told("swallowing_difficulty"),
    "chest_pain": told("chest_pain"),
    "meningitis_signs": told("fever", "neck_stiffness"),
    "confusion": told("confusion_sign"),
    "seizure": told("seizure"),
    "fainting": told("fainted"),
    "acute_limb_ischaemia": told("cold_white_limb"),
    "compartment_or_crush": told("crush_injury"),
    "lactic_acidosis_signs": told("fast_breathing", "vomiting", takes=["stavudine"]),
    "severe_dehydration": told("nothing_stays_down", "no_urine"),
    "severe_skin_reaction": told("blistering_rash"),
    "anaphylaxis_signs": told("throat_swelling"),
    "drug_toxicity": told("muscle_weakness", "diarrhoea", takes=["colchicine", "cobicistat"]),
    "serotonin_syndrome_signs": told("sweating", "agitated_sign", "rigid_muscles_sign", takes=["sertraline", "tramadol"]),
    "overdose": told("took_too_many_tablets"),
    "poisoning": told("poison_swallowed"),
    "envenomation": told("snake_bite"),
    "heatstroke": told("hot_weather", "confusion_sign"),
    "alcohol_withdrawal": told("alcohol_stopped", "hallucinations"),
    "tetanus_signs": told("lockjaw", "muscle_spasm"),
    "spinal_injury": told("spinal_injury_sign"),
    "suicidal_thoughts": told("suicidal_wish"),
    "preeclampsia_signs": told("pregnant", "severe_headache", "blurred_vision"),
    "hyperglycaemia": told("high_sugar", "vomiting"),
    "severe_electrolyte_disturbance": told("palpitations", "muscle_weakness"),
}

URGENT = {
    "one_swollen_calf": told("one_swollen_calf_sign"),
    "hot_swollen_muscle_fever": told("hot_swollen_muscle", "fever"),
    "severe_drug_interaction": told(takes=["simvastatin", "cobicistat"]),
    "jaundice": told("jaundice"),
    "fever_low_cd4": told("fever", cd4=60),
    "hypersensitivity_reaction": told("fever", "rash", takes=["abacavir"], weeks_on_medicine=3),
    "tetany_signs": told("mouth_tingling", "hand_spasm"),
    "double_vision": told("double_vision", "drooping_eyelids"),
    "very_high_ck": told("high_ck"),
    "stopped_art": told("stopped_art_now", "hepatitis_b"),
    "pep_window": told("exposure_recent"),
    "pregnancy": told("pregnant", takes=["simvastatin"]),
}

ALL = {**{name: ("emergency", facts) for name, facts in EMERGENCY.items()}, **{name: ("urgent", facts) for name, facts in URGENT.items()}}
