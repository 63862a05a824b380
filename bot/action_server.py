"""The action server: rasa-sdk's executor behind two routes, on the loop-back address.

rasa-sdk's own server sends the whole conversation back, and logs it, when an
action fails (rasa-notes.md, P5); this one answers with the kind of error only.
"""

from __future__ import annotations

import json
import logging

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.processes import require_free_port
from bot.settings import Settings, content, phrasebook

logger = logging.getLogger(__name__)


def build_app() -> Sanic:
    """The action server.

    Returns:
        A Sanic application with `GET /health` and `POST /webhook`.
    """
    app = Sanic("steady_actions", configure_logging=False)
    executor = ActionExecutor()
    executor.register_package("actions")

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        try:
            return response.json(await executor.run(json.loads(request.body)))
        except ActionExecutionRejection as error:
            return response.json({"error": "rejected", "action_name": error.action_name}, status=400)
        except ActionNotFoundException as error:
            return response.json({"error": "no such action", "action_name": error.action_name}, status=404)
        except Exception as error:
            logger.error("An action call failed: %s", type(error).__name__)
            return response.json({"error": type(error).__name__}, status=500)

    return app


def serve(settings: Settings) -> None:
    """Runs the action server in this process until it is stopped.

    Args:
        settings: Settings of the installation.

    Raises:
        StartError: When the port is in use.
    """
    require_free_port("ACTION_PORT", settings.action_port)
    content(), phrasebook()
    app = build_app()
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 5.0
    app.run(host=settings.action_host, port=settings.action_port, single_process=True, access_log=False, motd=False)
