"""Whatever is sent to a webhook, or to the web chat and REST: no server error, no word in the log, and the line goes on."""

from __future__ import annotations

import copy
import inspect
import json
import time
from urllib.parse import parse_qsl

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from tests.server.running import CRAMPS, Person, WebPerson

PLANTED = "flumperdink"
DEEP = b"[" * 100_000
NO_PAYLOADS = (b"", DEEP, b'{"a":' * 100_000, b"null", b"7", b'"text"', b"[]", b"{}", b"\xff\xfe\x00", b"{", b"payload=[", b"payload=" + DEEP, b"payload=%FF", PLANTED.encode() * 400_000)
MOST_SECONDS = 60
_tries = settings(max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

ODD_TEXTS = st.one_of(
    st.text(max_size=40).map(lambda text: f"{PLANTED} {text}"),
    st.sampled_from(["", " ", "\x00", "\ud800", f"{PLANTED}\ud800\udfff", "\u202e" + PLANTED, "👩🏽‍⚕️" * 200, PLANTED * 5000, "9" * 400, "-1", "1e999", "NaN", "/restart", "../..", "%s{0}${a}"]),
)
ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.sampled_from([0, -1, 1e308, 2**63, 10**400, float("inf"), float("nan")]),
    ODD_TEXTS,
    st.recursive(ODD_TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXTS, inner, max_size=3), max_leaves=5),
    st.integers(1, 400).map(lambda depth: json.loads("[" * depth + "]" * depth)),
)


def places(value, path=()):
    """Every place in a JSON value, as the keys that lead there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, below in inside for place in places(below, (*path, key)))]


@st.composite
def changed(draw, value):
    """A payload with one to three of its fields dropped, replaced, wrapped or repeated."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(value)))
        if not path:
            continue
        holder = value
        for key in path[:-1]:
            holder = holder[key]
        key, how = path[-1], draw(st.sampled_from(["drop", "odd", "odd", "odd", "in a list", "in an object", "twice"]))
        if how == "drop":
            del holder[key]
        else:
            old = holder[key]
            holder[key] = {"odd": draw(ODD_VALUES) if how == "odd" else None, "in a list": [old], "in an object": {PLANTED: old}, "twice": [old, old]}[how]
    return value


def real_payloads(phone):
    try:
        taps = [phone.tap(("made:0", "Yes"))]
    except NotImplementedError:
        taps = []  # a line without buttons
    return [phone.text(f"my calf cramps {PLANTED}"), *taps, *(phone.other(kind) for kind in phone.kinds)]


def signed(phone, body):
    """Any bytes as the provider signs them; some sign nothing but send a secret. Arguments for `requests.post`."""
    headers = {**phone.request(phone.text("hello"))["headers"]}
    if "X-Twilio-Signature" in headers:
        fields = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        return {"data": body, "headers": {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": phone.signature(fields)}}
    if "X-Hub-Signature-256" in headers:
        return {"data": body, "headers": {**headers, "X-Hub-Signature-256": phone.signature(body)}}
    if hasattr(phone, "signed"):
        return phone.signed(body, *(["application/json"] if "kind" in inspect.signature(phone.signed).parameters else []))
    return {"data": body, "headers": {**headers, "Content-Type": "application/json"}}


def changed_delivery(data, phone):
    """A delivery with something changed in it, also around the payload where that is JSON; arguments for `requests.post`."""
    payload = data.draw(st.sampled_from(real_payloads(phone)))
    whole = requests.Request("POST", phone.webhook, **phone.request(payload)).prepare().body
    try:
        envelope = json.loads(whole)
    except ValueError:
        payload = data.draw(changed(payload))
        try:
            request = phone.request(payload)
            requests.Request("POST", phone.webhook, **request).prepare()
            return request
        except Exception:
            reject()  # it could not be sent
    return signed(phone, json.dumps(data.draw(changed(envelope))).encode())


def post(address, **arguments):
    answer = requests.post(address, timeout=30, **arguments)
    assert answer.status_code < 500, (answer.status_code, answer.text)
    return answer


def assert_it_goes_on(phone):
    """Everything was dealt with, nothing is in the log, and the line answers."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        try:
            phone.wait()
            break
        except AssertionError:
            continue
    somebody = type(phone)(phone.servers)
    assert "1. " in somebody.agree().say(CRAMPS)
    assert PLANTED not in phone.servers.output() and "Traceback" not in phone.servers.output()


def test_changed_payloads_with_genuine_signatures(phone):
    @_tries
    @given(st.data())
    def attempt(data):
        post(phone.webhook, **changed_delivery(data, type(phone)(phone.servers)))

    attempt()
    assert_it_goes_on(phone)


def test_bodies_that_are_no_payload_with_genuine_signatures(phone):
    for body in NO_PAYLOADS:
        post(phone.webhook, **signed(phone, body))
    assert_it_goes_on(phone)


def test_bodies_without_a_signature(phone):
    @_tries
    @given(st.one_of(st.binary(max_size=2000), st.just(DEEP), st.sampled_from(real_payloads(phone)).flatmap(changed).map(lambda payload: json.dumps(payload).encode())))
    def attempt(body):
        assert post(phone.webhook, data=body, headers={"Content-Type": "application/json"}).status_code in (400, 401, 403, 413)

    attempt()
    assert_it_goes_on(phone)


def test_handshakes_of_somebody_else(phone):
    @_tries
    @given(st.dictionaries(st.sampled_from(["hub.mode", "hub.verify_token", "hub.challenge", "challenge", PLANTED]), ODD_TEXTS.filter(lambda text: text.isprintable() and len(text) < 999)))
    def attempt(query):
        answer = requests.get(phone.webhook, params=query, timeout=30)
        assert 400 <= answer.status_code < 500 and PLANTED not in answer.text

    attempt()
    assert_it_goes_on(phone)


BODIES = st.one_of(
    st.binary(max_size=2000),
    st.sampled_from([DEEP, PLANTED.encode() * 4000]),
    changed({"sender": "somebody", "message": f"my calf cramps {PLANTED}", "message_id": "m-1", "metadata": {"a": [1]}}).map(lambda body: json.dumps(body).encode()),
)


@pytest.mark.parametrize("path", ["webhook", "forget"])
def test_rest(lines, path):
    person = Person(lines.port)

    @_tries
    @given(BODIES)
    def attempt(body):
        post(f"{person.address}/{path}", data=body)

    attempt()
    assert "1. " in person.say(CRAMPS)
    assert PLANTED not in lines.output() and "Traceback" not in lines.output()


@pytest.mark.parametrize("path", ["message", "forget", "summary.pdf", "conversation"])
def test_web(lines, path):
    person, other = WebPerson(lines.port), WebPerson(lines.port)

    @_tries
    @given(BODIES, st.booleans())
    def attempt(body, with_token):
        post(f"{person.address}/{path}", data=body, headers={"Authorization": f"Bearer {other.token if with_token else PLANTED}"})

    attempt()
    assert "1. " in person.say(CRAMPS)
    assert PLANTED not in lines.output() and "Traceback" not in lines.output()
