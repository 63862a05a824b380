"""Every wrong setting of the environment is answered with a sentence that says which one and what to mend."""

import dataclasses

import pytest

from bot import settings as settings_module
from bot.settings import Settings, SettingsError

_SEVERAL = ("ACTION_HOST", "STEADY_DATABASE", "STEADY_REDIS", "STEADY_MASTER_KEY", "STEADY_MASTER_KEY_FILE", "STEADY_ACTIONS")


@pytest.fixture(autouse=True)
def no_file_of_the_developer(tmp_path, monkeypatch):
    monkeypatch.setattr(settings_module, "_ROOT", tmp_path)
    return tmp_path


def error_of(**environment):
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(environment)
    return str(raised.value)


def test_nothing_needs_to_be_set():
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_is_no_value(blank):
    names = ("STEADY_ORGANISATION_FILE", "PORT", "ACTION_PORT", "STEADY_DATA", "STEADY_SECRET", "STEADY_PROXIES", "RASA_AUTH_TOKEN", *_SEVERAL, "STEADY_LOGS", "STEADY_METRICS_PORT", *settings_module._MOVED)
    assert Settings.from_environment(dict.fromkeys(names, blank)) == Settings()


def test_every_setting_is_taken_up():
    environment = {
        "PORT": "8080", "ACTION_PORT": "8081", "ACTION_HOST": "0.0.0.0", "STEADY_DATA": "/srv/steady", "RASA_AUTH_TOKEN": "token", "STEADY_SECRET": "s" * 32,
        "STEADY_PROXIES": "2", "STEADY_DATABASE": "postgresql://a", "STEADY_REDIS": "redis://b", "STEADY_MASTER_KEY": "key", "STEADY_ACTIONS": "http://c", "STEADY_LOGS": "json", "STEADY_METRICS_PORT": "9464",
    }
    assert Settings.from_environment(environment) == Settings(
        port=8080, action_port=8081, action_host="0.0.0.0", data_directory="/srv/steady", auth_token="token", secret="s" * 32, proxies=2,
        database="postgresql://a", redis="redis://b", master_key="key", actions="http://c", logs="json", metrics_port=9464,
    )


@pytest.mark.parametrize("name, value", [("STEADY_DATABASE", "mysql://a"), ("STEADY_DATABASE", "conversations.db"), ("STEADY_REDIS", "http://a"), ("STEADY_ACTIONS", "c:5055"), ("STEADY_LOGS", "xml")])
def test_what_cannot_be_such_an_address_is_named_and_not_repeated_where_it_may_hold_a_password(name, value):
    message = error_of(**{name: value})
    assert name in message and (value not in message or name == "STEADY_LOGS")


@pytest.mark.parametrize("missing", ["STEADY_SECRET", "STEADY_MASTER_KEY", "STEADY_DATABASE"])
def test_several_servers_must_share_everything(missing):
    shared = {"STEADY_DATABASE": "postgresql://a", "STEADY_REDIS": "redis://b", "STEADY_SECRET": "s" * 32, "STEADY_MASTER_KEY": "key"}
    Settings.from_environment(shared)
    assert missing in error_of(**{name: value for name, value in shared.items() if name != missing})


@pytest.mark.parametrize("port", ["5005", "5055"])
def test_the_figures_have_a_port_of_their_own(port):
    assert "STEADY_METRICS_PORT" in error_of(STEADY_METRICS_PORT=port)


def test_a_master_key_stands_in_one_place():
    message = error_of(STEADY_MASTER_KEY="key", STEADY_MASTER_KEY_FILE="/run/key")
    assert "STEADY_MASTER_KEY or STEADY_MASTER_KEY_FILE" in message and "/run/key" not in message


@pytest.mark.parametrize("name", ["PORT", "ACTION_PORT"])
@pytest.mark.parametrize("value", ["abc", "0", "-1", "65536", "80.5", "5 005", "0x50", "٣", "²"])
def test_a_wrong_port_is_named(name, value):
    message = error_of(**{name: value})
    assert name in message and repr(value) in message and "65535" in message


@pytest.mark.parametrize("environment", [{"PORT": "6000", "ACTION_PORT": "6000"}, {"PORT": "5055"}, {"ACTION_PORT": "5005"}])
def test_one_port_for_both_servers_is_refused(environment):
    message = error_of(**environment)
    assert "PORT" in message and "ACTION_PORT" in message and "differ" in message


@pytest.mark.parametrize("value", ["-1", "11", "one", "1.5", "²"])
def test_a_wrong_number_of_proxies_is_named(value):
    message = error_of(STEADY_PROXIES=value)
    assert "STEADY_PROXIES" in message and value in message


def test_a_short_secret_is_refused_and_not_repeated():
    message = error_of(STEADY_SECRET="tooshort" * 3)
    assert "STEADY_SECRET" in message and "32" in message and "tooshort" not in message


@pytest.mark.parametrize("name", ["STEADY_SECRET", "RASA_AUTH_TOKEN"])
def test_secrets_are_not_shown_with_the_settings(name):
    assert "s" * 32 not in repr(Settings.from_environment({name: "s" * 32}))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("STEADY_ORGANISATION", "name"), ("STEADY_REGION", "region"), ("STEADY_LANGUAGE", "language"), ("STEADY_GREETING", "greeting"), ("STEADY_COLOUR", "colour"),
        ("STEADY_LEAVE_TO", "leave_to"), ("STEADY_ORIGINS", "origins"), ("STEADY_LANGUAGES", "other_languages"),
    ],
)
def test_a_setting_that_has_moved_stops_the_start_and_says_where_it_belongs(name, key):
    message = error_of(**{name: "anything"})
    assert message.startswith(name) and f"({key}" in message and "organisation.yml" in message and "\n" not in message


def test_all_settings_that_have_moved_are_said_at_once():
    assert len(error_of(STEADY_REGION="GB", STEADY_ORGANISATION="Harbour House").splitlines()) == 2


def test_the_file_beside_the_program_is_read(no_file_of_the_developer):
    (no_file_of_the_developer / "organisation.yml").write_text("name: Harbour House\n")
    assert Settings.from_environment({}).organisation.name == "Harbour House"


def test_another_file_can_be_named(no_file_of_the_developer):
    (no_file_of_the_developer / "other.yml").write_text("region: GB\n")
    assert Settings.from_environment({"STEADY_ORGANISATION_FILE": "other.yml"}).organisation.region == "GB"


def test_a_named_file_that_is_not_there_is_said():
    message = error_of(STEADY_ORGANISATION_FILE="nowhere.yml")
    assert "STEADY_ORGANISATION_FILE" in message and "nowhere.yml" in message


def test_only_the_secrets_of_what_is_switched_on_are_kept_and_none_is_shown(no_file_of_the_developer):
    (no_file_of_the_developer / "organisation.yml").write_text("channels:\n  slack: {}\n")
    environment = {"SLACK_BOT_TOKEN": "token-of-slack", "SLACK_SIGNING_SECRET": "secret-of-slack", "TELEGRAM_BOT_TOKEN": "token-of-telegram"}
    found = Settings.from_environment(environment)
    assert dict(found.secrets) == {"SLACK_BOT_TOKEN": "token-of-slack", "SLACK_SIGNING_SECRET": "secret-of-slack"}
    assert "of-slack" not in repr(found)


def test_settings_cannot_be_changed_by_the_program():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1
