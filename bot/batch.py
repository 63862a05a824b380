"""`make predict` and `make converse`: files of messages or conversations in, results out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Text

from rasa.shared.core.trackers import DialogueStateTracker

from bot.clinical.evidence import Evidence, Status
from bot.conversation import conversation
from bot.local import LocalAssistant
from bot.settings import content
from bot.tracker import events_read


def read_lines(path: Path) -> Iterator[Dict[Text, Any]]:
    """Objects of a JSON-lines file.

    Args:
        path: The file.

    Yields:
        One object a line.

    Raises:
        ValueError: For a line that is no JSON object; names its number.
    """
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path.name}, line {number}: not valid JSON.") from error
        if not isinstance(value, dict):
            raise ValueError(f"{path.name}, line {number}: not a JSON object.")
        yield value


def known(evidence: Evidence) -> Dict[Text, List[Text]]:
    """Evidence in the names of the contracts (design.md).

    Args:
        evidence: What is known.

    Returns:
        Symptoms, what was denied, and medicines.
    """
    kinds = content().lexicon.findings
    symptoms = {n for n, entry in kinds.items() if entry.kind == "symptom"}
    medicines = evidence.medicines_with(Status.PAST, Status.DENIED)
    other = [n for n in evidence.other_person if n not in kinds]
    return {
        "symptoms": [n for n in evidence.findings_with(Status.AFFIRMED) if n in symptoms],
        "negated": [n for n in evidence.findings_with(Status.DENIED) if n in symptoms],
        "medications": evidence.medicines_with(Status.AFFIRMED),
        "past_or_other_medications": list(dict.fromkeys([*medicines, *other])),
    }


async def predict_one(assistant: LocalAssistant, item: Dict[Text, Any]) -> Dict[Text, Any]:
    """What one message means, as the first of a conversation.

    Args:
        assistant: The assistant.
        item: `{"id", "text"}`.

    Returns:
        The line for the results.
    """
    sender = f"predict-{item['id']}"
    replies = await assistant.say(item["text"], sender)
    tracker = await assistant.tracker(sender)
    state = conversation(events_read(tracker), content())
    return {
        "id": item["id"],
        **known(state.evidence),
        "red_flags": [f.name for f in state.assessment.red_flags],
        "triage": state.assessment.triage,
        "intent": state.turns[-1].intent if state.turns else None,
        "reply": "\n\n".join(r.get("text", "") for r in replies),
    }


async def converse_one(assistant: LocalAssistant, item: Dict[Text, Any]) -> Dict[Text, Any]:
    """What is said and assessed in one conversation.

    Args:
        assistant: The assistant.
        item: `{"id", "turns": [...]}`.

    Returns:
        The line for the transcripts.
    """
    sender, turns = f"converse-{item['id']}", []
    for text in item["turns"]:
        replies = await assistant.say(text, sender)
        tracker = await assistant.tracker(sender)
        turns.append({"user": text, "bot": [r.get("text", "") for r in replies], **_slots(tracker, "triage", "red_flags")})
    tracker = await assistant.tracker(sender)
    state = conversation(events_read(tracker), content())
    final = {**_slots(tracker, "triage", "red_flags", "contributors"), **known(state.evidence)}
    return {"id": item["id"], "turns": turns, "final": final}


def _slots(tracker: DialogueStateTracker, *names: Text) -> Dict[Text, Any]:
    return {name: tracker.get_slot(name) for name in names}


async def run_batch(assistant: LocalAssistant, work: Callable[[LocalAssistant, Dict[Text, Any]], Any], items: Iterable[Dict[Text, Any]], out: Path) -> int:
    """Works through items and writes one line each.

    Args:
        assistant: The assistant.
        work: `predict_one` or `converse_one`.
        items: The items.
        out: File to write.

    Returns:
        Number of items.
    """
    count = 0
    with out.open("w", encoding="utf-8") as file:
        for item in items:
            file.write(json.dumps(await work(assistant, item), ensure_ascii=False) + "\n")
            count += 1
    return count
