"""The page finds every word it shows, and no word is kept that nothing shows."""

import re
from pathlib import Path

import pytest

from bot.clinical.content import load_content

ROOT = Path(__file__).resolve().parents[2]
#: Families whose last part is put in while the page runs: sizes, colours and tiers.
_FAMILIES = ("size_", "colours_", "tier_")


@pytest.fixture(scope="module")
def source():
    files = [*(ROOT / "web" / "src").glob("*.ts"), ROOT / "web" / "page.html.j2", ROOT / "bot" / "page.py"]
    return "\n".join(path.read_text("utf-8") for path in files)


def test_every_word_that_the_page_asks_for_is_there(source):
    say = load_content("en").words.page.say
    asked = set(re.findall(r"\bsay\(\"(\w+)\"", source)) | set(re.findall(r"settings\.say\.(\w+)", source))
    assert len(asked) > 50 and asked <= set(say)


def test_no_word_is_left_over(source):
    for word in load_content("en").words.page.say:
        used = word.startswith(_FAMILIES) or re.search(rf"[\"'.]{word}\b", source)
        assert used, f"page.yml: '{word}' is shown nowhere"


def test_every_tier_size_and_colour_has_its_words(source):
    say = load_content("en").words.page.say
    tiers = re.search(r"TIERS = \[(.*?)\]", source)[1]
    for name in re.findall(r"\w+", tiers):
        assert f"tier_{name}" in say
    assert {"size_normal", "size_large", "size_largest", "colours_device", "colours_light", "colours_dark"} <= set(say)
