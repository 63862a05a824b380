"""Who may speak in, read and erase a conversation of the web chat: who holds its token, and nobody else."""

from __future__ import annotations

import base64
import json
import time

import jwt
import pytest
import requests

from tests.server.running import CRAMPS, Person, WebPerson, events, rest_name

_ODD = "flumperdink"


@pytest.fixture(scope="module")
def person(both):
    """Somebody with a conversation that others would like to read."""
    person = WebPerson(both.port)
    person.send(CRAMPS)
    return person


@pytest.fixture
def secret(both):
    return (both.data / "secret.key").read_text()


def claims(person):
    return jwt.decode(person.token, options={"verify_signature": False})


def history(person, token):
    return requests.get(f"{person.address}/history", headers={"Authorization": f"Bearer {token}"}, timeout=10)


def unsigned(content, algorithm="none"):
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": algorithm, "typ": "JWT"}, content)]
    return ".".join([*parts, ""])


def test_a_token_lasts_a_day_and_says_nothing_about_the_person(person):
    assert set(claims(person)) == {"sub", "aud", "exp"}
    assert 23 * 3600 < claims(person)["exp"] - time.time() <= 24 * 3600


def test_a_token_opens_its_own_conversation_only(both, person):
    other = WebPerson(both.port)
    assert history(person, other.token).json()["turns"] == []
    other.post("forget", json={})
    assert events(both.data, person.sender)


def test_a_token_signed_with_the_secret_of_the_server_is_taken(person, secret):
    assert history(person, jwt.encode(claims(person), secret, "HS256")).json()["turns"]  # so that the refusals below mean something


@pytest.mark.parametrize(
    "forge",
    [
        lambda wanted, secret: jwt.encode(wanted, "x" * 64, "HS256"),
        lambda wanted, secret: jwt.encode(wanted, secret, "HS512"),
        lambda wanted, secret: jwt.encode({**wanted, "exp": int(time.time()) - 5}, secret, "HS256"),
        lambda wanted, secret: jwt.encode({**wanted, "aud": "something-else"}, secret, "HS256"),
        lambda wanted, secret: jwt.encode({k: v for k, v in wanted.items() if k != "exp"}, secret, "HS256"),
        lambda wanted, secret: jwt.encode({k: v for k, v in wanted.items() if k != "aud"}, secret, "HS256"),
        lambda wanted, secret: jwt.encode({k: v for k, v in wanted.items() if k != "sub"}, secret, "HS256"),
        lambda wanted, secret: unsigned(wanted),
        lambda wanted, secret: unsigned(wanted, "None"),
        lambda wanted, secret: unsigned(wanted, "HS256"),
        lambda wanted, secret: wanted["sub"],
        lambda wanted, secret: f"web:{wanted['sub']}",
    ],
    ids=["another secret", "another algorithm", "expired", "another audience", "without end", "without audience", "without name", "alg none", "alg None", "no signature", "the name", "the sender"],
)
def test_a_forged_token_is_refused(person, secret, forge):
    assert history(person, forge(claims(person), secret)).status_code == 401


def test_a_token_that_was_changed_is_refused(both, person):
    header, body, signature = person.token.split(".")
    other = WebPerson(both.port).token.split(".")
    for token in (f"{header}.{other[1]}.{signature}", f"{header}.{body}.{other[2]}", f"{header}.{body}", f"{person.token}x"):
        assert history(person, token).status_code == 401


def test_no_conversation_of_the_web_chat_can_be_reached_by_rest(both, person):
    before = events(both.data, person.sender)
    for sender in (person.sender, person.sender.removeprefix("web:"), person.sender.replace("web:", "WEB:"), f" {person.sender}"):
        other = Person(both.port, sender)
        assert "cramps" not in other.say("what have you understood?")
        assert other.post("forget", json={"sender": sender}).status_code == 200
    assert events(both.data, person.sender) == before


def test_no_conversation_of_rest_can_be_reached_by_the_web_chat(both, secret, person):
    other = Person(both.port)
    other.send(CRAMPS)
    for name in (other.sender, rest_name(both.data, other.sender)):
        token = jwt.encode({**claims(person), "sub": name}, secret, "HS256")
        assert history(person, token).json()["turns"] == []
        WebPerson(both.port, token).post("forget", json={})
    assert events(both.data, other.sender)


def test_rest_opens_no_conversations_any_more(both):
    assert Person(both.port).post("conversation", json={}).status_code == 404


def test_an_erased_conversation_is_gone_from_the_files(both):
    person = WebPerson(both.port)
    person.send(f"my calf cramps and I call it {_ODD}")
    person.post("forget", json={})
    assert history(person, person.token).status_code == 401
    assert not any(_ODD.encode() in path.read_bytes() for path in both.data.iterdir())


def test_names_and_numbers_are_not_kept(both):
    person = WebPerson(both.port)
    person.send("hello, my email is jo.bloggs@example.org")
    assert "jo.bloggs" not in json.dumps(history(person, person.token).json())


def test_the_secret_can_be_read_by_its_user_only(both):
    assert (both.data / "secret.key").stat().st_mode & 0o777 == 0o600
    assert not [path for path in both.data.iterdir() if path.name.startswith("secret.key-")]


def test_the_output_of_the_servers_holds_no_words_no_token_and_no_secret(both, secret):
    person = WebPerson(both.port)
    for body in ({"message": f"my calf cramps, says {_ODD}", "message_id": "m-1"}, {"message": _ODD, "message_id": [_ODD]}, [_ODD]):
        person.post(json=body)
    person.post(data=_ODD.encode())
    history(person, f"{person.token}{_ODD}")
    requests.get(f"{person.address}/{_ODD}", params={"q": person.token}, timeout=5)
    requests.get(f"{person.address}/settings", headers={"Origin": f"https://{_ODD}.example"}, timeout=5)
    person.post("summary.pdf", json={})
    person.post("forget", json={})
    output = both.output()
    for word in (_ODD, person.token, person.token.split(".")[2], person.sender.removeprefix("web:"), secret, "cramp", "Traceback"):
        assert word not in output
