"""Medicines by INN, brand, abbreviation, combination and misspelling."""

import pytest

from bot.nlu.medicine_matcher import plain_name


@pytest.fixture
def found(reader):
    def names(text, *, doubtful=False):
        return {m.name for m in reader.read(text) if m.kind == "medicine" and m.doubtful == doubtful}

    return names


@pytest.mark.parametrize(
    "text, names",
    [
        ("I take simvastatin", {"simvastatin"}), ("I take SIMVASTATIN", {"simvastatin"}), ("on zocor", {"simvastatin"}), ("I use Ventolin", {"salbutamol"}),
        ("tivicay every day", {"dolutegravir"}), ("I take AZT", {"zidovudine"}), ("i am on panadol", {"paracetamol"}), ("taking tylenol", {"paracetamol"}),
        ("I take a statin", {"statin"}), ("I take a diuretic", {"diuretic"}), ("on water tablets", {"diuretic"}), ("St John's wort", {"st john's wort"}), ("st johns wort", {"st john's wort"}),
        ("septrin", {"co-trimoxazole"}), ("cotrimoxazole", {"co-trimoxazole"}), ("I take albuterol", {"salbutamol"}),
    ],
)
def test_a_medicine_is_known_by_its_names(found, text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text, parts",
    [
        ("Biktarvy", {"bictegravir", "emtricitabine", "tenofovir alafenamide"}),
        ("I take TLD", {"tenofovir disoproxil", "lamivudine", "dolutegravir"}),
        ("genvoya", {"elvitegravir", "cobicistat", "emtricitabine", "tenofovir alafenamide"}),
        ("Triumeq", {"abacavir", "dolutegravir", "lamivudine"}),
        ("kaletra", {"lopinavir", "ritonavir"}),
    ],
)
def test_a_combination_gives_its_parts_and_its_product(reader, text, parts):
    mentions = [m for m in reader.read(text) if m.kind == "medicine"]
    assert {m.name for m in mentions} == parts
    assert len({m.product for m in mentions}) == 1 and mentions[0].product


@pytest.mark.parametrize("text, name", [("simvistatin", "simvastatin"), ("dolutegravr", "dolutegravir"), ("zidovudin", "zidovudine"), ("atorvastatine", "atorvastatin"), ("efavirens", "efavirenz"), ("dolute gravir", "dolutegravir")])
def test_a_slip_of_the_finger_is_understood(found, text, name):
    assert name in found(f"I take {text} every day") | found(f"I take {text} every day", doubtful=True)


@pytest.mark.parametrize("text", ["my statue fell", "I live in Genoa", "what a combination", "I like iron bars", "she is a triumph", "the lead singer", "zinc roof"])
def test_ordinary_words_are_no_medicines(found, text):
    assert found(text) == found(text, doubtful=True) == set()


def test_an_ambiguous_word_needs_a_medicine_word_beside_it(found):
    assert "iron" in found("I take iron tablets") and "iron" not in found("my iron gate")


def test_an_unknown_medicine_is_not_guessed(found):
    assert found("I take xyzzolam and foobarvir") == set()


def test_every_medicine_is_found_by_its_own_name(reader, content):
    missed = []
    for name, entry in content.medicines.items():
        seen = {m.name for m in reader.read(f"I take {name} tablets") if m.kind == "medicine"}
        if not seen or (name not in seen and not entry.class_word and not any(set(entry.classes) & content.classes_of(s) for s in seen)):
            missed.append(name)
    assert missed == []


def test_every_combination_is_found_by_its_own_name(reader, content):
    missed = []
    for product, entry in content.combinations.items():
        seen = {m.name for m in reader.read(f"I take {product} tablets") if m.kind == "medicine"}
        if not set(entry.parts) <= seen:
            missed.append(product)
    assert missed == []


def test_names_are_compared_without_hyphens_and_capitals():
    assert plain_name("Co-Trimoxazole") == plain_name("co trimoxazole") == "co trimoxazole"
    assert plain_name(" 'AZT/3TC' ") == "azt 3tc"
