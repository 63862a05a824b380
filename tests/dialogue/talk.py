"""A conversation as a test sees it: what is said, what comes back, what is assessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from rasa.shared.core.trackers import DialogueStateTracker

LEVELS = ("out_of_scope", "self_care", "routine", "urgent", "emergency")
_numbers = count(1)


@dataclass(frozen=True)
class Said:
    """What came back to one message."""

    messages: tuple

    @property
    def text(self):
        """Everything that was said, as one text."""
        return "\n\n".join(m.get("text", "") for m in self.messages)

    @property
    def kinds(self):
        """Kinds of the messages: `question`, `emergency`, `urgent`, `failure` ..."""
        return [(m.get("custom") or {}).get("kind") for m in self.messages]

    @property
    def buttons(self):
        """Words on all buttons."""
        return [b["title"] for m in self.messages for b in m.get("buttons", [])]

    @property
    def referral(self):
        """The level of the referral, None when there is none."""
        return next((k for k in self.kinds if k in ("emergency", "urgent")), None)

    @property
    def question(self):
        """Text of the interview question, None when none is asked."""
        return next((m["text"] for m in self.messages if (m.get("custom") or {}).get("kind") == "question"), None)


@dataclass
class Talk:
    """One conversation with the assistant."""

    assistant: object
    sender: str = field(default_factory=lambda: f"person-{next(_numbers)}")

    async def say(self, *texts):
        """Says one or several messages; returns what came back to the last."""
        said = Said(())
        for text in texts:
            said = Said(tuple(await self.assistant.say(text, self.sender)))
            assert said.messages, f"No reply to {text!r}"
        return said

    async def tracker(self):
        return await self.assistant.tracker(self.sender)

    async def slot(self, name):
        return (await self.tracker()).get_slot(name)

    async def triage(self):
        return await self.slot("triage")

    async def red_flags(self):
        return await self.slot("red_flags") or []

    async def causes(self):
        """Names of the contributors, in order."""
        return [c["cause"] for c in await self.slot("contributors") or []]

    async def known(self):
        """What is held to be known: symptoms, negated, medications, past_or_other_medications."""
        from bot.batch import known

        return known((await self.state()).evidence)

    async def state(self):
        """Evidence and assessment, folded afresh from everything that was said."""
        from bot.conversation import conversation
        from bot.settings import content

        return conversation([e.as_dict() for e in (await self.tracker()).events], content())

    async def open_question(self):
        """Id of the interview question that is open, None outside the interview."""
        tracker = await self.tracker()
        return tracker.get_slot("requested_slot") if tracker.active_loop_name else None

    async def answer_until_done(self, answers=None, fallback="none of these", most=14):
        """Answers the open questions, each by its id; returns what came back to the last."""
        said = None
        for _ in range(most):
            question = await self.open_question()
            if question is None:
                return said
            said = await self.say((answers or {}).get(question, fallback))
        raise AssertionError(f"The interview still asks {question!r} after {most} answers")

    async def copy(self, sender=None):
        """The same conversation so far, under another sender, without saying it again."""
        tracker = await self.tracker()
        twin = Talk(self.assistant, sender or f"person-{next(_numbers)}")
        domain = self.assistant.agent.domain
        copied = DialogueStateTracker.from_events(twin.sender, list(tracker.events), domain.slots, domain=domain)
        await self.assistant.agent.tracker_store.save(copied)
        return twin
