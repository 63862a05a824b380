"""Every wrong setting is answered with a sentence that says which one and what to mend."""

import dataclasses

import pytest

from bot.settings import Settings, SettingsError


def error_of(**environment):
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(environment)
    return str(raised.value)


def test_nothing_needs_to_be_set():
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_is_no_value(blank):
    names = ("STEADY_ORGANISATION", "STEADY_REGION", "STEADY_LANGUAGE", "PORT", "ACTION_PORT", "STEADY_DATA", "RASA_AUTH_TOKEN")
    assert Settings.from_environment(dict.fromkeys(names, blank)) == Settings()


def test_every_setting_is_taken_up():
    environment = {
        "STEADY_ORGANISATION": " Our Group ", "STEADY_REGION": "GB", "STEADY_LANGUAGE": "en", "PORT": "8080",
        "ACTION_PORT": "8081", "STEADY_DATA": "/srv/steady", "RASA_AUTH_TOKEN": "s3cret",
    }
    assert Settings.from_environment(environment) == Settings("Our Group", "GB", "en", 8080, 8081, "/srv/steady", "s3cret")


@pytest.mark.parametrize("name", ["PORT", "ACTION_PORT"])
@pytest.mark.parametrize("value", ["abc", "0", "-1", "65536", "80.5", "5 005", "0x50", "٣", "²"])
def test_a_wrong_port_is_named(name, value):
    message = error_of(**{name: value})
    assert name in message and repr(value) in message and "65535" in message


@pytest.mark.parametrize("environment", [{"PORT": "6000", "ACTION_PORT": "6000"}, {"PORT": "5055"}, {"ACTION_PORT": "5005"}])
def test_one_port_for_both_servers_is_refused(environment):
    message = error_of(**environment)
    assert "PORT" in message and "ACTION_PORT" in message and "differ" in message


@pytest.mark.parametrize("value", ["XX", "gb", "United Kingdom"])
def test_an_unknown_region_is_named_with_those_that_are_known(value):
    message = error_of(STEADY_REGION=value)
    assert "STEADY_REGION" in message and repr(value) in message
    assert all(code in message for code in ("GB", "US", "ZA", "KE", "default"))


@pytest.mark.parametrize("value", ["sw", "xx", "../en", "EN "])
def test_an_unknown_language_is_named(value):
    message = error_of(STEADY_LANGUAGE=value)
    assert "STEADY_LANGUAGE" in message and value.strip() in message


def test_settings_cannot_be_changed_by_the_program():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1
