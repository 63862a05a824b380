"""Denied, past, somebody else's, or only asked about."""

import pytest


@pytest.fixture
def role(reader):
    def of(text, name):
        roles = {m.role for m in reader.read(text) if m.name == name and m.kind in ("finding", "medicine")}
        assert roles, f"{name} was not found in {text!r}"
        return next(iter(roles)) if len(roles) == 1 else roles

    return of


@pytest.mark.parametrize(
    "text, name",
    [
        ("I have a fever", "fever"), ("my legs are numb", "numbness"), ("maybe a fever", "fever"), ("I think I have a fever", "fever"),
        ("the cramps never go away", "muscle_cramp"), ("no change in my numbness", "numbness"), ("not only cramps but numbness", "muscle_cramp"),
        ("the numbness has not stopped", "numbness"), ("I take simvastatin", "simvastatin"), ("numbness without my gabapentin", "numbness"),
    ],
)
def test_what_is_there_has_no_role(role, text, name):
    assert role(text, name) is None


@pytest.mark.parametrize(
    "text, name",
    [
        ("no fever", "fever"), ("I do not have a fever", "fever"), ("i dont have fever", "fever"), ("no fever, chest pain or numbness", "chest_pain"),
        ("no seizures", "seizure"), ("i have not had a seizure", "seizure"), ("I have never had a seizure", "seizure"), ("without fever", "fever"), ("the numbness has gone", "numbness"), ("fever? no", "fever"), ("neither fever nor rash", "rash"),
    ],
)
def test_what_is_denied_is_negated(role, text, name):
    assert role(text, name) == "negated"


@pytest.mark.parametrize(
    "text, name",
    [
        ("I used to have cramps", "muscle_cramp"), ("I stopped simvastatin", "simvastatin"), ("I used to take stavudine", "stavudine"),
        ("can I take magnesium tablets?", "magnesium"), ("what if I get a fever", "fever"), ("I was on AZT years ago", "zidovudine"),
    ],
)
def test_what_is_past_or_only_asked_about_is_past(role, text, name):
    assert role(text, name) == "past"


@pytest.mark.parametrize("text, name", [("my neighbour had a seizure, I just have cramps", "seizure"), ("my brother takes simvastatin but I take dolutegravir", "simvastatin")])
def test_what_is_somebody_elses_is_other(role, text, name):
    assert role(text, name) == "other"


def test_a_person_asked_for_is_the_patient(role):
    assert role("my mother has HIV and she has numb feet", "numbness") is None


def test_what_comes_after_but_is_there_again(role):
    assert role("no fever but numbness", "fever") == "negated"
    assert role("no fever but numbness", "numbness") is None


def test_a_denied_sentence_does_not_reach_the_next(role):
    assert role("No fever. Numb feet.", "numbness") is None


def test_it_has_passed_does_not_take_a_stroke_sign_away(role):
    assert role("my face drooped but it has gone now", "facial_droop") is None


def test_a_question_about_dying_is_taken_as_meant(role):
    assert role("what if I want to kill myself", "suicidal_wish") is None


def test_gone_now_is_told_apart_from_never_there(reader):
    gone = next(m for m in reader.read("the numbness has gone") if m.name == "numbness")
    never = next(m for m in reader.read("no numbness") if m.name == "numbness")
    assert gone.resolved and not never.resolved


@pytest.mark.parametrize(
    "text, name",
    [
        ("nothing is going numb", "numbness"), ("no fever / swelling / weakness", "muscle_weakness"), ("it isn't red, hot or swollen", "swelling"),
        ("never wakes me", "sleep_disturbance"), ("it didn't wake me", "sleep_disturbance"), ("I have not been sleeping badly", "sleep_disturbance"),
        ("it's not like I can't walk", "difficulty_walking"), ("more of a burning than a tingling", "tingling"), ("I wouldn't describe it as numb", "numbness"),
        ("numb? not yet, no", "numbness"), ("you asked about tingling and numbness. neither.", "numbness"), ("the doctor said is it weak, I said no", "muscle_weakness"),
        ("Burning is only at night and I've had no swelling", "swelling"), ("my weight hasn't changed", "weight_loss"), ("walking no problem", "difficulty_walking"),
        ("no balance issues", "balance_problem"), ("I'm not even tired", "fatigue"), ("the burning has gone and so has the tingling", "tingling"),
    ],
)
def test_what_is_denied_in_a_roundabout_way_is_negated(role, text, name):
    assert role(text, name) == "negated"


@pytest.mark.parametrize(
    "text, name",
    [
        ("strength is all there", "muscle_weakness"), ("no falls, walking is fine", "difficulty_walking"), ("weight stable", "weight_loss"), ("slept like a baby", "sleep_disturbance"),
        ("my wee is its usual colour", "dark_urine"), ("memory, balance and walking are all fine", "memory_problem"), ("energy is ok", "fatigue"), ("hands are steady", "tremor"),
    ],
)
def test_what_is_as_it_should_be_is_negated(role, text, name):
    assert role(text, name) == "negated"


