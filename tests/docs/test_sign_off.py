"""The clinical sign-off sheet: each statement once, with its words and sources, in plain words, and no review pretended."""

import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.clinical.content import load_content
from bot.clinical.sign_off import sections
from bot.sign_off import sheet

ROOT = Path(__file__).resolve().parents[2]
CONTENT = load_content("en")
SHEET = sheet(CONTENT, date(2026, 1, 31))
VOID = {"meta", "br"}


class Places(HTMLParser):
    """The text inside each element that has an id, with one space between words."""

    def __init__(self, document):
        super().__init__()
        self.tags, self.text, self.open, self.starts = [], {}, [], []
        self.feed(document)
        self.text = {place: " ".join("".join(parts).split()) for place, parts in self.text.items()}

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag in VOID:
            return
        place = dict(attributes).get("id")
        if place:
            self.starts.append(place)
            self.text[place] = []
        self.open.append((tag, place))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        for _, place in self.open:
            if place:
                self.text[place].append(data)


PLACES = Places(SHEET)


def shown(words):
    """Words of the content as the sheet writes them: names to fill in square brackets."""
    return " ".join(re.sub(r"\{([a-z_]+)\}", lambda m: f"[{m[1].replace('_', ' ')}]", words).split())


def all_words(entry):
    """Every string of an entry that people may read."""
    unread = {"sources", "reviewed_by", "article", "intents", "topics", "findings", "first"}
    for key, value in entry:
        for item in value.values() if isinstance(value, dict) else [value] if isinstance(value, str) else value if isinstance(value, list) else []:
            if key not in unread and item.strip():
                yield item


def expected():
    """(place, words, source ids) of everything that must be on the sheet."""
    words, found = CONTENT.words, []
    for name, flag in CONTENT.red_flags.flags.items():
        found.append((f"red_flags-{name}", [*all_words(words.red_flags[name]), flag.note], [*flag.sources, *words.red_flags[name].sources]))
    for name, cause in CONTENT.causes.causes.items():
        found.append((f"causes-{name}", list(all_words(words.causes[name])), [*cause.sources, *words.causes[name].sources]))
    for kind, rules, table in (("triage", CONTENT.triage.routine, words.triage), ("interactions", CONTENT.interactions, words.interactions), ("interview", CONTENT.interview.questions, words.interview)):
        found += [(f"{kind}-{rule.id}", list(all_words(table[rule.id])), [*rule.sources, *table[rule.id].sources]) for rule in rules]
    for kind, table in (("medicine_words", words.medicines), ("answers", words.answers), ("self_care", words.self_care)):
        found += [(f"{kind}-{'-'.join(name.split())}", list(all_words(entry)), entry.sources) for name, entry in table.items()]
    found += [(f"phrases-phrases_{name}", [phrase.text], phrase.sources) for name, phrase in words.phrases.items() if phrase.sources]
    found += [(f"forbidden-{name}", [rule.why], rule.sources) for name, rule in CONTENT.forbidden.rules.items()]
    for name, region in CONTENT.regions.items():
        lines = [line for line in (region.emergency, region.urgent, region.crisis, region.child, region.abuse, region.poison, region.hiv_support) if line]
        found.append((f"regions-{name}", [region.name, *(line.number or line.say for line in lines)], region.sources))
    return found


EXPECTED = expected()


@pytest.mark.parametrize(("place", "words", "sources"), EXPECTED, ids=[e[0] for e in EXPECTED])
def test_a_statement_is_there_once_with_its_words_and_sources(place, words, sources):
    assert PLACES.starts.count(place) == 1
    text = PLACES.text[place]
    for said in words:
        assert shown(said) in text
    for source in map(CONTENT.sources.__getitem__, sources):
        assert " ".join(source.title.split()) in text and source.address in text


def test_each_recorded_effect_and_product_and_class_has_a_row():
    for name, medicine in CONTENT.medicines.items():
        for effect in medicine.effects:
            row = PLACES.text[f"effects-{'-'.join(name.split())}"]
            assert CONTENT.label(effect.effect) in row
            assert all(CONTENT.sources[s].title in row for s in effect.sources)
        for class_id in medicine.classes:
            assert name in PLACES.text[f"classes-{class_id}"]
    for name, product in CONTENT.combinations.items():
        assert all(part in PLACES.text[f"combinations-{'-'.join(name.split())}"] for part in product.parts)


def test_each_group_and_list_of_exceptions_is_written_out():
    for name, members in CONTENT.groups.items():
        for member in members:
            kind, _, bare = member.rpartition(":")
            label = CONTENT.classes[bare].label if kind == "class" else bare if kind == "med" else CONTENT.label(bare)
            assert label in PLACES.text[f"groups-{name}"]
    flags = CONTENT.red_flags
    lists = {"even_if_passed": flags.even_if_passed, "always_meant": flags.always_meant, "whoever": flags.whoever, "safeguarding": flags.safeguarding, "in_scope": CONTENT.triage.in_scope}
    for name, findings in lists.items():
        assert all(CONTENT.label(finding) in PLACES.text[f"exceptions-{name}"] for finding in findings)


