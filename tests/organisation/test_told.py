"""What people are told of the organisation when they ask for a person."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.clinical.words.lines import Phrasebook, call, with_lines
from bot.organisation.schema import Organisation
from bot.organisation.told import told

HOURS = {"timezone": "Europe/London", "weekly": {"monday": ["09:00-17:00"], "wednesday": ["20:00-24:00"], "thursday": ["00:00-02:00"], "friday": ["20:00-24:00"]}, "closed": ["2026-12-25"]}


@pytest.fixture
def book(content):
    return Phrasebook(content, "GB", "Harbour House")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))


def organisation(**said):
    return Organisation.model_validate({"name": "Harbour House", **said})


def test_nothing_is_told_where_nothing_is_set(book):
    assert told(organisation(), book, at("2026-11-23T10:00")) == ""


def test_services_are_listed_with_all_that_is_known(book):
    services = [{"name": "Helpline", "number": "020 7946 0006", "hours": "weekdays", "what": "To talk things over."}, {"name": "Drop-in", "address": "1 Quay Street", "hours": "Thursdays"}]
    lines = told(organisation(services=services), book, at("2026-11-23T10:00")).splitlines()
    assert "Harbour House" in lines[0]
    assert lines[1:] == ["- Helpline: 020 7946 0006 (weekdays). To talk things over", "- Drop-in (Thursdays). 1 Quay Street"]


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23T08:00", "Harbour House is closed now. It opens today at 09:00."),
        ("2026-11-23T10:00", "Harbour House is open now, until 17:00."),
        ("2026-11-23T17:00", "Harbour House is closed now. It opens on Wednesday at 20:00."),
        ("2026-11-24T17:00", "Harbour House is closed now. It opens tomorrow at 20:00."),
        ("2026-11-25T21:00", "Harbour House is open now, until tomorrow at 02:00."),
        ("2026-11-26T01:00", "Harbour House is open now, until 02:00."),
        ("2026-11-27T21:00", "Harbour House is open now, until midnight."),
    ],
)
def test_whether_it_is_open_is_said_with_the_next_change(book, moment, said):
    assert told(organisation(opening_hours=HOURS), book, at(moment)) == said


def test_an_opening_in_more_than_a_week_is_said_with_its_date(book):
    hours = {**HOURS, "weekly": {"friday": ["09:00-17:00"]}}
    assert told(organisation(opening_hours=hours), book, at("2026-12-18T18:00")).endswith("It opens on Friday 1 January at 09:00.")


def test_who_never_closes_is_open_without_an_end(book):
    hours = {"timezone": "UTC", "weekly": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), ["00:00-24:00"])}
    assert told(organisation(opening_hours=hours), book, at("2026-11-23T10:00")) == "Harbour House is open now."


def test_who_does_not_open_again_within_a_year_is_closed(book):
    hours = {**HOURS, "weekly": {"friday": ["09:00-17:00"]}, "closed": [f"{year}-{month:02}-{day:02}" for year in (2026, 2027, 2028) for month in range(1, 13) for day in range(1, 29)]}
    hours["closed"] += [f"{year}-{month:02}-{day}" for year in (2026, 2027, 2028) for month in range(1, 13) for day in (29, 30, 31) if month != 2 and (day < 31 or month not in (4, 6, 9, 11))]
    assert told(organisation(opening_hours=hours), book, at("2026-11-23T10:00")) == "Harbour House is closed now."


def test_an_organisations_own_numbers_stand_in_for_those_of_the_region(content):
    numbers = organisation(numbers={"emergency": {"say": "Call 112", "number": "112"}, "hiv_support": {"name": "Quay line", "number": "020 7946 0004", "hours": "weekdays"}}).numbers
    own = with_lines(content, "GB", numbers.lines())
    values = Phrasebook(own, "GB", "Harbour House").values
    assert values["emergency_line"] == "Call 112" and call(own, "GB")["number"] == "112"
    assert values["hiv_support_line"] == "Quay line: 020 7946 0004 (weekdays)" and "Samaritans" in values["crisis_line"]
    assert call(content, "GB")["number"] == "999"


async def test_who_asks_for_a_person_is_told_of_the_services_after_the_lines_of_the_region(monkeypatch):
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from actions import services
    from bot.settings import Settings, phrasebook

    own = organisation(services=[{"name": "Helpline", "number": "020 7946 0006"}], opening_hours=HOURS)
    monkeypatch.setattr(services, "settings", lambda: Settings(organisation=own))
    dispatcher = CollectingDispatcher()
    await services.ActionOfferPerson().run(dispatcher, Tracker("p", {}, {}, [], False, None, {}, "action_listen"), {})
    (reply,) = dispatcher.messages
    assert reply["text"].startswith(phrasebook().say("person_offer")) and reply["custom"] == {"kind": "person"}
    assert "- Helpline: 020 7946 0006" in reply["text"] and reply["text"].splitlines()[-1].startswith("Steady is ")
