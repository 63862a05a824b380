"""What all conversations together tell, and none alone."""

import re
import time
from functools import partial
from types import SimpleNamespace

import pytest

from bot.report.page import write_report
from bot.report.tally import all_counts, keep_tally, tally
from bot.storage.retention import Retention
from bot.storage.tables import events_table
from tests.server.sealed import store_at

DAYS = SimpleNamespace(web=1, messaging=30, rest=7)
#: 15 March 2026
MARCH = 1773576000.0


def user(text, intent="report_symptoms"):
    return {"event": "user", "text": text, "timestamp": MARCH, "parse_data": {"intent": {"name": intent}}}


def level(value):
    return {"event": "slot", "name": "triage", "value": value, "timestamp": MARCH}


def test_a_conversation_counts_once_by_the_most_urgent_advice_in_it():
    found = tally("telegram:a", [user("hello"), level("self_care"), user("my pee is brown"), level("emergency"), user("thanks"), level("self_care")])
    assert found == {("2026-03", "telegram", "conversations"): 1, ("2026-03", "telegram", "messages"): 3, ("2026-03", "telegram", "level emergency"): 1}


def test_what_was_not_understood_and_who_wanted_a_person_is_counted():
    found = tally("web:a", [user("x", "nlu_fallback"), user("the weather", "out_of_scope"), user("a person please", "ask_for_person")])
    assert found["2026-03", "web", "not understood"] == 2 and found["2026-03", "web", "wanted a person"] == 1


def test_a_conversation_in_which_nobody_wrote_counts_nothing():
    assert not tally("web:a", [{"event": "action", "name": "action_listen", "timestamp": MARCH}])


@pytest.fixture
def store(tmp_path):
    return store_at(f"sqlite:///{tmp_path}/c.db")


def keep(store, conversation, events, kept_at):
    with store.database.session() as session:
        seal = store.vault.seal_of(session, conversation)
        rows = [{"conversation": conversation, "begins": False, "kept_at": kept_at, "event": seal.seal(event, events_table.c.event)} for event in events]
        session.execute(events_table.insert(), rows)


def test_counts_outlive_the_conversations_that_were_deleted_for_their_age(store):
    for i in range(3):
        keep(store, f"web:{i}", [user("my calf cramps"), level("self_care")], kept_at=0)
    keep(store, "web:new", [user("my calf cramps"), level("urgent")], kept_at=time.time())
    retention = Retention(store.database, DAYS, partial(keep_tally, vault=store.vault))
    for _ in range(2):
        with store.database.session() as session:
            retention.delete_old(session, time.time())
    with store.database.session() as session:
        counts = all_counts(session, store.vault)
    assert counts["2026-03", "web", "conversations"] == 4 and counts["2026-03", "web", "level self_care"] == 3 and counts["2026-03", "web", "level urgent"] == 1


def test_a_conversation_that_does_not_open_stops_no_report_and_no_deletion(store):
    keep(store, "web:a", [user("x")], kept_at=0)
    with store.database.session() as session:
        session.execute(events_table.update().values(event=b"nonsense"))
        assert all_counts(session, store.vault) == {}
        assert Retention(store.database, DAYS, partial(keep_tally, vault=store.vault)).delete_old(session, time.time()) == 1


def html(tmp_path, counts, organisation="Harbour House"):
    write_report(tmp_path / "report.html", organisation, counts, MARCH)
    return (tmp_path / "report.html").read_text("utf-8")


def test_small_numbers_are_shown_nowhere_not_even_in_the_plot(tmp_path):
    counts = {("2026-03", "web", "conversations"): 1234, ("2026-03", "telegram", "conversations"): 3, ("2026-03", "web", "level emergency"): 4}
    shown = html(tmp_path, counts)
    assert "1,237" not in shown and shown.count("1,234") == 2 and shown.count("fewer than 5") == 2
    assert not re.search(r"<td>[1-4]</td>", shown)
    with_none = html(tmp_path, {**counts, ("2026-03", "web", "level emergency"): 2})
    assert shown == with_none


def test_the_name_of_the_organisation_is_text(tmp_path):
    assert "<script" not in html(tmp_path, {}, "<script>alert(1)</script>").lower().replace("&lt;script", "")


def test_without_conversations_it_says_so(tmp_path):
    assert "Nothing was counted yet" in html(tmp_path, {})


def test_it_asks_for_nothing_from_elsewhere(tmp_path):
    shown = html(tmp_path, {("2026-03", "web", "conversations"): 12})
    assert not re.search(r"(src|href)=\"http|url\(http|@import", shown)
