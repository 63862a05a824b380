"""The chat page of a real server in a real browser."""

from __future__ import annotations

import pytest


@pytest.fixture
def open_chat(browser, both):
    """Opens the chat page as a new person; in the end nothing may have gone elsewhere or wrong."""
    from tests.server.web.chat import Chat

    chats = []

    def open_one(**settings):
        chats.append(Chat(browser, both, **settings))
        return chats[-1]

    yield open_one
    for chat in chats:
        chat.close()
        assert chat.hosts <= {f"127.0.0.1:{both.port}", *chat.allowed_hosts}
        assert not chat.errors


@pytest.fixture
def chat(open_chat):
    """The chat page on a phone."""
    return open_chat()
