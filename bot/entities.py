"""The public form of mentions: Rasa entities, as `POST /model/parse` gives them."""

from __future__ import annotations

from typing import Any, Mapping

from bot.clinical.content import Content
from bot.clinical.evidence import Mention

EXTRACTOR = "ClinicalExtractor"
_FINDINGS = ("symptom", "sign", "risk_factor")
_QUANTITIES = ("duration", "severity", "age", "cd4", "weeks_on_medicine", "pregnancy_weeks")
_KINDS: Mapping[str, str] = {"body_site": "site", "topic": "topic", "medication": "medicine", "possible_medication": "medicine"}


def to_entity(mention: Mention, content: Content) -> dict[str, Any]:
    """A mention as an entity.

    Args:
        mention: The mention.
        content: For the kind of a finding.

    Returns:
        The entity; `role` only where labelling.md gives one.
    """
    entity: dict[str, Any] = {"start": mention.start, "end": mention.end, "value": mention.name, "extractor": EXTRACTOR}
    if mention.kind == "finding":
        known = content.lexicon.findings.get(mention.name)
        entity["entity"] = known.kind if known else "sign"
    elif mention.kind == "medicine":
        entity["entity"] = "possible_medication" if mention.doubtful else "medication"
    elif mention.kind == "quantity":
        entity |= {"entity": mention.name, "value": mention.value}
    else:
        entity["entity"] = "body_site" if mention.kind == "site" else "topic"
    if mention.role:
        entity["role"] = mention.role
    if mention.product:
        entity["product"] = mention.product
    if mention.resolved:
        entity["resolved"] = True
    return entity


def from_entity(entity: Mapping[str, Any]) -> Mention | None:
    """The mention behind an entity, None for entities that are no mention.

    Args:
        entity: An entity of ours, as the tracker keeps it.

    Returns:
        The mention, or None (for a `red_flag` that is concluded from others).
    """
    kind, value = entity.get("entity"), entity.get("value")
    common = {"role": entity.get("role"), "start": entity.get("start", 0), "end": entity.get("end", 0)}
    if kind == "red_flag" and "suspected" in entity:
        return Mention("suspicion", str(value), value=float(entity["suspected"]), **common)
    if kind in _FINDINGS:
        return Mention("finding", str(value), resolved=bool(entity.get("resolved")), **common)
    if kind in _QUANTITIES and isinstance(value, (int, float)):
        return Mention("quantity", str(kind), value=float(value), **common)
    if kind in _KINDS:
        return Mention(_KINDS[kind], str(value), product=entity.get("product"), doubtful=kind == "possible_medication", **common)
    return None
