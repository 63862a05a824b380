"""Every rule of the red flags does what it must, each shown by facts that it alone decides."""

import pytest

from tests.safety.rules import is_kept, level_of, rule_cases


@pytest.mark.parametrize("case", rule_cases(), ids=lambda c: c["id"])
def test_a_rule_gives_its_red_flag_its_level(content, case):
    assert is_kept(case, content), f"{level_of(case, content) or 'nothing'} came of it, not {case['level'] or 'nothing'}"


def test_every_red_flag_has_cases(content):
    assert {case["flag"] for case in rule_cases()} >= set(content.red_flags.flags)
    assert len({case["id"] for case in rule_cases()}) == len(rule_cases())
