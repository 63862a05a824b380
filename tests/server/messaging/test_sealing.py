"""What is sealed opens only where it belongs, and a pseudonym tells nothing."""

import pytest

from bot.storage.sealing import SealError, Seals

SECRET = "s" * 40


def test_what_is_sealed_opens_again():
    assert Seals(SECRET).open(Seals(SECRET).seal({"text": "my calf cramps"}, "a"), "a") == {"text": "my calf cramps"}


def test_nobody_reads_it_in_the_database():
    assert b"calf" not in Seals(SECRET).seal({"text": "my calf cramps"}, "a")
    assert Seals(SECRET).seal("x", "a") != Seals(SECRET).seal("x", "a")


@pytest.mark.parametrize("change", [lambda s: s[:-1] + bytes([s[-1] ^ 1]), lambda s: s[:20], lambda s: b"", lambda s: bytes([s[0] ^ 1]) + s[1:]])
def test_what_was_changed_does_not_open(change):
    with pytest.raises(SealError):
        Seals(SECRET).open(change(Seals(SECRET).seal("x", "a")), "a")


def test_it_opens_under_no_other_name_or_secret():
    sealed = Seals(SECRET).seal("x", "a")
    for seals, whose in ((Seals(SECRET), "b"), (Seals("t" * 40), "a")):
        with pytest.raises(SealError):
            seals.open(sealed, whose)


def test_a_pseudonym_is_the_same_for_the_same_person_only():
    name = Seals(SECRET).name
    assert name("telegram", "447700900123") == name("telegram", "447700900123")
    assert len({name("telegram", "1"), name("telegram", "2"), name("whatsapp", "1"), Seals("t" * 40).name("telegram", "1")}) == 4
    assert "447700900123" not in name("telegram", "447700900123")


def test_any_name_has_a_pseudonym():
    assert Seals(SECRET).name("telegram", "\ud800").startswith("telegram:")
