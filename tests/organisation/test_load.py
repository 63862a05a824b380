"""Everything that is wrong with organisation.yml is said at once, each with its line and what to mend."""

from __future__ import annotations

import pytest

from bot.organisation.load import load
from bot.organisation.schema import Organisation
from bot.settings_error import SettingsError


@pytest.fixture
def read(tmp_path):
    """Reads a text as organisation.yml, with secrets in the environment."""

    def read_text(text, **secrets):
        path = tmp_path / "organisation.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(path, secrets)[0]

    return read_text


@pytest.fixture
def wrong(read):
    """What is said of a text."""

    def sentences(text, **secrets):
        with pytest.raises(SettingsError) as raised:
            read(text, **secrets)
        return raised.value.sentences

    return sentences


def test_an_empty_file_is_the_default(read):
    assert read("") == read("# nothing but words\n") == read("{}") == Organisation()


def test_values_are_the_text_that_stands_there(read):
    found = read("name: No\nregion: GB\nservices:\n  - {name: on, number: 0123456}\nopening_hours:\n  timezone: Europe/London\n  weekly: {monday: [9:00-17:00]}\n".replace("9:00-", "09:00-"))
    assert (found.name, found.services[0].name, found.services[0].number) == ("No", "on", "0123456")


def test_a_file_of_another_system_is_read(read):
    assert read("\ufeffname: Café\r\nregion: GB\r\n".encode()).name == "Café"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("region: GB\nname: A\nname: B\n", 3, ["name", "second time", "line 2"]),
        ("name: A\nweb:\n  colour: '#000000'\n  colour: '#111111'\n", 4, ["web.colour", "second time", "line 3"]),
        ("name: A\nweb:\n\tcolour: red\n", 3, ["tab", "spaces"]),
        ("- name: A\n", 1, ["name: Harbour House"]),
        ("only words", 1, ["name: Harbour House"]),
        ("name: A\nregion: [GB\n", 3, ["YAML"]),
        ("name: 'A\nregion: GB\n", 3, ["YAML"]),
        ("name: A\n---\nname: B\n", 2, ["YAML"]),
        ("name: &a A\nregion: *a\n", 2, ["*"]),
        ("web: {origins: [*]}\n", 1, ["YAML"]),
        ("name: A\nweb:\nregion: GB\n", 2, ["web has no value"]),
        ("web:\n  colour: #0b5563\n", 2, ["web.colour", "quotation marks"]),
        (b"name: A\nregion: \xff\n", 2, ["UTF-8"]),
        ("name: A\n[a, b]: c\n", 2, ["key"]),
        ("name: A\nregion: G\0B\n", 2, ["sign", "YAML"]),
    ],
)
def test_what_is_no_good_yaml_is_said_with_its_line(wrong, text, line, words):
    (sentence,) = wrong(text)
    assert sentence.startswith(f"organisation.yml, line {line}: ") and sentence.endswith(".")
    assert all(word in sentence for word in words), sentence