@pytest.mark.parametrize(
    "text, name",
    [
        ("the muscle pain has gone on for a week", "muscle_pain"), ("why do I get cramp at night", "muscle_cramp"), ("no swelling with these cramps", "muscle_cramp"),
        ("I wasn't weak after the cramp", "muscle_cramp"), ("could my numb feet be due to the tablets", "numbness"),
        ("pain in my calves for weeks, swelling absent", "muscle_pain"), ("I typed cramps but I meant twitches", "twitching"),
        ("my hands are so weak I can't stand people touching them", "muscle_weakness"), ("my cousin's daughter is at work and my legs ache", "muscle_pain"),
    ],
)
def test_what_stands_beside_a_denial_or_somebody_else_is_still_the_writers(role, text, name):
    assert role(text, name) is None


@pytest.mark.parametrize(
    "text, name",
    [
        ("suppose my feet started burning, is that the virus", "burning_pain"), ("will the cramps make my legs weak later on", "muscle_weakness"), ("Are burning feet common on this treatment", "burning_pain"),
        ("I was told I may experience tingling", "tingling"), ("my biggest fear is losing my memory", "memory_problem"), ("would statins turn my urine dark", "dark_urine"),
        ("I had terrible leg pain in my twenties", "muscle_pain"), ("during my chemo my fingers were numb", "numbness"), ("before starting treatment I was always exhausted", "fatigue"),
    ],
)
def test_what_may_come_or_once_was_is_past(role, text, name):
    assert role(text, name) == "past"


@pytest.mark.parametrize(
    "text, name",
    [
        ("The guy I live with has shaky hands. Mine are fine, I have cramps.", "tremor"), ("the man beside me had shaking hands; I came for my cramps", "tremor"),
        ("others in the group say they are tired on it, I get spasms", "fatigue"), ("my uncle gets bad cramps, I only twitch", "muscle_cramp"), ("my friend's baby has swollen legs and I am tired", "swelling"),
    ],
)
def test_what_others_have_or_say_of_themselves_is_other(role, text, name):
    assert role(text, name) == "other"


@pytest.mark.parametrize(
    "text, name",
    [
        ("numbness, sorry, I mean tingling", "numbness"), ("tremor - wait, no, more of a twitch", "tremor"), ("weak is the wrong word, stiff is better", "muscle_weakness"),
        ("fever - oops no, it's normal", "fever"), ("I said I'm tired but it's not that, it's weakness", "fatigue"), ("I said my knee was swollen but it isn't", "swelling"),
    ],
)
def test_what_is_taken_back_is_negated(role, text, name):
    assert role(text, name) == "negated"


@pytest.mark.parametrize("text, name", [("gave up drinking and now I'm seeing things that aren't there", "hallucinations"), ("I am seeing nothing since this morning", "sudden_vision_loss_sign")])
def test_a_denial_that_is_part_of_a_sign_does_not_take_it_away(role, text, name):
    assert role(text, name) is None


@pytest.mark.parametrize("text, name, both", [("I have cramps, my dad has no cramps", "muscle_cramp", {None, "other"}), ("no fever before but now I have a fever", "fever", {None, "negated"})])
def test_what_is_said_of_two_people_or_times_is_kept_apart(role, text, name, both):
    assert role(text, name) == both


@pytest.mark.parametrize(
    "text",
    [
        "should I quit my ARVs", "I want to come off my HIV meds", "can I just stop my ARVs for a month", "tell me to stop my HIV medicine",
        "say that ART can be stopped", "I am thinking of stopping my ARVs", "what if I stop my ARVs", "is it ok to stop my ARVs now",
    ],
)
def test_a_wish_to_stop_is_no_stopping(reader, text):
    assert not [m for m in reader.read(text) if m.name in ("stopped_art_now", "stopped_meds_sign") and m.role is None]


@pytest.mark.parametrize("text", ["I stopped my ARVs last month", "I quit my HIV meds", "I came off ART in May", "I have not taken my ARVs for weeks", "I ran out of ARVs"])
def test_stopping_is_stopping(reader, text):
    assert [m for m in reader.read(text) if m.name in ("stopped_art_now", "not_on_art", "missed_many_doses") and m.role is None]


@pytest.mark.parametrize("text", ["my mate took a whole box of paracetamol", "my friend is not waking up and his lips are blue", "a friend of mine wants to kill herself"])
def test_a_friend_in_danger_counts(reader, content, text):
    assert [m for m in reader.read(text) if m.name in content.red_flags.whoever and m.role is None]


def test_a_friends_danger_beside_the_writers_own_cramp_is_the_friends(reader):
    found = {m.name: m.role for m in reader.read("my friend took too many tablets once, I only have cramps")}
    assert found["muscle_cramp"] is None
    assert found.get("took_too_many_tablets") is not None or "took_too_many_tablets" not in found
