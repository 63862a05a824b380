"""Every way of naming a medicine, a combination or a class, and what each name stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable, Mapping

from bot.clinical.content import Content
from bot.nlu.plain_words import english_words

#: Shortest name of several words that is read when it is written as one ("watertablets").
_SHORTEST_JOINED = 8
#: Shortest name that is read in the plural too.
_SHORTEST_PLURAL = 6
#: The first brands of a medicine are those most people know.
_BEST_KNOWN = 2
#: How much further brands are held, in letters, where nothing around them speaks of medicine; HIV medicines are held nearer.
BEST_KNOWN_BRAND, _LESSER_BRAND, _ART = 0.25, 0.6, -0.3


@dataclass(frozen=True)
class MedicineName:
    """What one way of naming a medicine stands for.

    Attributes:
        parts: INNs (several for a combination); none for what is no medicine of ours.
        product: Name of the combination, or None.
        guarded: Whether it means something else too, so that the words around must speak of medicine.
        own_name: Whether it is the medicine's own name (magnesium), no brand that means something else too.
        held: How much further, in letters, a misspelling of it is held than that of an INN.
    """

    parts: tuple[str, ...]
    product: str | None
    guarded: bool = False
    own_name: bool = False
    held: float = 0.0

    @property
    def is_medicine(self) -> bool:
        """Whether it stands for a medicine of ours."""
        return bool(self.parts)


#: What a name that is no medicine of ours stands for: it covers its words and counts for nothing.
NOTHING = MedicineName((), None)


def plain_name(text: str) -> str:
    """A name in lower case with its hyphens, slashes and dots as blanks."""
    lowered = text.lower().strip().strip("'\"*")
    return " ".join("".join(c if c.isalnum() else " " for c in lowered).split())


def names_of(content: Content) -> dict[str, MedicineName]:
    """Every way of naming a medicine, a combination or a class, and what it stands for; the first of two wins."""
    names: dict[str, MedicineName] = {}

    def add(surfaces: Iterable[str], named: MedicineName) -> None:
        for surface in filter(None, map(plain_name, surfaces)):
            names.setdefault(surface, named)

    for inn, entry in content.medicines.items():
        named = MedicineName((inn,), None, held=_ART if entry.art else 0)
        add([*([] if inn in entry.guarded_names else [inn]), *entry.names, *entry.words], named)
        add(_other_number(entry.names) if entry.class_word else [], named)
        add(entry.brands[:_BEST_KNOWN], named if entry.art else replace(named, held=BEST_KNOWN_BRAND))
        add([*entry.brands, *entry.abbreviations, *entry.misspellings], named if entry.art else replace(named, held=_LESSER_BRAND))
        own = [n for n in entry.guarded_names if n == inn or any(name.startswith(f"{n} ") for name in entry.names)]
        add(own, replace(named, guarded=True, own_name=True))
        add([*entry.guarded_abbreviations, *entry.guarded_names], replace(named, guarded=True))
    for product, entry in content.combinations.items():
        art = any(part in content.medicines and content.medicines[part].art for part in entry.parts)
        named = MedicineName(tuple(entry.parts), product, held=_ART if art else _LESSER_BRAND)
        ambiguous = "+" in product or product.lower() in (n.lower() for n in entry.guarded_names)
        add([*([] if ambiguous else [product]), *entry.names, *entry.abbreviations, *entry.misspellings], named)
        add([*entry.guarded_abbreviations, *entry.guarded_names], replace(named, guarded=True))
    for class_id, entry in content.classes.items():
        add(entry.words, MedicineName((_class_word(class_id, entry.label, content),), None))
    return names


def joined_names(named: Mapping[str, MedicineName]) -> dict[str, MedicineName]:
    """Names of several words as people write them in one ("watertablets")."""
    joined: dict[str, MedicineName] = {}
    for surface, entry in named.items():
        if " " in surface and not entry.guarded:
            joined.setdefault(surface.replace(" ", ""), entry)
    return {s: n for s, n in joined.items() if len(s) >= _SHORTEST_JOINED and s.isalpha() and s not in named and s not in english_words()}


def plural_names(named: Mapping[str, MedicineName]) -> dict[str, MedicineName]:
    """Names of one word in the plural, for what people count ("two aspirins")."""
    plurals = {f"{surface}s": entry for surface, entry in named.items() if surface.isalpha() and len(surface) >= _SHORTEST_PLURAL and not entry.guarded and not surface.endswith("s")}
    return {s: n for s, n in plurals.items() if s not in named}


def _class_word(class_id: str, label: str, content: Content) -> str:
    """The medicine that stands for a class when people name the class, else the label of the class."""
    names = (class_id.replace("_", " "), label.lower())
    own = [n for n, e in content.medicines.items() if e.class_word and class_id in e.classes[:1]]
    return next((n for n in own if n in names), own[0] if own else label)


def _other_number(names: Iterable[str]) -> list[str]:
    """Names of several words, the last in the plural, or in the singular where it was in the plural."""
    return [n[:-1] if n.endswith("s") else f"{n}s" for n in names if " " in n and n[-1].isalpha()]