HOURS = "opening_hours:\n  timezone: {}\n  weekly:\n    monday: [{}]\n  closed: [{}]\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("regoin: GB\n", 1, ["regoin is not known", "did you mean 'region'?"]),
        ("name: A\nweb:\n  Colour: red\n", 3, ["web.Colour", "did you mean 'colour'?"]),
        ("name: A\ncolour: red\n", 2, ["colour is not known", "web.colour", "spaces"]),
        ("xyzzy: 1\n", 1, ["known here", "opening_hours"]),
        ("services:\n  - nmae: A\n    name: B\n    number: 1\n", 2, ["services.0.nmae", "'name'"]),
        ("name: A\nregion: XX\n", 2, ["region is 'XX'", "GB", "ZA", "default"]),
        ("region: gb\n", 1, ["'gb'", "GB"]),
        ("language: sw\n", 1, ["language is 'sw'", "content/"]),
        ("language: ../en\n", 1, ["'../en'", "content/"]),
        ("name: ''\n", 1, ["name", "empty"]),
        ("name: [A]\n", 1, ["name", "words"]),
        ("name: \"A\\nB\"\n", 1, ["one line"]),
        ("web: red\n", 1, ["web", "group"]),
        ("web:\n  colour: red\n", 2, ["web.colour", "#0b5563", "'red'"]),
        ("web:\n  origins: https://a.example\n", 2, ["web.origins", "list"]),
        ("web:\n  greeting: " + "h" * 501, 2, ["500", "501"]),
        ("address: http://chat.example\n", 1, ["https://site.example"]),
        ("address: https://chat.example/path\n", 1, ["without a path"]),
        ("other_languages: {Français: fr.example}\n", 1, ["other_languages.Français", "https://", "'fr.example'"]),
        ("numbers:\n  crisis: {name: Line}\n", 2, ["numbers.crisis", "number"]),
        ("numbers:\n  emergency: {number: 999}\n", 2, ["numbers.emergency", "'say'"]),
        ("numbers:\n  emergency: {say: Call 999}\n", 2, ["numbers.emergency", "'number'", "button"]),
        ("services:\n  - name: Line\n", 2, ["services.0", "number or an address"]),
        ("services:\n  - number: 1\n", 2, ["services.0", "'name'"]),
        (HOURS.format("London", "09:00-17:00", ""), 2, ["'London'", "Europe/London"]),
        (HOURS.format("Europe/Lodnon", "09:00-17:00", ""), 2, ["did you mean Europe/London?"]),
        (HOURS.format("Europe", "09:00-17:00", ""), 2, ["'Europe'", "no time zone"]),
        (HOURS.format("../UTC", "09:00-17:00", ""), 2, ["no time zone"]),
        (HOURS.format("UTC", "17:00-09:00", ""), 4, ["monday.0", "17:00-24:00", "00:00-09:00", "next"]),
        (HOURS.format("UTC", "09:00-09:00", ""), 4, ["ends before"]),
        (HOURS.format("UTC", "9-5", ""), 4, ["09:00-17:00", "'9-5'"]),
        (HOURS.format("UTC", "09:00-25:00", ""), 4, ["24:00"]),
        (HOURS.format("UTC", "09:00-24:01", ""), 4, ["24:00"]),
        (HOURS.format("UTC", "09:60-17:00", ""), 4, ["09:00-17:00"]),
        (HOURS.format("UTC", "", ""), 3, ["no time at all"]),
        (HOURS.format("UTC", "09:00-17:00", "25.12.2026"), 5, ["closed.0", "2026-12-25", "'25.12.2026'"]),
        (HOURS.format("UTC", "09:00-17:00", "2026-02-30"), 5, ["2026-02-30"]),
        (HOURS.format("UTC", "09:00-17:00", "20261225"), 5, ["20261225"]),
        ("opening_hours:\n  timezone: UTC\n", 1, ["opening_hours needs 'weekly'"]),
        ("retention:\n  web: 0\n", 2, ["retention.web", "at least 1"]),
        ("retention:\n  rest: 366\n", 2, ["retention.rest", "at most 365"]),
        ("retention:\n  rest: 1.5\n", 2, ["retention.rest", "whole number", "1.5"]),
        ("channels:\n  whatsapp: {}\n", 2, ["channels.whatsapp needs 'phone_number_id'"]),
        ("channels:\n  whatsapp:\n    phone_number_id: +44 1\n", 3, ["digits"]),
        ("channels:\n  slack: {}\n  telegram: {}\n", 3, ["channels.telegram", "public address", "address: https://"]),
        ("channels:\n  twilio_sms: {number: '+447700900123'}\n", 2, ["channels.twilio_sms", "public address"]),
        ("address: https://a.example\nchannels:\n  twilio_sms: {number: 07700900123}\n", 3, ["+447700900123"]),
        ("channels:\n  signal: {}\n", 2, ["channels.signal is not known"]),
        ("channels:\n  slack: {api: http://slack.example}\n", 2, ["channels.slack.api", "https://"]),
        ("channels:\n  chatwoot: {address: https://a.example, account: one}\n", 2, ["channels.chatwoot.account", "whole number"]),
        ("channels:\n  rest: {clients: []}\n", 2, ["channels.rest.clients", "at least one"]),
        ("channels:\n  rest: {clients: [A B]}\n", 2, ["channels.rest.clients.0", "small letters"]),
        ("channels:\n  rest: {clients: [a, a]}\n", 2, ["twice"]),
        ("hand_over:\n  to: fax\n", 1, ["to: fax", "email", "webhook", "chatwoot"]),
        ("hand_over: {host: a}\n", 1, ["needs 'to'"]),
        ("hand_over:\n  to: webhook\n", 1, ["hand_over needs 'address'"]),
        ("hand_over:\n  to: webhook\n  adress: https://a.example\n  address: https://a.example\n", 3, ["hand_over.adress", "'address'"]),
        ("hand_over: {to: email, address: a, sender: s@a.example, host: h.example}\n", 1, ["hand_over.address", "e-mail address"]),
        ("hand_over: {to: email, address: t@a.example, sender: s@a.example, host: h.example, security: none}\n", 1, ["starttls or tls"]),
        ("hand_over: {to: email, address: t@a.example, sender: s@a.example, host: h.example, security: ssl}\n", 1, ["hand_over.security is 'ssl'", "'tls'"]),
        ("hand_over: {to: webhook, address: https://a.example, patience_minutes: 1441}\n", 1, ["hand_over.patience_minutes", "1440"]),
    ],
)
def test_what_the_schema_refuses_is_said_with_its_line(wrong, text, line, words):
    (sentence,) = wrong(text)
    assert sentence.startswith(f"organisation.yml, line {line}: ") and sentence[-1] in ".?"
    assert all(word in sentence for word in words), sentence


