"""nginx.conf: what it lets through, where it sends it, and what it tells nobody."""

import random
import re
import subprocess
import time

import pytest

from tests.deploy.files import DEPLOY, NGINX, nginx_locations
from tests.deploy.fronted import PERSON, Front, certificate, nginx_program, written

needs_nginx = pytest.mark.skipif(not nginx_program(), reason="needs nginx 1.27.3 or later")
PUBLIC = {"/", "/web/", "/webhooks/web/", "/webhooks/web/conversation", "/webhooks/web/live", "/webhooks/hand_over"}
PRIVATE = (
    "/health/live", "/health/ready", "/metrics", "/version", "/status", "/domain", "/model/parse", "/model", "/webhooks", "/webhooks/",
    "/conversations/web:x/tracker", "/conversations/web%3Ax/tracker", "/webhooks/rest/", "/webhooks/rest/webhook/", "/webhooks/telegram/",
    "/webhooks/socketio/webhook", "/webhooks/hand_over/", "/web/../conversations/x/tracker", "/web/%2e%2e/model", "//conversations/x/tracker",
)


def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    front = Front(tmp_path_factory.mktemp("nginx"))
    yield front
    front.end()


@pytest.fixture
def front(running):
    running.calm()
    return running


def test_only_public_paths_are_passed_on():
    passed = {re.sub("^[=~] ", "", name) for name, body in nginx_locations().items() if "proxy_pass" in body}
    assert {name for name in passed if not name.startswith("^")} == PUBLIC
    assert {name.rsplit("/", 1)[1] for name in passed if name.startswith("^")} == {"webhook$", "(webhook|forget)$"}
    assert nginx_locations()["/"].strip() == "return 404;"


def test_every_passed_path_has_a_limit():
    assert all("limit_req " in body for body in nginx_locations().values() if "proxy_pass" in body)


def test_what_may_not_count_twice_is_not_sent_twice():
    twice = {name for name, body in nginx_locations().items() if "non_idempotent" in body}
    assert twice == {"/webhooks/web/", "= /webhooks/web/conversation"}


def test_no_line_of_a_log_can_hold_an_address():
    written_down = re.search(r"log_format steady (.*);", NGINX).group(1)
    assert not re.search(r"remote_addr|forwarded|request_uri|\$request |args|http_|cookie", written_down)
    assert set(re.findall(r"access_log (.*);", NGINX)) == {"/dev/stdout steady", "off"}
    assert re.findall(r"error_log (.*);", NGINX) == ["stderr alert"]


def test_old_tls_is_refused():
    assert re.search(r"ssl_protocols (.*);", NGINX).group(1) == "TLSv1.2 TLSv1.3"
    assert "ssl_session_tickets off;" in NGINX


def test_compose_publishes_what_it_listens_on():
    ports = re.search(r'ports: \["80:(\d+)", "443:(\d+)"\]', (DEPLOY / "compose.yml").read_text())
    assert f"listen {ports.group(1)};" in NGINX and f"listen {ports.group(2)} ssl;" in NGINX


@needs_nginx
def test_nginx_takes_it_as_it_is(tmp_path):
    certificate(tmp_path / "tls")
    done = subprocess.run([nginx_program(), "-t", "-e", "stderr", "-c", str(written(tmp_path, 8080, 8443, 8081))], capture_output=True, text=True)
    assert done.returncode == 0 and "warn" not in done.stderr, done.stderr


@needs_nginx
@pytest.mark.parametrize("path", ["/", "/web/steady.js", "/webhooks/web/settings", "/webhooks/whatsapp/webhook", "/webhooks/twilio_sms/webhook", "/webhooks/hand_over", "/webhooks/rest/forget"])
def test_a_public_path_reaches_a_server(front, path):
    status, _, headers = front.get(path)
    assert status == 200 and front.asked() == [path]
    assert headers["Strict-Transport-Security"]


@needs_nginx
@pytest.mark.parametrize("path", PRIVATE)
def test_any_other_path_reaches_none(front, path):
    assert front.get(path)[0] == front.post(path)[0] == 404
    assert front.asked() == []


