"""Milliseconds that each part of a turn takes: `python components.py NAME MODEL ACTIONS CONVERSATIONS`; prints JSON.

The whole assistant in one process, Rasa's default apart from the action server. A part counts
what runs inside it too, so "an action call" is also a part of "dialogue".
"""

import asyncio
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Callable, Dict, List
from uuid import uuid4

NAME, MODEL, ACTIONS, CONVERSATIONS = sys.argv[1:5]
if NAME == "steady":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import bot  # noqa: F401  (before Rasa)

from rasa.core.actions.action import ActionExtractSlots  # noqa: E402
from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage  # noqa: E402
from rasa.core.processor import MessageProcessor  # noqa: E402
from rasa.engine.graph import GraphNode  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

spent: Dict[str, float] = defaultdict(float)


def timed(owner: Any, method: str, name: Callable[[Any], str]) -> None:
    """Counts the time in a method, which may be a coroutine."""
    inner = getattr(owner, method)

    async def slowly(self: Any, *arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return await inner(self, *arguments, **named)
        finally:
            spent[name(self)] += time.perf_counter() - began

    def quickly(self: Any, *arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return inner(self, *arguments, **named)
        finally:
            spent[name(self)] += time.perf_counter() - began

    setattr(owner, method, slowly if asyncio.iscoroutinefunction(inner) else quickly)


def assistant() -> Agent:
    """The agent, with a clock on each of its parts."""
    if NAME == "steady":
        from bot.nlg import ContentNLG
        from bot.own_actions import OwnActions
        from bot.rasa_once import work_out_once
        from bot.storage.tracker_store import SteadyTrackerStore

        work_out_once()
        agent = Agent.load(MODEL, action_endpoint=OwnActions())
        agent.nlg = agent.processor.nlg = ContentNLG(EndpointConfig(), agent.domain)
        agent.processor.tracker_store = SteadyTrackerStore(agent.domain, host=f"sqlite:///{tempfile.mkdtemp()}/conversations.db")
    else:
        agent = Agent.load(MODEL, action_endpoint=EndpointConfig(ACTIONS, enable_selective_domain=False))
    timed(GraphNode, "__call__", lambda node: f"component: {node._component_class.__name__}")
    timed(ActionExtractSlots, "run", lambda _: "slot extraction")
    timed(type(agent.processor.action_endpoint), "request", lambda _: "action calls")
    timed(MessageProcessor, "parse_message", lambda _: "NLU")
    timed(MessageProcessor, "_run_prediction_loop", lambda _: "dialogue (policies and actions)")
    timed(MessageProcessor, "_predict_next_with_tracker", lambda _: "policies")
    for method in ("save", "retrieve"):
        timed(type(agent.processor.tracker_store), method, lambda _: "store")
    return agent


async def main() -> None:
    """Talks, and prints what each part took for one message."""
    agent = assistant()
    talks: List[List[str]] = [json.loads(line)["turns"] for line in Path(CONVERSATIONS).read_text("utf-8").splitlines()]
    turns = 0
    for warm, some in ((True, talks[:3]), (False, talks[3:33])):
        spent.clear()
        began = time.perf_counter()
        for talk in some:
            sender = uuid4().hex
            for text in talk:
                await agent.handle_message(UserMessage(text, CollectingOutputChannel(), sender))
                turns += not warm
    spent["turn"] = time.perf_counter() - began
    print(json.dumps({name: 1000 * seconds / turns for name, seconds in spent.items()}))


if __name__ == "__main__":
    asyncio.run(main())
