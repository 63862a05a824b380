"""The chat page at `/` and the script that other sites may load, with headers that allow nothing from elsewhere."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Mapping

from jinja2 import Environment, FileSystemLoader, select_autoescape
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.page_settings import page_settings
from bot.processes import BUILT_PAGE

_TYPES: Mapping[str, str] = {".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_HTML = "text/html; charset=utf-8"
_NOT_OPENED = b"%NOT_OPENED%"
_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    )
)
_ALWAYS = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Vary": "Accept-Encoding"}
PAGE_HEADERS = {**_ALWAYS, "Content-Security-Policy": _POLICY, "Cross-Origin-Opener-Policy": "same-origin"}
#: The script and the icon may be loaded by other sites; what they may do there, the allow-list of origins says.
FILE_HEADERS = {**PAGE_HEADERS, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True)
class _File:
    """A file as it is and as it travels."""

    kind: str
    plain: bytes
    packed: bytes

    @staticmethod
    def of(kind: str, content: bytes) -> "_File":
        return _File(kind, content, gzip.compress(content, mtime=0))

    def answer(self, request: Request, headers: Mapping[str, str]) -> HTTPResponse:
        """The file, packed for a browser that can unpack it: phones on a slow line wait half as long."""
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return response.raw(self.plain, content_type=self.kind, headers=dict(headers))
        return response.raw(self.packed, content_type=self.kind, headers={**headers, "Content-Encoding": "gzip"})


def add_root_route(app: Sanic) -> None:
    """Serves the chat page; stands in for the greeting of Rasa's own server.

    Args:
        app: The server.
    """
    page = _File.of(_HTML, _page().encode())
    files = {path.name: _File.of(_TYPES[path.suffix], _with_words(path.read_bytes())) for path in BUILT_PAGE.iterdir() if path.suffix in _TYPES}

    @app.get("/", name="chat_page")
    async def show(request: Request) -> HTTPResponse:
        return page.answer(request, PAGE_HEADERS)

    @app.get("/web/<name:str>", name="chat_file")
    async def file(request: Request, name: str) -> HTTPResponse:
        if name not in files:
            return response.text("There is no such file.", status=404)
        return files[name].answer(request, FILE_HEADERS)


def _page() -> str:
    """The page with the settings inside, so that it needs no second request to show itself."""
    environment = Environment(loader=FileSystemLoader(BUILT_PAGE.parent), autoescape=select_autoescape(["j2"]), trim_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}  # lists of words keep their order
    return environment.get_template("page.html.j2").render(settings=page_settings())


def _with_words(file: bytes) -> bytes:
    """The script with the one sentence that it must have when it cannot ask for any other."""
    settings = page_settings()
    sentence = f"{settings['say']['not_opened']} {settings['say']['help']} {settings['emergency']['label']}."
    # as unicode escapes, which every kind of quotation mark around it understands
    return file.replace(_NOT_OPENED, "".join(f"\\u{ord(c):04x}" for c in sentence).encode())
