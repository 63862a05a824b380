"""The figures of a server that is up."""

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.server.running import RED_FLAG, Person, Process, WebPerson, free_port

ODD = "flumperdink"


@pytest.fixture(scope="module")
def measured(trained, tmp_path_factory):
    port = free_port()
    process = Process("run", tmp_path_factory.mktemp("measured"), free_port(), STEADY_METRICS_PORT=str(port)).wait()
    process.metrics = f"http://127.0.0.1:{port}/metrics"
    yield process
    process.end()


def figures(measured):
    text = requests.get(measured.metrics, timeout=10).text
    return text, {(sample.name, *sample.labels.values()): sample.value for family in text_string_to_metric_families(text) for sample in family.samples}


def test_what_people_write_is_counted_and_nothing_of_it_is_told(measured):
    web, rest = WebPerson(measured.port), Person(measured.port, sender=f"{ODD}@example.org")
    for person in (web, rest):
        person.say(f"my calf cramps says {ODD}", "I take Biktarvy", RED_FLAG)
    text, found = figures(measured)
    assert found["steady_turns_total", "web", "answered"] == found["steady_turns_total", "rest", "answered"] == 3
    assert found["steady_levels_total", "emergency"] == 0
    for word in (ODD, "iktarvy", "cramp", web.sender, rest.sender):
        assert word not in text
    for _ in range(4):
        WebPerson(measured.port).say(RED_FLAG)
    assert figures(measured)[1]["steady_levels_total", "emergency"] == 5


def test_a_flood_is_seen(measured):
    person = Person(measured.port)
    for _ in range(45):
        person.send("hello")
    assert figures(measured)[1]["steady_too_fast_total", "rest"] > 0


def test_they_are_not_on_the_port_that_people_reach(measured, both):
    assert requests.get(f"http://127.0.0.1:{measured.port}/metrics", timeout=10).status_code == 404
    assert requests.get(f"http://127.0.0.1:{both.port}/metrics", timeout=10).status_code == 404
