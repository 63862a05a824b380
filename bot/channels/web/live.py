"""What a helper says, sent to the open pages of a conversation at once."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from typing import Any, AsyncIterator, Dict, List, Optional, Text

from bot.channels.turns import Replies

_MOST_OF_ONE = 3
_MOST = 500
#: Seconds after which a comment keeps a silent line open.
_SILENCE = 20.0
_MOST_BEHIND = 100
_MOST_UNHEARD = 20
_MOST_PEOPLE = 500


class TooManyStreams(Exception):
    """No further stream can be opened."""


class Stream:
    """One open page, as lines of server-sent events."""

    def __init__(self) -> None:
        """Starts with nothing to send, and no helper there."""
        self._lines: "asyncio.Queue[Optional[Text]]" = asyncio.Queue()
        self._here = False

    def replies(self, replies: Replies) -> None:
        """Sends what a helper says."""
        self._put("replies", {"replies": replies, "from": "helper"})

    def here(self, yes: bool) -> None:
        """Sends whether a helper is there, when that changed."""
        if yes != self._here:
            self._here = yes
            self._put("helper", {"here": yes})

    def end(self) -> None:
        """Ends the stream after what was sent."""
        self._lines.put_nowait(None)

    async def lines(self) -> AsyncIterator[Text]:
        """The stream until it ends, beginning at once, with a comment in every silence."""
        line: Optional[Text] = ":\n\n"
        while line is not None:
            yield line
            try:
                line = await asyncio.wait_for(self._lines.get(), _SILENCE)
            except asyncio.TimeoutError:
                line = ":\n\n"

    def _put(self, event: Text, data: Dict[Text, Any]) -> None:
        if self._lines.qsize() < _MOST_BEHIND:
            self._lines.put_nowait(f"event: {event}\ndata: {json.dumps(data)}\n\n")


class Live:
    """The open streams of all conversations.

    What is said while nobody listens is sent to the next stream of the
    conversation, unless the page has read it from the history by then.
    """

    def __init__(self) -> None:
        """Starts with none."""
        self._streams: Dict[Text, List[Stream]] = {}
        self._unheard: "OrderedDict[Text, Replies]" = OrderedDict()

    def open(self, conversation: Text) -> Stream:
        """Opens a stream; the oldest of a conversation makes room for it.

        Args:
            conversation: Its name in the tracker.

        Raises:
            TooManyStreams: When the server has as many as it can hold.
        """
        mine = self._streams.get(conversation, [])
        if len(mine) >= _MOST_OF_ONE:
            mine[0].end()
            self.close(conversation, mine[0])
        elif sum(map(len, self._streams.values())) >= _MOST:
            raise TooManyStreams
        stream = Stream()
        self._streams.setdefault(conversation, []).append(stream)
        return stream

    def catch_up(self, conversation: Text, stream: Stream) -> None:
        """Sends what was said while nobody listened."""
        unheard = self._unheard.pop(conversation, None)
        if unheard:
            stream.replies(unheard)

    def close(self, conversation: Text, stream: Stream) -> None:
        """Forgets a stream that is over."""
        left = [s for s in self._streams.get(conversation, []) if s is not stream]
        if left:
            self._streams[conversation] = left
        else:
            self._streams.pop(conversation, None)

    def is_open(self, conversation: Text) -> bool:
        """Whether somebody listens to a conversation."""
        return conversation in self._streams

    def say(self, conversation: Text, reply: Dict[Text, Any]) -> bool:
        """Sends what a helper says, or keeps it until somebody listens; whether somebody did."""
        for stream in self._streams.get(conversation, []):
            stream.replies([reply])
        if not self.is_open(conversation):
            self._unheard[conversation] = [*self._unheard.pop(conversation, []), reply][-_MOST_UNHEARD:]
            if len(self._unheard) > _MOST_PEOPLE:
                self._unheard.popitem(last=False)
        return self.is_open(conversation)

    def here(self, conversation: Text, yes: bool) -> None:
        """Sends whether a helper is there to those who were not told yet."""
        for stream in self._streams.get(conversation, []):
            stream.here(yes)

    def heard(self, conversation: Text) -> None:
        """Forgets what waited: the person has it."""
        self._unheard.pop(conversation, None)

    def end(self, conversation: Text) -> None:
        """Ends the streams of a conversation that is over."""
        self.heard(conversation)
        for stream in self._streams.pop(conversation, []):
            stream.end()

    def end_all(self) -> None:
        """Ends every stream, so that the server can stop."""
        for conversation in list(self._streams):
            self.end(conversation)
