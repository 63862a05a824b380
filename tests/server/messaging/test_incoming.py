"""What a provider delivers in a shape that nobody expected takes nothing else with it."""

import pytest

from bot.channels.messaging.incoming import Incoming, read_each

GOOD = Incoming("1", "7", text="my calf cramps", at=2.0)


@pytest.mark.parametrize("odd", [{"text": 7}, {"text": None}, {"id": 7}, {"id": ""}, {"address": None}, {"address": ""}, {"tap": ["a"]}, {"kind": {}}, {"at": float("nan")}, {"at": float("inf")}, {"at": "now"}], ids=str)
def test_a_message_with_an_odd_field_is_left_out(odd):
    odd_one = {"id": "2", "address": "7", **odd}
    assert read_each([odd_one, GOOD], lambda raw: raw if raw is GOOD else Incoming(**raw)) == [GOOD]


@pytest.mark.parametrize("read", [lambda raw: raw["a"], lambda raw: raw.b, lambda raw: [][1], lambda raw: int("a"), lambda raw: float(10**400)])
def test_a_message_that_cannot_be_read_is_left_out_and_logged_without_words(read, caplog):
    assert read_each([{"flumperdink": 1}, GOOD], lambda raw: raw if raw is GOOD else read(raw)) == [GOOD]
    assert "unknown shape" in caplog.text and "flumperdink" not in caplog.text


def test_messages_are_in_the_order_in_which_they_were_sent():
    assert [m.at for m in read_each([3.0, 1.0, 2.0], lambda at: Incoming("1", "7", at=at))] == [1.0, 2.0, 3.0]
