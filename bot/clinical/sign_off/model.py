"""What the sign-off sheet is made of. No words of the sheet itself: those are in its template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Sequence

from bot.clinical.content import Content
from bot.clinical.sign_off.conditions import Line, plain_lines

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Cited:
    """A source as the sheet names it.

    Attributes:
        id: Its id in `content/sources.yml`.
        title: Its title.
        address: Where it is; empty when there is no address.
        read: How much of it was read.
    """

    id: str
    title: str
    address: str
    read: str


@dataclass(frozen=True)
class Text:
    """Words of the content, with what they are for.

    Attributes:
        role: What they are for; the template names it.
        items: One text, or the items of a list.
        sources: Sources of these words alone.
    """

    role: str
    items: tuple[str, ...]
    sources: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A condition of the content.

    Attributes:
        kind: What follows when it holds; the template names it.
        lines: Its lines, of which any may hold.
    """

    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """One entry of a file, which is signed by itself.

    Attributes:
        kind: `rule`, `words` or `fact`.
        file: The file that holds it.
        sources: Its sources.
        reviewed_by: Who reviewed it, as the content says; nobody when empty.
    """

    kind: str
    file: str
    sources: tuple[Cited, ...] = ()
    reviewed_by: str = ""


@dataclass(frozen=True)
class Draft:
    """A statement before it has its number.

    Attributes:
        name: Its name in the content.
        title: What it is about, in plain words.
        entries: The entries it is made of, each to be signed.
        rules: When it counts.
        who: Who meets it, where no condition says so.
        texts: What people read, and what a clinician should know of it.
        marks: Properties that the template has a sentence for.
    """

    name: str
    title: str
    entries: tuple[Entry, ...]
    rules: tuple[Rule, ...] = ()
    who: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def sources(self) -> list[tuple[Cited, list[str]]]:
        """Each source once, with the kinds of entries that name it."""
        kinds: dict[Cited, list[str]] = {}
        for entry in self.entries:
            for cited in entry.sources:
                kinds.setdefault(cited, []).append(entry.kind)
        return list(kinds.items())


@dataclass(frozen=True)
class Statement:
    """A statement in its place on the sheet.

    Attributes:
        number: Number that people see, such as `1.12`.
        anchor: Name of the place, unlike any other of the sheet.
        draft: The statement.
    """

    number: str
    anchor: str
    draft: Draft


@dataclass(frozen=True)
class Section:
    """Statements of one kind.

    Attributes:
        number: Its number.
        kind: What they are; the template names it.
        statements: The statements, in the order of the content.
    """

    number: int
    kind: str
    statements: tuple[Statement, ...]


def numbered(number: int, kind: str, drafts: Iterable[Draft]) -> Section:
    """A section with its statements numbered from one."""
    return Section(number, kind, tuple(Statement(f"{number}.{place}", anchor(kind, draft.name), draft) for place, draft in enumerate(drafts, start=1)))


def anchor(kind: str, name: str) -> str:
    """Name of the place of a statement: letters, digits and hyphens, and whatever else the name holds but space."""
    return f"{kind}-{'-'.join(name.split())}"


def plain(name: str) -> str:
    """A name of the content as words."""
    return name.replace("_", " ")


def pieces(text: str) -> list[tuple[str, str]]:
    """Splits words at the `{names}` that the program fills.

    Args:
        text: Words of the content.

    Returns:
        Pairs of words and the plain name that follows them; the last name is empty.
    """
    parts = _PLACE.split(text.strip())
    return list(zip(parts[::2], [plain(name) for name in parts[1::2]] + [""]))


def text(role: str, *items: str) -> tuple[Text, ...]:
    """One text in a tuple, or nothing when all items are empty: tuples are easily joined."""
    kept = tuple(item.strip() for item in items if item.strip())
    return (Text(role, kept),) if kept else ()


def rule(kind: str, lines: Sequence[Sequence[str]], content: Content) -> tuple[Rule, ...]:
    """One rule in a tuple, or nothing when it has no lines."""
    return (Rule(kind, plain_lines(lines, content)),) if lines else ()


def cited(ids: Iterable[str], content: Content) -> tuple[Cited, ...]:
    """Sources by id, each once."""
    return tuple(Cited(i, s.title, s.address, s.read) for i, s in ((i, content.sources[i]) for i in dict.fromkeys(ids)))
