"""Runs the actions in this process: the smallest machine needs no second server for them."""

from __future__ import annotations

from typing import Any, Dict, Text

from rasa_sdk.executor import ActionExecutor

from bot.action_calls import ActionCalls


class OwnActions(ActionCalls):
    """The actions of `actions/`, asked as an action server would be, without one."""

    def __init__(self) -> None:
        """Registers the actions."""
        super().__init__("http://in-this-process")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def answer(self, call: Dict[Text, Any], seconds: float) -> Any:
        """The answer of an action (see parent class)."""
        return await self._executor.run(call)
