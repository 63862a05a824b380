"""Checks of every request to the web chat before it is read further."""

from __future__ import annotations

from typing import Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.bodies import PRIVATE, is_too_large, problem
from bot.channels.pace import Pace
from bot.channels.web.origins import cors_headers, is_allowed
from bot.settings import phrasebook

_REQUESTS_A_MINUTE = 600
_OPENINGS_A_MINUTE = 60


class Door:
    """Lets in what comes from an allowed site, is small enough, and not too often from one address."""

    def __init__(self) -> None:
        """Starts with nobody counted."""
        self._requests, self._openings = Pace(_REQUESTS_A_MINUTE), Pace(_OPENINGS_A_MINUTE)

    def guard(self, routes: Blueprint) -> None:
        """Puts the checks before every route, and the headers for other sites on every answer.

        Args:
            routes: The routes of the web chat.
        """

        # Functions of their own: Sanic passes over methods without a word.
        @routes.on_request
        async def check(request: Request) -> Optional[HTTPResponse]:
            return self._refused(request)

        @routes.on_response
        async def add_headers(request: Request, response: HTTPResponse) -> None:
            response.headers.update(cors_headers(request))

    def too_many_openings(self, request: Request) -> bool:
        """Counts a new conversation; whether one address opened too many within a minute."""
        return self._openings.is_too_fast(request.client_ip)

    def _refused(self, request: Request) -> Optional[HTTPResponse]:
        if not is_allowed(request):
            return problem("This chat may not be used on this site. The address of the site must be under 'web: origins' in organisation.yml.", 403)
        if request.method == "OPTIONS":
            return empty(headers=PRIVATE)
        if self._requests.is_too_fast(request.client_ip):
            return too_fast()
        if is_too_large(request):
            return problem("The request must have at most 32 kB.", 413)
        return None


def too_fast() -> HTTPResponse:
    """The answer to somebody who asks too often; it names the emergency line."""
    return problem(phrasebook().say("too_fast"), 429)
