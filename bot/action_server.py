"""The action server, on the loop-back address, with errors that hold no person's words."""

from __future__ import annotations

import logging

from rasa_sdk.endpoint import create_app
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.settings import Settings, content, phrasebook

logger = logging.getLogger(__name__)


def build_app() -> Sanic:
    """The action server.

    Returns:
        rasa-sdk's application; its handler of exceptions, which would send
        the whole conversation back, is replaced.
    """
    app = create_app("actions", cors_origins="", auto_reload=False)
    app.error_handler.add(Exception, _on_error)
    return app


def _on_error(request: Request, error: Exception) -> HTTPResponse:
    logger.error("An action call failed: %s", type(error).__name__)
    return response.json({"error": type(error).__name__}, status=500)


def serve(settings: Settings) -> None:
    """Runs the action server in this process until it is stopped.

    Args:
        settings: Settings of the installation.
    """
    content(), phrasebook()
    build_app().run(host="127.0.0.1", port=settings.action_port, single_process=True, access_log=False, motd=False)
