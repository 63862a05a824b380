"""Lines to reach help in a region, and the filling of phrases with them."""

from __future__ import annotations

from functools import lru_cache
from typing import Mapping, Sequence

from bot.clinical.content import Content, ContentError, Line, Region


@lru_cache(maxsize=64)
def _named(line: Line) -> str:
    return named(line.name, line.number, line.hours) if line.number else line.say or line.name


def named(name: str, number: str, hours: str) -> str:
    """How to reach somebody, as words: name, number and when, as far as they are known."""
    return name + (f": {number}" if number else "") + (f" ({hours})" if hours else "")


def region_lines(content: Content, region: str) -> Mapping[str, str]:
    """Values of the `{..._line}` names of phrases for a region.

    Args:
        content: The content.
        region: ISO country code, or `default`.

    Returns:
        Names and their words; what a region leaves out comes from `default`.

    Raises:
        ContentError: When the region is unknown; lists those that are known.
    """
    if region not in content.regions:
        raise ContentError(f"Unknown region '{region}'. Known: {', '.join(sorted(content.regions))}.")
    default, own = content.regions["default"], content.regions[region]
    lines = {f"{name}_line": _named(_line(own, default, name)) for name in ("crisis", "child", "abuse", "poison", "hiv_support")}
    lines |= {"emergency_line": own.emergency.say, "urgent_line": own.urgent.say}
    clinic = _line(own, default, "clinic")
    return lines | {"clinic_line": clinic.say}


def with_lines(content: Content, region: str, lines: Mapping[str, Line]) -> Content:
    """The content with other lines in a region.

    Args:
        content: The content.
        region: ISO country code, or `default`.
        lines: The other lines, by their names in regions.yml.
    """
    changed = content.regions[region].model_copy(update=dict(lines))
    return content.model_copy(update={"regions": {**content.regions, region: changed}})


def _line(own: Region, default: Region, name: str) -> Line:
    line = getattr(own, name) or getattr(default, name)
    if line is None:
        raise ContentError(f"referral/regions.yml: default.{name} is missing.")
    return line


def call(content: Content, region: str) -> Mapping[str, str] | None:
    """The emergency number of a region for a call button, None where unknown."""
    line = content.regions[region].emergency
    return {"label": line.say, "number": line.number} if line.number else None


class Phrasebook:
    """Fills the phrases of a language for a region and an organisation.

    Args:
        content: The content.
        region: ISO country code, or `default`.
        organisation: Name of the organisation that runs the assistant.
    """

    def __init__(self, content: Content, region: str, organisation: str) -> None:
        self.content, self.region = content, region
        self.values = {**region_lines(content, region), "organisation": organisation}

    def say(self, phrase: str, **values: str) -> str:
        """A phrase with its values filled in."""
        return self.fill(self.content.words.phrases[phrase].text, **values)

    def fill(self, text: str, **values: str) -> str:
        """Any text of the content with its `{names}` filled in."""
        return text.strip().format_map({**self.values, **values})

    def listed(self, items: Sequence[str], joiner: str = "list_and") -> str:
        """Items as words: "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        word = self.content.words.phrases[joiner].text
        return f"{', '.join(items[:-1])} {word} {items[-1]}"

    def label(self, name: str) -> str:
        """Plain words for a finding, a medicine, a class or a condition on a number."""
        if name in self.content.lexicon.findings:
            return self.content.label(name)
        return self.content.words.facts.get(name, name)

    def button(self, intent: str) -> str:
        """Words on the button for an intent."""
        return self.content.words.buttons[intent][0]

    def sources(self, ids: Sequence[str]) -> tuple[str, list[Mapping[str, str]]]:
        """Sources as a line, and those with an address as links."""
        entries = [self.content.sources[i] for i in dict.fromkeys(ids)]
        titles = [e.title for e in entries]
        links = [{"title": e.title, "address": e.address} for e in entries if e.address.startswith("https://")]
        return self.say("sources_line", sources="; ".join(titles)), links


def bullets(items: Sequence[str]) -> str:
    """Items one under the other."""
    return "\n".join(f"- {item}" for item in items)
