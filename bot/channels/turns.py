"""One message at a time for each person, each handled once however often it is sent."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any, AsyncContextManager, Awaitable, Callable, Dict, List, Text

Replies = List[Dict[Text, Any]]
Work = Callable[[], Awaitable[Replies]]
#: Waits for one's turn at a conversation, and holds it.
Turn = Callable[[Text], AsyncContextManager[Any]]
_REMEMBERED = 2000


class Turns:
    """Handles messages in the order of their arrival, and remembers the latest replies.

    A message is handled to its end even when the person's connection breaks, so
    that the same message sent again gets its replies.
    """

    def __init__(self) -> None:
        """Starts with nothing remembered."""
        self._tasks: "OrderedDict[tuple[Text, Text], asyncio.Task[Replies]]" = OrderedDict()
        self._running: set["asyncio.Task[Replies]"] = set()

    def knows(self, sender: Text, message_id: Text) -> bool:
        """Whether this message came before."""
        return (sender, message_id) in self._tasks

    async def replies(self, turn: Turn, sender: Text, message_id: Text, work: Work) -> Replies:
        """Replies to a message, from memory when it came before.

        Args:
            turn: Gives one's turn.
            sender: The conversation.
            message_id: Name of the message; empty when it has none.
            work: Handles it.

        Returns:
            The replies.
        """
        key = (sender, message_id)
        task = self._tasks.get(key) if message_id else None
        if task is None:
            task = asyncio.create_task(self._alone(turn, sender, work))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            if message_id:
                self._remember(key, task)
        return await asyncio.shield(task)

    def forget_message(self, sender: Text, message_id: Text) -> None:
        """Forgets one message, so that it is handled anew when it is sent again."""
        self._tasks.pop((sender, message_id), None)

    def forget(self, sender: Text) -> None:
        """Forgets the replies of one conversation."""
        for key in [k for k in self._tasks if k[0] == sender]:
            del self._tasks[key]

    def _remember(self, key: tuple[Text, Text], task: "asyncio.Task[Replies]") -> None:
        self._tasks[key] = task
        while len(self._tasks) > _REMEMBERED:
            self._tasks.popitem(last=False)

    async def _alone(self, turn: Turn, sender: Text, work: Work) -> Replies:
        async with turn(sender):
            return await work()
