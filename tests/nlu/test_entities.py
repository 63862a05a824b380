"""Mentions travel as Rasa entities and come back the same."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clinical.evidence import Mention
from bot.entities import from_entity, to_entity

_roles = st.sampled_from([None, "negated", "past", "other"])
_places = st.tuples(st.integers(0, 200), st.integers(0, 50)).map(lambda p: {"start": p[0], "end": p[0] + p[1]})
_mentions = st.one_of(
    st.builds(lambda n, r, p, g: Mention("finding", n, r, resolved=g, **p), st.sampled_from(["muscle_cramp", "one_swollen_calf_sign", "low_fluids", "recreational_drug"]), _roles, _places, st.booleans()),
    st.builds(lambda n, r, p, d, b: Mention("medicine", n, r, product=b, doubtful=d, **p), st.sampled_from(["simvastatin", "statin"]), _roles, _places, st.booleans(), st.sampled_from([None, "Biktarvy"])),
    st.builds(lambda n, v, p: Mention("quantity", n, value=v, **p), st.sampled_from(["duration", "age", "cd4", "severity", "weeks_on_medicine", "pregnancy_weeks"]), st.floats(0, 2000), _places),
    st.builds(lambda k, n, p: Mention(k, n, **p), st.sampled_from(["site", "topic"]), st.sampled_from(["calf", "magnesium"]), _places),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_mentions)
def test_a_mention_survives_the_tracker(mention):
    from bot.clinical.content import load_content

    stored = json.loads(json.dumps(to_entity(mention, load_content("en"))))
    assert from_entity(stored) == mention


@pytest.mark.parametrize("role, shown", [(None, False), ("negated", True), ("past", True), ("other", True)])
def test_a_role_is_given_only_where_the_labelling_page_has_one(content, role, shown):
    assert ("role" in to_entity(Mention("finding", "fever", role), content)) is shown


def test_the_public_names_of_the_kinds(content):
    kinds = {
        "symptom": Mention("finding", "muscle_cramp"), "sign": Mention("finding", "one_swollen_calf_sign"), "risk_factor": Mention("finding", "low_fluids"),
        "medication": Mention("medicine", "simvastatin"), "possible_medication": Mention("medicine", "simvastatin", doubtful=True),
        "duration": Mention("quantity", "duration", value=3), "body_site": Mention("site", "calf"), "topic": Mention("topic", "magnesium"),
    }
    assert {kind: to_entity(m, content)["entity"] for kind, m in kinds.items()} == {kind: kind for kind in kinds}


@pytest.mark.parametrize("entity", [{}, {"entity": "red_flag", "value": "chest_pain"}, {"entity": "person", "value": "Ann"}, {"entity": "duration", "value": "long"}, {"value": "fever"}])
def test_foreign_entities_are_no_mentions(entity):
    assert from_entity(entity) is None


def test_what_is_read_can_be_stored(reader, content):
    text = "My calves cramp for 2 weeks, no fever, I take Biktarvy and used to take AZT"
    mentions = reader.read(text)
    assert len(mentions) > 5
    assert [from_entity(to_entity(m, content)) for m in mentions] == mentions