def test_no_place_is_named_twice_and_every_link_inside_leads_somewhere():
    assert len(set(PLACES.starts)) == len(PLACES.starts)
    inside = {attributes["href"][1:] for tag, attributes in PLACES.tags if tag == "a" and attributes["href"].startswith("#")}
    assert inside <= set(PLACES.starts)


def test_every_statement_can_be_decided_on():
    articles = re.findall(r"<article.*?</article>", SHEET, re.S)
    rows = re.findall(r'<tr id=.*?</tr>', SHEET, re.S)
    assert len(articles) + len(rows) == int(re.search(r"holds its (\d+) clinical statements", SHEET)[1]) > 1000
    for box in ("agree", "change", "remove"):
        assert all(f"{box}: empty box" in part for part in articles + rows)
    assert all(part.count("Name and role") == part.count("Date") == part.count('scope="row">Notes') == 1 for part in articles)


def test_rules_and_words_are_signed_apart():
    flags = re.findall(r'<article id="red_flags-.*?</article>', SHEET, re.S)
    assert flags and all('<th scope="row">The rule' in flag and '<th scope="row">The words' in flag for flag in flags)


def test_names_to_fill_are_words_in_brackets():
    assert not re.search(r"\{[a-z_]+\}", SHEET)
    assert "[emergency line]" in PLACES.text["phrases-phrases_level_emergency"]
    assert "[clinic line]" in PLACES.text["phrases-phrases_level_routine"]


def test_nothing_claims_a_review_that_the_content_does_not_name():
    names = [entry.reviewed_by for section in sections(CONTENT) for statement in section.statements for entry in statement.draft.entries]
    text = " ".join(re.sub(r"<[^>]+>", " ", SHEET.split("</style>")[1]).split())
    assert text.count("Signed in the file: ") == sum(map(bool, names))
    assert not re.search(r"\b(?:approved|validated|signed off|(?:reviewed|checked) by (?:an? |the )?(?:dr|doctor|clinician|nurse))\b", text, re.I)
    if not any(names):
        assert text.startswith("Steady: clinical sign-off sheet No clinician has reviewed anything on this sheet.")
        assert SHEET.count("<td>nobody yet</td>") == SHEET.count('<td class="date"></td>') > 500


def test_a_signature_in_the_content_is_shown_and_the_rest_is_still_called_unreviewed():
    name, answer = next(iter(CONTENT.words.answers.items()))
    signed = answer.model_copy(update={"reviewed_by": "Dr A. Example, 2027-01-31"})
    document = sheet(with_words(answers={**CONTENT.words.answers, name: signed}), date(2027, 1, 31))
    assert document.count("Signed in the file: Dr A. Example, 2027-01-31") == 1
    assert re.search(r"\d+ of \d+ entries carry a name in the content. No clinician has signed the others.", document)


def test_words_of_the_content_cannot_become_markup():
    name, answer = next(iter(CONTENT.words.answers.items()))
    evil = answer.model_copy(update={"text": "<script>alert(1)</script> & {x_y}<img src=x>", "reviewed_by": '"><b>'})
    document = sheet(with_words(answers={**CONTENT.words.answers, name: evil}), date(2027, 1, 31))
    assert "<script" not in document and "<img" not in document and '"><b>' not in document
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in document


def with_words(**tables):
    return CONTENT.model_copy(update={"words": CONTENT.words.model_copy(update=tables)})


def test_the_sheet_asks_for_nothing_and_runs_nothing():
    assert not {tag for tag, _ in PLACES.tags} & {"script", "img", "link", "iframe", "object", "form", "input", "video", "audio", "svg", "base"}
    for tag, attributes in PLACES.tags:
        assert not any(name.startswith("on") or name in ("src", "srcset", "style") for name in attributes)
        assert attributes.get("href", "#").startswith(("#", "https://"))
    assert "url(" not in SHEET and "@import" not in SHEET
    assert "default-src 'none'" in SHEET


def test_the_sheet_is_built_for_paper_and_for_readers_by_ear():
    assert PLACES.tags[0] == ("html", {"lang": "en"})
    assert "size: A4" in SHEET and re.search(r"article \{[^}]*break-inside: avoid", SHEET) and re.search(r"\ntr \{ break-inside: avoid", SHEET)
    assert [tag for tag, _ in PLACES.tags].count("h1") == 1
    levels = [int(tag[1]) for tag, _ in PLACES.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:]))
    assert all("scope" in attributes for tag, attributes in PLACES.tags if tag == "th")
    assert SHEET.count("<table") == SHEET.count("<caption")


def test_the_command_writes_the_sheet(tmp_path):
    out = tmp_path / "sheet.html"
    done = subprocess.run([sys.executable, "-m", "bot", "sign-off", str(out)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "statements" in done.stdout, done.stderr
    assert out.read_text("utf-8").startswith("<!doctype html>")
    failed = subprocess.run([sys.executable, "-m", "bot", "sign-off", str(tmp_path / "no" / "x.html")], cwd=ROOT, capture_output=True, text=True)
    assert failed.returncode == 1 and len(failed.stderr.strip().splitlines()) == 1


def test_the_sheet_itself_is_not_kept():
    assert "docs/safety/sign_off.html" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
