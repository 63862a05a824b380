"""`python -m tests.safety.rule_cases`: a case for each rule of the red flags that has none.

A case is looked for that comes out otherwise when the rule is broken, and is
written with what comes of it today. So it keeps a rule from being lost; whether
the rule is right is for a clinician to say. Look at what is added. A case whose
rule was changed on purpose fails: correct it, or delete it and run this again.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Iterator, Mapping

from bot.clinical.content import Content, load_content
from tests.safety.breaks import Break
from tests.safety.breaks_of_flags import breaks_of_flags
from tests.safety.facts import as_case, facts_in, facts_of, ways
from tests.safety.rules import PATH, is_kept, level_of, rule_cases

_LINE = re.compile(r"(\w+), (\w+), line (\d+)(?:, (not:.+))?")


def needed(content: Content, have: list[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Cases for the rules that no case shows to be needed.

    Args:
        content: The content.
        have: The cases that there are.

    Returns:
        New cases, and the names of rules for which none was found: other rules do the same.
    """
    new, nothing = [], []
    for one in breaks_of_flags(content):
        if one.kind not in ("line removed", "exception removed", "pair of medicines removed"):
            continue
        broken = one.content(content)
        about = [c for c in have if c["flag"] in one.near or c.get("pair") == one.name]
        if not all(is_kept(case, broken) for case in about):
            continue
        case = next((c for c in _candidates(one, content) if _tells(c, content, broken)), None)
        if case:
            new.append({"id": _id(one), **case, "level": level_of(case, content)})
        else:
            nothing.append(one.name)
    return new, nothing


def _tells(case: dict[str, Any], content: Content, broken: Content) -> bool:
    sound = {**case, "level": level_of(case, content)}
    return is_kept(sound, content) and not is_kept(sound, broken)


def _id(one: Break) -> str:
    return ("pair-" if one.kind.startswith("pair") else "") + one.name.replace(", line ", "-").replace(", ", "-").replace("not:", "not-")


def _candidates(one: Break, content: Content) -> Iterator[dict[str, Any]]:
    if one.kind.startswith("pair"):
        pair = next(p for p in content.interactions if p.id == one.name)
        for line in pair.when or [()]:
            for way in ways(["|".join(pair.a), "|".join(pair.b), *line], content):
                yield {**way, "flag": pair.flag or "", "pair": pair.id}
        return
    flag, level, number, exception = _LINE.fullmatch(one.name).groups()
    lines = getattr(content.red_flags.flags[flag], level)
    # What stands against another line of the flag tells apart two lines that else do the same.
    others = sorted({part for line in lines for part in line if part.startswith("not:")})
    for way in ways(lines[int(number) - 1], content):
        own = facts_of(exception, content) if exception else []
        beside = [fact for other in others for fact in facts_of(other, content)]
        for facts in [[fact] for fact in own] or [[]]:
            for more in [[], *([fact] for fact in beside)]:
                yield {**as_case([*facts_in(way), *facts, *more]), "flag": flag}


def main() -> int:
    """Adds the cases, and names the rules that need none."""
    have = [dict(case) for case in rule_cases()]
    new, nothing = needed(load_content("en"), have)
    names = {case["id"] for case in have}
    for case in new:
        case["id"] = case["id"] if case["id"] not in names else f"{case['id']}-again"
    PATH.write_text("".join(json.dumps(case) + "\n" for case in [*have, *new]), "utf-8")
    print(f"{len(new)} cases added to {len(have)}. Rules that others make needless: {'; '.join(nothing) or 'none'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
