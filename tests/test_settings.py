"""Every wrong setting is answered with a sentence that says which one and what to mend."""

import dataclasses

import pytest

from bot.settings import Settings, SettingsError
from bot.web_settings import WebSettings

WEB = ("STEADY_SECRET", "STEADY_ORIGINS", "STEADY_GREETING", "STEADY_COLOUR", "STEADY_LEAVE_TO", "STEADY_LANGUAGES", "STEADY_PROXIES")


def error_of(**environment):
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(environment)
    return str(raised.value)


def test_nothing_needs_to_be_set():
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_is_no_value(blank):
    names = ("STEADY_ORGANISATION", "STEADY_REGION", "STEADY_LANGUAGE", "PORT", "ACTION_PORT", "STEADY_DATA", "RASA_AUTH_TOKEN", *WEB)
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


def test_every_setting_of_the_web_chat_is_taken_up():
    environment = {
        "STEADY_SECRET": "s" * 32, "STEADY_ORIGINS": "https://Site.example/, http://localhost:8000,https://site.example:443", "STEADY_GREETING": " Hello {you} ",
        "STEADY_COLOUR": "#0B5563", "STEADY_LEAVE_TO": "https://news.example/today", "STEADY_LANGUAGES": "Français=https://fr.example.org, Kiswahili = https://sw.example.org/",
        "STEADY_PROXIES": "2",
    }
    assert Settings.from_environment(environment).web == WebSettings(
        "s" * 32, ("https://site.example", "http://localhost:8000", "https://site.example"), "Hello {you}",
        "#0B5563", "https://news.example/today", (("Français", "https://fr.example.org"), ("Kiswahili", "https://sw.example.org/")), 2,
    )


@pytest.mark.parametrize("value", ["*", "site.example", "http://site.example", "https://", "https://site.example/path", "https://a.example?x", "https://u:p@a.example", "ftp://localhost", "https://a b.example", "https://*.example", "https://a.example:x", "null", "https://ok.example, evil"])
def test_an_origin_that_is_none_is_named_with_how_it_should_look(value):
    message = error_of(STEADY_ORIGINS=value)
    assert "STEADY_ORIGINS" in message and value.split(", ")[-1] in message and "https://site.example" in message


def test_a_short_secret_is_refused_and_not_repeated():
    message = error_of(STEADY_SECRET="tooshort" * 3)
    assert "STEADY_SECRET" in message and "32" in message and "tooshort" not in message


def test_the_secret_is_not_shown_with_the_settings():
    assert "s" * 32 not in repr(Settings.from_environment({"STEADY_SECRET": "s" * 32}))


def test_a_greeting_has_a_longest_length():
    assert Settings.from_environment({"STEADY_GREETING": "h" * 500}).web.greeting == "h" * 500
    assert "STEADY_GREETING" in error_of(STEADY_GREETING="h" * 501)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("STEADY_COLOUR", value) for value in ("red", "#fff", "#12345g", "0b5563", "#0b5563;", "#0b55633")],
        *[("STEADY_LEAVE_TO", value) for value in ("http://news.example", "javascript:alert(1)", "news.example", "https://", 'https://a.example/"x')],
        *[("STEADY_LANGUAGES", value) for value in ("Français", "=https://fr.example", "Français=fr.example", "Français=javascript:alert(1)", "F=http://fr.example")],
        *[("STEADY_PROXIES", value) for value in ("-1", "11", "one", "1.5", "²")],
    ],
)
def test_a_wrong_setting_of_the_web_chat_is_named_with_its_value(name, value):
    message = error_of(**{name: value})
    assert name in message and value in message


def test_settings_cannot_be_changed_by_the_program():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1
