"""Medicines by INN, brand, abbreviation, combination and misspelling."""

import pytest

from bot.nlu.medicine_names import names_of, plain_name


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


@pytest.mark.parametrize(
    "text, names, asked",
    [
        ("I take atazanavir", {"atazanavir"}, set()), ("I take atorvastatin", {"atorvastatin"}, set()), ("I take atorva", {"atorvastatin"}, set()), ("I take atazanvir", {"atazanavir"}, set()),
        ("I take lamivudine", {"lamivudine"}, set()), ("I take lamotrigine", {"lamotrigine"}, set()), ("I take lamivudin", {"lamivudine"}, set()), ("I take lamotrigin", {"lamotrigine"}, set()),
        ("I take Epivir", {"lamivudine"}, set()), ("I take Epzicom", {"abacavir", "lamivudine"}, set()), ("I take epavir", set(), {"efavirenz"}),
        ("I take Combivir", {"lamivudine", "zidovudine"}, set()), ("I combine yoga and rest", set(), set()), ("the combine broke down", set(), set()), ("I take combivr", {"lamivudine", "zidovudine"}, set()),
        ("I take Viread", {"tenofovir disoproxil"}, set()), ("I take Videx", {"didanosine"}, set()), ("I take Viramune", {"nevirapine"}, set()), ("I take Viracept", {"nelfinavir"}, set()),
        ("I take Tafirol", {"paracetamol"}, set()), ("I take Tafero", {"tenofovir alafenamide"}, set()), ("I take viraaz", set(), {"efavirenz"}), ("I take quinidine", {"quinidine"}, set()), ("I take quinine", {"quinine"}, set()),
    ],
)
def test_names_that_look_alike_are_kept_apart(found, text, names, asked):
    assert (found(text), found(text, doubtful=True)) == (names, asked)


def test_one_wrong_letter_never_makes_another_medicine_certain(found, content):
    """A letter left out of the name of an HIV medicine: that medicine, or a question, or nothing."""
    names = {name: {name} for name, entry in content.medicines.items() if entry.art} | {b: {n} for n, e in content.medicines.items() if e.art for b in e.brands}
    names |= {product: set(entry.parts) for product, entry in content.combinations.items() if all(content.medicines[p].art for p in entry.parts)}
    right, wrong = names_of(content), {}
    for name, parts in names.items():
        slips = {name[:cut] + name[cut + 1 :] for cut in range(1, len(name), 2)} if name.isalpha() and name.isascii() and len(name) > 5 else ()
        wrong |= {slip: seen for slip in slips if plain_name(slip) not in right and not (seen := found(f"I take {slip}")) <= parts}
    assert wrong == {}


@pytest.mark.parametrize(
    "text, names",
    [
        ("water tablet bendroflumethiazide, cramps", {"bendroflumethiazide"}), ("a statin called Crestor", {"rosuvastatin"}), ("sore since the cholesterol pill, Lipitor", {"atorvastatin"}),
        ("the antibiotic they gave me (ciprofloxacin)", {"ciprofloxacin"}), ("my new inhaler, Ventolin", {"salbutamol"}), ("lisinopril, a blood pressure tablet", {"lisinopril"}),
        ("a statin and lisinopril", {"statin", "lisinopril"}), ("a water tablet. Also spironolactone", {"diuretic", "spironolactone"}), ("zinc, selenium and a multivitamin", {"zinc", "selenium", "multivitamin"}),
        ("HRT, levothyroxine", {"hormone replacement therapy", "levothyroxine"}), ("I take insulin, metformin", {"insulin", "metformin"}), ("I take a statin", {"statin"}),
    ],
)
def test_a_word_for_a_kind_beside_a_medicine_of_that_kind_is_no_other_medicine(found, text, names):
    assert found(text) == names


def test_a_name_is_known_in_the_plural(found):
    assert found("took two aspirins") == {"aspirin"} and found("three panadols at noon") == {"paracetamol"}


def test_names_are_compared_without_hyphens_and_capitals():
    assert plain_name("Co-Trimoxazole") == plain_name("co trimoxazole") == "co trimoxazole"
    assert plain_name(" 'AZT/3TC' ") == "azt 3tc"
