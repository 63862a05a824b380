"""The result of the mutation run as a page: how many breaks were caught, and those that were not."""

from __future__ import annotations

from collections import Counter
from typing import Sequence

from tests.safety.breaks import Break

_HEAD = """# Every rule broken in turn

Written by `make mutants`; do not edit. The program is `tests/safety/`.

Each rule of the red flags (`content/reasoning/red_flags.yml`, and the pairs of medicines that raise one), each way of writing the
findings that they rest on (`content/en/lexicon/findings`, `groups`) and each rule of ConText (`content/en/lexicon/context.yml`) was
made wrong in memory, one at a time; the files were not touched. A break is caught when a case of the normal test run fails:
a rule case (`tests/clinical/red_flag_rules.jsonl`) or a labelled development line that is read rightly today
(`tests/nlu/test_labelled_lines.py`, `tests/nlu/test_context_cases.py`). Other tests, which might catch more, were not asked.
Spelling was left as it is. This shows that no rule can be lost unseen, except those below; it does not show that the rules are right.

**{said}.** A rule is a line, an exception, a level, a group or a list of the red flags, a pair of medicines, a cue of ConText, or a
list of it. What stands below them in the table are the parts that rules are made of: many ways of writing the same thing, where
one is lost and another still reads the line. They are shown, and no bar is set on them.
"""
#: Breaks of a part of a rule: one of many phrases, groups of words or conditions.
_PARTS = (
    "condition of a cue removed",
    "finding without its words",
    "finding without its phrases",
    "finding without its word groups",
    "finding without what it implies",
    "word group emptied",
)


def rules_caught(results: Sequence[tuple[Break, str]]) -> tuple[int, int]:
    """How many broken rules were caught, of how many; parts of rules are not counted."""
    rules = [name for one, name in results if one.kind not in _PARTS]
    return sum(map(bool, rules)), len(rules)


def said(caught: int, rules: int) -> str:
    """The result in words."""
    return f"{caught:,} of {rules:,} broken rules were caught ({100 * caught / max(rules, 1):.1f}%)"


def page(results: Sequence[tuple[Break, str]]) -> str:
    """The page.

    Args:
        results: Each break with the case that caught it, `""` when none did.

    Returns:
        Markdown.
    """
    parts = [_HEAD.format(said=said(*rules_caught(results))), _table(results), _survivors(results)]
    return "\n".join(parts)


def _table(results: Sequence[tuple[Break, str]]) -> str:
    tried, caught = Counter(one.kind for one, _ in results), Counter(one.kind for one, name in results if name)
    lines = ["| What was broken | Breaks | Caught | Share |", "| --- | --- | --- | --- |"]
    kinds = sorted(tried, key=lambda kind: kind in _PARTS)
    lines += [f"| {kind} | {tried[kind]} | {caught[kind]} | {100 * caught[kind] / tried[kind]:.0f}% |" for kind in kinds]
    return "\n".join([*lines, ""])


def _survivors(results: Sequence[tuple[Break, str]]) -> str:
    left: dict[str, list[str]] = {}
    for one, name in results:
        if not name:
            left.setdefault(one.kind, []).append(one.name)
    lines = ["## Survivors", "", "No case shows that these are needed: a case is missing, or another rule does the same."]
    for kind, names in left.items():
        lines += ["", f"**{kind}** ({len(names)}): {'; '.join(names)}"]
    return "\n".join([*lines, "" if left else "\nNone.\n"])
