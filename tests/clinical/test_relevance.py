"""What is left out because nothing that is known touches it could not have held."""

import random

import pytest

from bot.clinical.assess import assess, contributors_in, interactions_in, red_flags_in, routine_reasons_in
from bot.clinical.conditions import names_in
from bot.clinical.evidence import Evidence, Fact, Status
from bot.clinical.relevance import relevance
from bot.clinical.words.lines import with_lines


def names(content, kind):
    lines = [line for f in content.red_flags.flags.values() for line in (*f.emergency, *f.urgent, *f.routine)]
    lines += [line for r in content.triage.routine for line in r.when]
    lines += [line for c in content.causes.causes.values() for lines in c.tiers.values() for line in lines]
    return sorted(name for k, name in names_in(lines) if k == kind)


@pytest.mark.parametrize("seed", range(300))
def test_nothing_that_holds_is_left_out(content, seed):
    chance = random.Random(seed)
    findings = chance.sample(sorted({*names(content, "finding"), *(n for group in content.groups.values() for n in group)}), chance.randint(0, 9))
    medicines = chance.sample(sorted(content.medicines), chance.randint(0, 5))
    evidence = Evidence(
        findings={n: Fact(n, chance.choice([Status.AFFIRMED, Status.AFFIRMED, Status.UNSURE, Status.DENIED]), 0) for n in findings},
        medicines={n: Fact(n, chance.choice([Status.AFFIRMED, Status.AFFIRMED, Status.PAST]), 0) for n in medicines},
        quantities={n: chance.choice([1.0, 30.0, 150.0, 300.0]) for n in chance.sample(names(content, "quantity"), chance.randint(0, 2))},
    )
    pairs = interactions_in(evidence, content)
    everything = (
        red_flags_in(evidence, content, pairs, list(content.red_flags.flags)),
        routine_reasons_in(evidence, content, [rule.id for rule in content.triage.routine]),
        contributors_in(evidence, content, list(content.causes.causes)),
    )
    assessed = assess(evidence, content)
    assert (assessed.red_flags, assessed.reasons, assessed.contributors) == everything


def test_known_things_are_found_at_all(content):
    """Or the comparison above would be of nothing with nothing."""
    seen = assess(Evidence(findings={n: Fact(n, Status.AFFIRMED, 0) for n in names(content, "finding")}), content)
    assert len(seen.red_flags) > 20 and len(seen.contributors) > 15


def test_an_organisation_with_numbers_of_its_own_shares_the_index(content):
    """Else it would be made anew several times for each message: the reader knows the content of all, the rest its own."""
    of_organisation = with_lines(content, "GB", {})
    assert of_organisation is not content
    assert relevance(of_organisation) is relevance(content)


def test_other_rules_are_indexed_anew(content):
    without = content.model_copy(update={"red_flags": content.red_flags.model_copy(update={"flags": {}})})
    assert any(known.flags for known in relevance(content).values())
    assert not any(known.flags for known in relevance(without).values())
