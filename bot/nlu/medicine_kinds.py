"""Words for a kind of medicine ("statin") that only describe the medicine named beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Protocol, Sequence

from bot.clinical.content import Content
from bot.nlu.medicine_names import MedicineName, plain_name

#: Most words between a word for a kind and the medicine that it describes ("the antibiotic they gave me, amoxicillin").
_FARTHEST = 4


class Placed(Protocol):
    """A name and where it stands: the places of its first word and one past its last."""

    start: int
    end: int
    named: MedicineName


@dataclass(frozen=True)
class MedicineKinds:
    """What is known about kinds of medicine.

    Attributes:
        kinds: The classes that each word for a kind stands for.
        classes: The classes of each medicine that is no such word.
        naming: Words that may stand between the two.
    """

    kinds: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    naming: frozenset[str]

    def undescriptive(self, spans: Sequence[Placed], raws: Sequence[str], stops: frozenset[int]) -> list[Placed]:
        """Names without the words that only say what the medicine beside them is ("my statin, Lipitor").

        Args:
            spans: Names found, in any order.
            raws: The words of the message.
            stops: Places that follow a full stop.
        """
        return [s for s in spans if not any(self._describes(s, other) and self._is_beside(s, other, raws, stops) for other in spans)]

    def _describes(self, span: Placed, other: Placed) -> bool:
        kind = self.kinds.get(span.named.parts[0]) if len(span.named.parts) == 1 else None
        return kind is not None and any(kind & self.classes.get(part, frozenset()) for part in other.named.parts)

    def _is_beside(self, span: Placed, other: Placed, raws: Sequence[str], stops: frozenset[int]) -> bool:
        start, end = (span.end, other.start) if span.start < other.start else (other.end, span.start)
        between = range(start, end)
        return len(between) <= _FARTHEST and stops.isdisjoint(range(start, end + 1)) and all(raws[i] in self.naming for i in between)


def kinds_of(content: Content) -> MedicineKinds:
    """The kinds of medicine that have a word of their own; what has brands of its own (multivitamin) is none.

    Args:
        content: Where the medicines are.
    """
    words = {class_id: {plain_name(w) for w in (entry.label, *entry.words)} for class_id, entry in content.classes.items()}
    kinds = {entry.label: frozenset([class_id]) for class_id, entry in content.classes.items() if entry.label not in content.medicines}
    classes = {}
    for name, entry in content.medicines.items():
        said = {plain_name(n) for n in (name, *entry.names)}
        own = frozenset(class_id for class_id in entry.classes if said & words[class_id]) if entry.class_word else frozenset()
        if own and not entry.brands:
            kinds[name] = own
        else:
            classes[name] = frozenset(entry.classes)
    naming = frozenset(w[1:] for w in content.lexicon.medicine_words.between if w.startswith("="))
    return MedicineKinds(kinds, classes, naming)
