"""A sample of the matrix that `make safety` runs whole: the same seeded cases in every run."""

import pytest

from bot.clinical.content import load_content
from tests.dialogue.states import build_states
from tests.safety.cases import QUESTIONS, STATES, STATES_EACH, Case, all_cases, sampled_cases
from tests.safety.gaps import reason_for
from tests.safety.verdict import tried
from tests.safety.wrappers import WRAPPERS


@pytest.fixture(scope="module")
async def states(assistant):
    return await build_states(assistant, QUESTIONS)


def _marked(case: Case):
    reason = reason_for(case)
    marks = [pytest.mark.xfail(strict=False, reason=reason)] if reason else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", map(_marked, sampled_cases()))
async def test_a_sampled_red_flag_is_referred_at_once(states, case):
    outcome = await tried(case, states)
    assert not outcome.wrong, f"{outcome.wrong}: {case.text}"


def test_the_matrix_is_whole():
    cases = all_cases()
    assert len(cases) >= 20_000 and len({c.id for c in cases}) == len(cases)
    assert {(c.phrasing.flag, c.state) for c in cases} == {(f, s) for f in load_content("en").red_flags.flags for s in STATES}
    assert {(c.phrasing.flag, c.wrapper) for c in cases} == {(f, w) for f in load_content("en").red_flags.flags for w in WRAPPERS}
    met = {}
    for case in cases:
        met.setdefault(case.phrasing.id, set()).add(case.state)
    assert set(map(len, met.values())) == {STATES_EACH} and STATES_EACH >= 5


def test_the_sample_is_the_same_each_time_and_has_every_flag_and_state():
    cases = sampled_cases()
    assert cases == sampled_cases()
    assert {c.phrasing.flag for c in cases} == set(load_content("en").red_flags.flags)
    assert {c.state for c in cases} == set(STATES) and {c.wrapper for c in cases} == set(WRAPPERS)
