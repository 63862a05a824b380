"""What axe-core finds wrong with a page, in the theme, width and direction it is shown in."""

from __future__ import annotations

from functools import lru_cache

from tests.server.running import ROOT

_AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_LOOKS = [(theme, width, direction) for theme in ("light", "dark") for width in (320, 1024) for direction in ("ltr", "rtl")]
_RUN = """async () => (await axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}))
    .violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.flat().join(" ")).join(", ")}`)"""


@lru_cache(maxsize=1)
def _source():
    return _AXE.read_text("utf-8")


def violations(page):
    """What is wrong with the page as it is shown now."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    return page.evaluate(_RUN)


def violations_in_every_look(page):
    """What is wrong in both themes, narrow and wide, from left to right and from right to left."""
    found = {}
    before = page.viewport_size
    for theme, width, direction in _LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        page.evaluate("direction => { document.querySelector('steady-chat').dir = direction }", direction)
        wrong = violations(page)
        if wrong:
            found[theme, width, direction] = wrong
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="light")
    page.evaluate("document.querySelector('steady-chat').dir = 'ltr'")
    return found
