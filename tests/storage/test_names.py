"""A pseudonym tells nothing."""

from bot.storage.names import Names

NAMES = Names("s" * 40)


def test_a_pseudonym_is_the_same_for_the_same_person_only():
    assert NAMES.name("telegram", "447700900123") == Names("s" * 40).name("telegram", "447700900123")
    assert len({NAMES.name("telegram", "1"), NAMES.name("telegram", "2"), NAMES.name("whatsapp", "1"), Names("t" * 40).name("telegram", "1")}) == 4
    assert "447700900123" not in NAMES.name("telegram", "447700900123")


def test_any_name_has_a_pseudonym():
    assert NAMES.name("telegram", "\ud800").startswith("telegram:")