@pytest.mark.parametrize("value", ["*", "site.example", "http://site.example", "https://", "https://site.example/path", "https://a.example?x", "https://u:p@a.example", "ftp://localhost", "https://a b.example", "https://*.example", "https://a.example:x", "null", "javascript:alert(1)"])
def test_an_origin_that_is_none_is_named_with_how_it_should_look(wrong, value):
    (sentence,) = wrong(f"web:\n  origins:\n    - https://good.example\n    - '{value}'\n")
    assert "line 4" in sentence and "web.origins.1" in sentence and f"'{value}'" in sentence and "https://site.example" in sentence


@pytest.mark.parametrize("value", ["http://news.example", "javascript:alert(1)", "news.example", "https://", 'https://a.example/"x', "http://localhost"])
def test_leave_now_leads_only_to_a_page(wrong, value):
    (sentence,) = wrong(f"web:\n  leave_to: '{value}'\n")
    assert "web.leave_to" in sentence and value in sentence


def test_origins_are_as_browsers_name_them(read):
    found = read("web:\n  origins: ['https://Site.example/', 'http://localhost:8000', 'https://site.example:443']\n")
    assert found.web.origins == ("https://site.example", "http://localhost:8000", "https://site.example")


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_lines(wrong):
    said = wrong("name: ''\nregoin: GB\nweb:\n  colour: red\nretention: {web: 0}\n")
    assert [sentence.split(":")[0] for sentence in said] == [f"organisation.yml, line {line}" for line in (1, 2, 4, 5)]


TWILIO = "address: https://a.example\nchannels:\n  twilio_sms:\n    number: '+447700900123'\n"


def test_a_missing_secret_is_named_with_what_needs_it(wrong):
    said = wrong(TWILIO, TWILIO_ACCOUNT_SID="AC1")
    assert said == ("organisation.yml, line 3: channels.twilio_sms needs TWILIO_AUTH_TOKEN in .env.",)


@pytest.mark.parametrize(
    ("text", "secrets", "words"),
    [
        ("hand_over: {to: webhook, address: https://a.example}\n", {"HANDOVER_SECRET": "tooshort"}, ["HANDOVER_SECRET", "32"]),
        ("channels:\n  rest: {clients: [web-site]}\n", {"STEADY_REST_TOKEN_WEB_SITE": "tooshort"}, ["STEADY_REST_TOKEN_WEB_SITE", "32"]),
        ("channels:\n  rest: {clients: [a, b]}\n", {"STEADY_REST_TOKEN_A": "tooshort" * 4, "STEADY_REST_TOKEN_B": "tooshort" * 4}, ["same token"]),
    ],
)
def test_a_secret_that_is_no_secret_is_refused_and_not_repeated(wrong, text, secrets, words):
    (sentence,) = wrong(text, **secrets)
    assert all(word in sentence for word in words) and "tooshort" not in sentence


def test_a_mail_server_without_a_user_needs_no_password(read, wrong):
    mail = "hand_over: {to: email, address: t@a.example, sender: s@a.example, host: h.example%s}\n"
    assert read(mail % "").hand_over.port == 587
    assert "SMTP_PASSWORD" in wrong(mail % ", user: steady")[0]


def test_a_folder_in_place_of_the_file_is_said(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path, {})
