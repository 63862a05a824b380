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

**{caught:,} of {all:,} breaks were caught ({share:.1f}%).**
"""


def page(results: Sequence[tuple[Break, str]]) -> str:
    """The page.

    Args:
        results: Each break with the case that caught it, `""` when none did.

    Returns:
        Markdown.
    """
    caught = sum(bool(name) for _, name in results)
    parts = [_HEAD.format(caught=caught, all=len(results), share=100 * caught / max(len(results), 1)), _table(results), _survivors(results)]
    return "\n".join(parts)


def _table(results: Sequence[tuple[Break, str]]) -> str:
    tried, caught = Counter(one.kind for one, _ in results), Counter(one.kind for one, name in results if name)
    lines = ["| What was broken | Breaks | Caught | Share |", "| --- | --- | --- | --- |"]
    lines += [f"| {kind} | {tried[kind]} | {caught[kind]} | {100 * caught[kind] / tried[kind]:.0f}% |" for kind in tried]
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