@needs_nginx
def test_one_person_stays_with_one_server_and_people_are_spread(front):
    def server_of(person):
        return front.server_of("/webhooks/web/message", headers={"Authorization": f"Bearer {person}"})

    servers = {person: server_of(person) for person in range(20)}
    assert set(servers.values()) == {stub.address for stub in front.stubs}
    for _ in range(3):
        time.sleep(1.1)  # the name is asked for anew
        # Not in the same order: servers that took turns would seem to know people again.
        for person in random.sample(range(20), 13):
            assert server_of(person) == servers[person]
    assert len({front.server_of("/webhooks/web/conversation") for _ in range(20)}) == 2


@needs_nginx
def test_a_server_that_is_added_is_found_and_one_that_is_taken_away_is_left(front):
    def servers():
        return {front.server_of("/webhooks/web/message", headers={"Authorization": f"Bearer {person}"}) for person in range(20)}

    front.names.addresses.remove("127.0.1.1")
    until(lambda: servers() == {"127.0.1.2"})
    front.names.addresses.append("127.0.1.1")
    until(lambda: servers() == {"127.0.1.1", "127.0.1.2"})


@needs_nginx
def test_a_message_whose_server_ends_in_the_middle_goes_to_the_other(front):
    front.stubs[0].breaks = True
    for person in range(6):
        status, said, _ = front.post("/webhooks/web/message", headers={"Authorization": f"Bearer {person}"})
        assert status == 200 and said.split()[0] == front.stubs[1].address
    assert front.stubs[0].asked


@needs_nginx
def test_what_might_count_twice_goes_to_one_server_only(front):
    time.sleep(5.5)  # a server that failed before is tried again
    for stub in front.stubs:
        stub.breaks = True
    assert front.post("/webhooks/rest/webhook")[0] == 502
    assert len(front.asked()) == 1
    time.sleep(5.5)


@needs_nginx
def test_nobody_can_choose_the_address_they_count_as(front):
    claims = {"X-Forwarded-For": "10.9.8.7", "X-Real-IP": "10.9.8.7", "Forwarded": "for=10.9.8.7", "X-Forwarded-Host": "evil.example"}
    front.get("/webhooks/web/settings", headers=claims)
    [(_, _, headers)] = [asked for stub in front.stubs for asked in stub.asked]
    assert headers["X-Forwarded-For"] == PERSON
    assert "10.9.8.7" not in str(headers) and "evil" not in str(headers)
    assert headers["Host"] == f"127.0.0.1:{front.tls}" and headers["X-Forwarded-Proto"] == "https"


@needs_nginx
def test_a_helpers_words_come_at_once(front):
    began = time.monotonic()
    with front.open("GET", "/webhooks/web/live", headers={"Authorization": "Bearer x"}) as answer:
        assert answer.readline() == b"one\n"
        assert time.monotonic() - began < 1


@needs_nginx
def test_a_body_may_be_as_large_as_it_must_and_no_larger(front):
    assert front.post("/webhooks/web/message", b"x" * 60_000)[1].split()[1] == "60000"
    assert front.post("/webhooks/whatsapp/webhook", b"x" * 3_500_000)[1].split()[1] == "3500000"
    for path, size in (("/webhooks/web/message", 70_000), ("/webhooks/rest/webhook", 70_000), ("/webhooks/whatsapp/webhook", 4_300_000)):
        try:
            assert front.post(path, b"x" * size)[0] == 413
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up before all of it was sent


@needs_nginx
def test_plain_http_is_sent_to_https(front):
    status, _, headers = front.get("/web/steady.js", port=front.plain, headers={"Host": "chat.example.org"})
    assert (status, headers["Location"]) == (308, "https://chat.example.org/web/steady.js")
    assert front.asked() == []


@needs_nginx
def test_a_flood_is_held_back(front):
    statuses = [front.post("/webhooks/web/conversation")[0] for _ in range(90)]
    assert statuses[0] == 200 and statuses[-1] == 429


@needs_nginx
def test_it_writes_nobodys_address_or_words(front):
    front.post("/webhooks/web/message?secret=words", b"my words", headers={"Authorization": "Bearer token-of-a-person"})
    front.stubs[0].breaks = front.stubs[1].breaks = True
    front.post("/webhooks/rest/webhook", headers={"User-Agent": "phone-of-a-person"})
    front.post("/webhooks/web/message", b"x" * 60_000)
    time.sleep(0.2)
    said = front.log.read_text()
    assert " POST /webhooks/web/message 200 " in said and " 429 " in said and " 502 " in said
    assert PERSON not in said
    assert not re.search("words|of-a-person", said)
