"""The net under every reply: what it catches, what it lets through."""

import pytest

from bot.clinical.advice_net import breaches

BROKEN = {
    "stops_medicine": [
        "You can stop your HIV tablets until the cramps go.",
        "Try to skip a dose of dolutegravir tonight.",
        "It hurts, so please halve your statin.",
        "Stop taking Atripla now.",
        "Just leave out the evening pill for a week.",
        "You should take a break from your ARVs.",
        "Rest well, then stop your medicine for two days.",
        "Skipping your tablets is fine for a day.",
        "Take a double dose tomorrow.",
    ],
    "names_disease": [
        "You have neuropathy.",
        "You probably have a blood clot.",
        "You clearly have lactic acidosis, I am afraid.",
        "This is a stroke.",
        "That must be diabetes.",
    ],
    "says_it_is_nothing": [
        "It is nothing serious.",
        "There is nothing to worry about.",
        "Do not worry, many people get this.",
        "You are fine.",
        "You will be perfectly safe at home.",
        "There is no need to see a doctor.",
        "It's harmless.",
    ],
    "suggests_quinine": [
        "Take quinine at bedtime.",
        "Tonic water helps with night cramps.",
        "You could drink some tonic water.",
    ],
    "names_dose": ["Take 400 mg in the morning.", "You can use 50mg at night."],
    "supplement_without_timing": ["Take magnesium every evening.", "You could try a calcium tablet.", "Magnesium tablets may help."],
}
SAFE = [
    "Please do not stop or skip your HIV medicine, or any other medicine, on your own.",
    "If you stop your tablets, the virus can grow back.",
    "Never halve your tablets without asking.",
    "This fits best with what you told me: too little to drink.",
    "I cannot say what you have.",
    "I do not suggest quinine for cramps.",
    "Ask your pharmacist before you take magnesium.",
    "Do you take magnesium or calcium?",
    "You take: magnesium and dolutegravir.",
    "HIV can harm nerves. Doctors call this neuropathy.",
    "Stop the exercise when it hurts.",
    "I cannot promise that it is nothing.",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BROKEN.items() for text in texts])
def test_forbidden_advice_is_caught(content, rule, text):
    assert rule in {b.rule for b in breaches([text], content.forbidden)}


@pytest.mark.parametrize(("rule", "text"), [(rule, texts[0]) for rule, texts in BROKEN.items()])
def test_it_is_caught_in_the_middle_of_good_advice(content, rule, text):
    reply = ["Thank you for telling me.", f"Drink water and rest.\n- Stretch your calf.\n- {text}\nAsk your clinic."]
    assert [(b.rule, b.message) for b in breaches(reply, content.forbidden)] == [(rule, 1)]


@pytest.mark.parametrize("text", SAFE)
def test_safe_words_pass(content, text):
    assert breaches([text], content.forbidden) == []


def test_a_warning_after_the_advice_does_not_excuse_it(content):
    assert breaches(["Stop your ART for a week, and do not forget to drink."], content.forbidden)


def test_the_timing_warning_may_come_in_another_message(content, book_gb):
    reply = ["You could try magnesium.", book_gb.say("supplement_timing")]
    assert breaches(reply, content.forbidden) == []


def test_every_rule_is_tried_here(content):
    assert set(BROKEN) == set(content.forbidden.rules)


@pytest.fixture
def book_gb(content):
    from bot.clinical.words.lines import Phrasebook

    return Phrasebook(content, "GB", "Our Group")
