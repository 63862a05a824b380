"""Two servers behind nginx, with PostgreSQL and Redis: nothing lost, doubled, crossed or readable."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from redis import Redis as RedisClient

from bot.storage.database import Database
from bot.storage.master_keys import MasterKeys
from bot.storage.tables import events_table
from bot.storage.vault import Vault
from tests.server.listening import HERE, Listener, says, tell
from tests.server.running import CRAMPS, RED_FLAG, ROOT, WebPerson, environment, kinds
from tests.server.several.day import PLANTED, live_through
from tests.server.several.report import report
from tests.server.several.services import until

#: With this set, the day is a full one, and is written there.
REPORT = os.environ.get("STEADY_SEVERAL", "")
PEOPLE, TURNS, ROUNDS, PAUSE = (200, 10, 4, 2.0) if REPORT else (16, 6, 1, 10.0)


@pytest.fixture(scope="module")
def day(installation):
    return live_through(installation, PEOPLE, TURNS, ROUNDS, PAUSE)


def kept(installation, conversation):
    """The messages of a person that the database holds, in order."""
    database, vault = Database(installation.postgres.url), Vault(MasterKeys(lambda: installation.key))
    rows = sa.select(events_table.c.event).where(events_table.c.conversation == conversation).order_by(events_table.c.id)
    with database.session() as session:
        seal = vault.existing(session, conversation)
        events = [seal.open(bytes(row.event), events_table.c.event) for row in session.execute(rows)]
    database.engine.dispose()
    return [event["text"] for event in events if event["event"] == "user"]


def test_every_message_of_the_day_is_answered_and_kept_once_in_its_own_conversation(installation, day):
    people, seen, broken = day
    assert len(broken) >= 4
    for person, what in zip(people, seen):
        assert len(what.waits) == len(what.sent), person.number
        assert sorted(kept(installation, person.web.sender)) == sorted(what.sent.values()), person.number
    if REPORT:
        Path(REPORT).write_text(report(seen, broken), "utf-8")


def test_messages_that_were_not_sent_at_once_are_kept_in_their_order(installation, day):
    people, seen, _ = day
    for person, what in zip(people, seen):
        in_order = [text for i, text in enumerate(what.sent.values()) if i % 4 != 3]
        assert [text for text in kept(installation, person.web.sender) if text in in_order][:3] == in_order[:3]


def test_no_word_of_the_day_is_to_be_read_anywhere(installation, day, tmp_path):
    subprocess.run([sys.executable, "-m", "bot", "keep", "backup", str(tmp_path / "backup")], cwd=ROOT, env=environment(STEADY_DATA=str(tmp_path), **installation.own), check=True, capture_output=True)
    redis = RedisClient.from_url(installation.redis.url)
    redis.config_set("dir", str(tmp_path))
    redis.save()
    # What is written is on the disk only after this.
    with sa.create_engine(installation.postgres.url).connect() as database:
        database.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("CHECKPOINT"))
    for port in installation.metrics:
        (tmp_path / f"metrics-{port}").write_text(requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text)
    places = [path for folder in (installation.folder, tmp_path) for path in folder.rglob("*") if path.is_file()]
    assert any("pg_wal" in str(path) for path in places) and any(path.suffix == ".rdb" for path in places)
    words = [form for word in PLANTED for form in (word.encode(), base64.b64encode(word.encode())[:-4])]
    for path in places:
        content = path.read_bytes()
        assert not [word for word in words if word in content], path


def test_a_conversation_goes_on_at_another_server(installation):
    first, second = (WebPerson(port) for port, _ in installation.ports)
    second.token = first.token
    first.send(CRAMPS)
    assert "muscle cramps" in second.say("what have you understood so far?")


def test_the_same_message_at_two_servers_is_handled_once(installation):
    first, second = (WebPerson(port) for port, _ in installation.ports)
    second.token = first.token
    replies = [person.post(json={"message": CRAMPS, "message_id": "one"}).json()["replies"] for person in (first, second)]
    assert replies[0] == replies[1] and kept(installation, first.sender) == [CRAMPS]


def test_a_server_is_ready_while_all_it_needs_is_there(installation):
    for port, _ in installation.ports:
        assert requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=10).json() == {"database": "ok", "redis": "ok", "actions": "ok"}


@pytest.mark.parametrize("part", ["redis", "postgres", "actions"])
def test_a_server_is_not_ready_while_a_part_is_away(installation, part):
    url = f"http://127.0.0.1:{installation.ports[0][0]}/health"
    service = installation.actions[0] if part == "actions" else getattr(installation, part)
    service.kill()
    try:
        answer = requests.get(f"{url}/ready", timeout=10)
        assert answer.status_code == 503 and [name for name, state in answer.json().items() if state != "ok"] == ["database" if part == "postgres" else part]
        assert requests.get(f"{url}/live", timeout=10).status_code == 200
    finally:
        if part == "actions":
            installation.start_actions(0)
            installation.actions[0].wait()
        else:
            service.start()
            installation.until_servers_hear_each_other()
    assert requests.get(f"{url}/ready", timeout=10).status_code == 200


def test_people_notice_nothing_while_redis_is_away(installation):
    person = WebPerson(installation.port)
    installation.redis.kill()
    try:
        assert "failure" not in kinds(person.send(CRAMPS))
        assert kinds(person.send(RED_FLAG))[0] == "emergency"
    finally:
        installation.redis.start()
        installation.until_servers_hear_each_other()
    assert "muscle cramps" in person.say("what have you understood so far?")


def test_a_chat_that_was_deleted_at_one_server_is_over_at_the_others(installation):
    first, second = (WebPerson(port) for port, _ in installation.ports)
    second.token = first.token
    first.send(CRAMPS)
    assert first.post("forget").status_code == 200
    until(lambda: second.post(json={"message": CRAMPS, "message_id": "again"}).status_code == 401, seconds=5)


def test_what_a_helper_says_at_one_server_is_heard_on_a_page_that_is_open_at_another(installation):
    here, there = (WebPerson(port) for port, _ in installation.ports)
    there.token, there.sender = here.token, here.sender
    here.send("can I talk to a person?")
    page = Listener(here)
    tell(there, HERE)
    tell(there, says("Hello, I am Ann."))
    assert page.until(2) == [("helper", {"here": True}), ("replies", {"replies": [{"text": "Hello, I am Ann."}], "from": "helper"})]
    page.close()
