"""When the organisation is open, as its own clock shows it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.organisation.hours import is_open, next_opening, open_until
from bot.organisation.opening_hours import OpeningHours, Weekly

DAYS = tuple(Weekly.model_fields)
OFFICE = ["09:00-12:30", "13:30-17:00"]


def hours(zone="Europe/London", closed=(), **weekly):
    return OpeningHours.model_validate({"timezone": zone, "weekly": weekly, "closed": list(closed)})


def at(text, zone="Europe/London"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("moment", "until", "opening"),
    [
        ("2026-11-23T08:59:59", None, "2026-11-23T09:00"),
        ("2026-11-23T09:00", "2026-11-23T12:30", "2026-11-23T13:30"),
        ("2026-11-23T12:29:59", "2026-11-23T12:30", "2026-11-23T13:30"),
        ("2026-11-23T12:30", None, "2026-11-23T13:30"),
        ("2026-11-23T17:00", None, "2026-11-25T20:00"),
        ("2026-11-25T23:59", "2026-11-26T02:00", "2026-11-30T09:00"),
        ("2026-11-26T00:00", "2026-11-26T02:00", "2026-11-30T09:00"),
        ("2026-11-26T02:00", None, "2026-11-30T09:00"),
    ],
)
def test_several_times_a_day_and_over_midnight(moment, until, opening):
    week = hours(monday=OFFICE, wednesday=["20:00-24:00"], thursday=["00:00-02:00"])
    assert is_open(week, at(moment)) == (until is not None)
    assert open_until(week, at(moment)) == (until and at(until))
    assert next_opening(week, at(moment)) == at(opening)


def test_days_that_are_closed_are_passed_over():
    week = hours(monday=OFFICE, closed=["2026-11-23", "2026-11-30"])
    assert not is_open(week, at("2026-11-23T10:00"))
    assert next_opening(week, at("2026-11-23T10:00")) == at("2026-12-07T09:00")


def test_a_closed_day_ends_a_time_over_midnight_at_midnight():
    week = hours(friday=["20:00-24:00"], saturday=["00:00-02:00"], closed=["2026-11-28"])
    assert open_until(week, at("2026-11-27T21:00")) == at("2026-11-28T00:00")


def test_the_clock_is_the_organisations_wherever_the_question_comes_from():
    week = hours("Africa/Nairobi", monday=["09:00-17:00"])
    assert is_open(week, datetime(2026, 11, 23, 6, 0, tzinfo=timezone.utc))
    assert not is_open(week, datetime(2026, 11, 23, 14, 0, tzinfo=timezone.utc))
    assert next_opening(week, datetime(2026, 11, 23, 5, 0, tzinfo=timezone.utc)).isoformat() == "2026-11-23T09:00:00+03:00"


@pytest.mark.parametrize(("day", "utc"), [("2026-03-28", "09:00"), ("2026-03-29", "08:00"), ("2026-10-24", "08:00"), ("2026-10-25", "09:00")])
def test_in_summer_it_opens_at_the_same_time_by_the_clock(day, utc):
    week = hours(saturday=["09:00-17:00"], sunday=["09:00-17:00"])
    opening = next_opening(week, at(f"{day}T00:00"))
    assert opening == at(f"{day}T09:00") and f"{opening.astimezone(timezone.utc):%H:%M}" == utc


def test_the_night_in_which_the_clock_is_set_back_is_an_hour_longer():
    week = hours(saturday=["22:00-24:00"], sunday=["00:00-06:00"])
    until = open_until(week, at("2026-10-24T22:00"))
    assert until - at("2026-10-24T22:00").astimezone(timezone.utc) == timedelta(hours=9)


def test_in_an_hour_that_the_clock_shows_twice_it_opens_at_the_first_and_closes_at_the_second():
    ending, beginning = hours(sunday=["00:00-01:30"]), hours(sunday=["01:30-06:00"])
    night = at("2026-10-25T00:10")
    assert open_until(ending, night).astimezone(timezone.utc).isoformat() == "2026-10-25T01:30:00+00:00"
    assert next_opening(beginning, night).astimezone(timezone.utc).isoformat() == "2026-10-25T00:30:00+00:00"


def test_a_time_that_ends_in_the_hour_that_the_clock_leaves_out_is_as_long_as_on_other_days():
    week = hours(sunday=["00:00-01:30"])
    assert open_until(week, at("2026-03-29T00:10")).astimezone(timezone.utc).isoformat() == "2026-03-29T01:30:00+00:00"


def test_who_never_closes_is_open_for_over_a_year_and_opens_no_more():
    always = hours(**dict.fromkeys(DAYS, ["00:00-24:00"]))
    assert open_until(always, at("2026-11-23T10:00")) > at("2027-11-23T10:00")
    assert next_opening(always, at("2026-11-23T10:00")) is None


def test_who_is_closed_for_more_than_a_year_has_no_next_opening():
    closed = [(date(2026, 11, 23) + timedelta(weeks=n)).isoformat() for n in range(60)]
    assert next_opening(hours(monday=OFFICE, closed=closed), at("2026-11-23T10:00")) is None


MINUTES = st.integers(0, 1440)
SPANS = st.lists(st.tuples(MINUTES, MINUTES).map(sorted).filter(lambda s: s[0] < s[1] and s[0] < 1440), max_size=3)
# Cairo and Santiago set their clocks at midnight, Lord Howe by half an hour, Kathmandu never.
ZONES = st.sampled_from(["Europe/London", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(timezone.utc))


def written(span):
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)


@settings(max_examples=300, deadline=None)
@given(st.lists(SPANS, min_size=7, max_size=7).filter(any), ZONES, MOMENTS, st.sets(st.integers(0, 6), max_size=2))
def test_open_is_what_the_clock_on_the_wall_shows_and_the_next_change_is_the_first(week, zone, moment, shut):
    days = {day: [written(span) for span in spans] for day, spans in zip(DAYS, week)}
    here = moment.astimezone(ZoneInfo(zone))
    closed = [(here.date() + timedelta(days=n)).isoformat() for n in shut]
    table = hours(zone, closed, **days)

    def shows(instant):
        local = instant.astimezone(ZoneInfo(zone))
        spans = [] if local.date().isoformat() in closed else week[local.weekday()]
        return any(start <= local.hour * 60 + local.minute < end for start, end in spans)

    if not _clock_is_set(here):
        assert is_open(table, moment) == shows(moment)
    opening, until = next_opening(table, moment), open_until(table, moment)
    if until:
        assert is_open(table, until - timedelta(seconds=1)) and not is_open(table, until)
    if opening:
        assert opening > moment and is_open(table, opening) and not is_open(table, opening - timedelta(seconds=1))
        between = (opening - moment) / 7
        assert until or not any(is_open(table, moment + between * n) for n in range(7))


def _clock_is_set(here):
    """Whether the clock was set, or will be, within a few hours."""
    around = {(here.astimezone(timezone.utc) + timedelta(hours=n)).astimezone(here.tzinfo).utcoffset() for n in range(-4, 5)}
    return len(around) > 1
