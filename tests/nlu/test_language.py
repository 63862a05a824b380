"""Messages in a language that is not served are told apart, without losing anybody."""

import pytest

from bot.nlu.language import is_other_language, is_plainly_foreign

FOREIGN = [
    "me duelen mucho las piernas por la noche", "j'ai des crampes dans les mollets depuis deux semaines", "tenho cãibras nas pernas todas as noites",
    "misuli yangu inakaza usiku kila siku", "ich habe jede Nacht Krämpfe in den Waden", "ночью у меня сводит ноги", "夜に足がつります", "मेरे पैरों में दर्द है", "عضلاتي تؤلمني",
]
ENGLISH = [
    "my legs cramp at night", "wat r cramps pls help me", "legs dey pain me since yesterday o", "i am having paining in the leg since two days", "CANT WALK",
    "ok", "no", "hola", "thanks doc", "biktarvy", "",  "123 456", "😢😢", "my calf muscle keeps twitching like crazy",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_another_language_is_told(text):
    assert is_other_language(text, understood=False)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_of_any_kind_is_english(text):
    assert not is_other_language(text, understood=False)


@pytest.mark.parametrize("text", [t for t in FOREIGN if t.isascii()])
def test_what_was_understood_is_never_called_foreign(text):
    assert not is_other_language(text, understood=True)


@pytest.mark.parametrize("text", ["tengo calambres en las piernas", "j'ai des crampes musculaires depuis deux semaines", "nina maumivu ya misuli kwa sababu", "Ce este o crampă?", "Ich nehme Tabletten und habe Muskelschmerzen"])
def test_a_plainly_foreign_message_is_told_though_a_word_was_understood(text):
    assert is_plainly_foreign(text)


@pytest.mark.parametrize("text", ENGLISH + ["muscel spazms evry nite i cant slep", "im so clumzy latly droping evrything", "sholder is sor frm tenis", "mi bredda drop dung and tek een wid fits", "saans nahi aa rahi, cant breathe", "burnin feet evry nyt", "legz r stif all mornin for weeks"])
def test_misspelt_english_and_dialects_are_never_plainly_foreign(text):
    assert not is_plainly_foreign(text)
