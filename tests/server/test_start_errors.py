"""A start that cannot work ends with one clear sentence."""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager

import pytest

from bot.settings import Settings, SettingsError
from bot.storage.master_keys import new_key
from tests.server.copies import copy_of_project
from tests.server.running import ROOT, assert_one_sentence, free_port, run_to_end
from tests.server.sealed import store_at


@pytest.fixture
def copy(trained, tmp_path):
    """The project as somebody may have broken it."""
    return copy_of_project(tmp_path / "steady", trained)


@contextmanager
def in_use(port):
    with socket.create_server(("0.0.0.0", port)):
        yield


def start(command, tmp_path, root=ROOT, **own):
    variables = {"PORT": str(free_port()), "ACTION_PORT": str(free_port()), "STEADY_DATA": str(tmp_path / "data"), **own}
    return run_to_end(command, root=root, **variables)


@pytest.mark.parametrize(("command", "setting"), [("run", "PORT"), ("server", "PORT"), ("actions", "ACTION_PORT")])
def test_a_port_in_use(tmp_path, trained, command, setting):
    port = free_port()
    with in_use(port):
        sentence = assert_one_sentence(*start(command, tmp_path, **{setting: str(port)}))
    assert str(port) in sentence and f"{setting}=" in sentence


def test_a_setting_that_is_wrong(tmp_path):
    sentence = assert_one_sentence(*start("run", tmp_path, PORT="abc"))
    assert "PORT" in sentence and "abc" in sentence


def test_all_that_is_wrong_with_the_organisation_is_said_a_sentence_a_line_with_its_line(tmp_path):
    code, output = start("run", tmp_path, organisation={"region": "XX", "colour": "red", "channels": {"slack": {}}})
    lines = output.splitlines()
    assert code == 1 and len(lines) == 2, output
    assert all(re.match(r"Steady: \w+\.yml, line \d+: ", line) for line in lines)
    assert "colour" in output and "region is 'XX'" in output


def test_a_secret_that_is_missing_is_named_with_what_needs_it(tmp_path):
    sentence = assert_one_sentence(*start("server", tmp_path, organisation={"channels": {"slack": {}}}, SLACK_BOT_TOKEN="token-of-slack"))
    assert "channels.slack needs SLACK_SIGNING_SECRET in .env" in sentence and "token-of-slack" not in sentence


def test_the_check_of_the_content_checks_the_settings_too(tmp_path):
    assert "retention.web" in assert_one_sentence(*start("check", tmp_path, organisation={"retention": {"web": 0}}))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("PORT", "70000"), ("PORT", "0"), ("ACTION_PORT", "-1"), ("STEADY_PROXIES", "99"), ("STEADY_ORGANISATION_FILE", "nowhere.yml")],
)
def test_every_setting_that_is_wrong_is_named_with_its_value(setting, value):
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({setting: value})
    assert setting in str(caught.value) and value in str(caught.value)


def test_the_same_port_twice_is_refused():
    with pytest.raises(SettingsError, match="differ"):
        Settings.from_environment({"PORT": "6001", "ACTION_PORT": "6001"})


def test_a_data_folder_that_cannot_be_written(tmp_path, trained):
    (tmp_path / "file").write_text("in the way")
    sentence = assert_one_sentence(*start("server", tmp_path, STEADY_DATA=str(tmp_path / "file" / "data")))
    assert "STEADY_DATA" in sentence


def test_a_database_file_that_is_none(tmp_path, trained):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "conversations.db").write_bytes(b"this is no database " * 100)
    assert "database" in assert_one_sentence(*start("server", tmp_path))


def test_another_master_key_stops_the_start(tmp_path, trained):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "master.key").write_text(new_key())
    store = store_at(f"sqlite:///{tmp_path}/data/conversations.db")
    with store.database.session() as session:
        store.vault.seal_of(session, "web:a")
    assert "master key" in assert_one_sentence(*start("server", tmp_path))


@pytest.mark.parametrize("text", ["short", "", "\xff"])
def test_a_master_key_that_is_none_stops_the_start(tmp_path, trained, text):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "master.key").write_bytes(text.encode("latin-1"))
    sentence = assert_one_sentence(*start("server", tmp_path))
    assert "master.key" in sentence and "short" not in sentence


def test_no_model(tmp_path, copy):
    for model in (copy / "models").iterdir():
        model.unlink()
    assert "make train" in assert_one_sentence(*start("server", tmp_path, copy))


def test_a_model_that_is_broken(tmp_path, copy):
    model = next((copy / "models").iterdir())
    whole = model.read_bytes()
    model.unlink()
    model.write_bytes(whole[: len(whole) // 2])
    assert model.name in assert_one_sentence(*start("server", tmp_path, copy))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("endpoints.yml", None),
        ("endpoints.yml", "action_endpoint: [\n"),
        ("endpoints.yml", "action_endpoint:\n  url: http://127.0.0.1:5055/webhook\n"),
        ("credentials.yml", None),
        ("credentials.yml", "bot.channels.nothing.Channel: {}\n"),
        ("credentials.yml", "- a list\n"),
    ],
    ids=["no endpoints", "no YAML", "an action server of its own", "no credentials", "a channel that is not there", "credentials that are a list"],
)
def test_what_is_wrong_with_the_configuration_is_named_with_its_file(tmp_path, copy, monkeypatch, name, text):
    from bot import server

    (copy / name).unlink() if text is None else (copy / name).write_text(text)
    monkeypatch.setattr(server, "ROOT", copy)
    with pytest.raises(SettingsError, match=name) as caught:
        server.build_app(Settings(data_directory=str(tmp_path / "data")), tmp_path)
    assert len(str(caught.value)) < 400


def test_endpoints_with_a_store_that_would_forget_everybody(tmp_path, copy):
    endpoints = (copy / "endpoints.yml").read_text()
    (copy / "endpoints.yml").write_text(re.sub(r"type: bot\.storage.*", "type: bot.storage.none.Store", endpoints))
    assert "tracker_store" in assert_one_sentence(*start("server", tmp_path, copy))


@pytest.mark.parametrize(
    ("command", "name", "text"),
    [
        ("run", "content/en/words/phrases.yml", "failure: [\n"),
        ("server", "content/reasoning/red_flags.yml", "unknown_key: 1\n"),
        ("actions", "content/referral/regions.yml", None),
    ],
    ids=["no YAML", "an unknown key", "a missing file"],
)
def test_broken_content_is_named_with_its_file(tmp_path, copy, command, name, text):
    (copy / name).unlink() if text is None else (copy / name).write_text(text)
    assert name.rsplit("/", 1)[-1] in assert_one_sentence(*start(command, tmp_path, copy))
