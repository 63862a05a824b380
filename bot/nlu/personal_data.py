"""Covers names, numbers and addresses in a message, before it is kept or read.

What is covered is gone: the tracker, the reader and every reply see the mask.
Results, doses and dates stay as they are, for they are what a person came with.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Callable, Iterable, Sequence

from bot.clinical.content import Content, load_content

_EMAIL = re.compile(r"(?<![\w.])[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+|(?<![\w.])[\w.+-]+(?: dot \w+)? (?:\(at\)|\[at\]|at) [\w-]+ (?:\(dot\)|\[dot\]|dot) \w+", re.I)
_NUMBER = re.compile(r"(?<![\w.,/+:-])(?:\+ ?|00)?\(?\d(?:[ ().\u00a0-]{0,3}\d){5,18}(?!\w|[/:]\d|[.,]\d)")
_CODE = re.compile(r"(?<!\w)[A-Z]{1,3} ?\d{6,9}[A-Z]?(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME_WORD = r"[^\W\d_][^\W\d_]*(?:['’-][^\W\d_]+)*"
#: Digits of a phone number: from the shortest with its area to the longest with its country.
_FEWEST, _MOST = 9, 15
#: Digits that are enough where the message speaks of a phone.
_FEWEST_NAMED = 6
#: Characters before a number in which "phone" or "viral load" tells what it is.
_NEARBY = 40


class PersonalData:
    """Compiled words of one language.

    Args:
        content: The content; `lexicon/personal_data.yml` holds the words.
        common: Whether a word in lower case is an ordinary one, and so ends a name.
    """

    def __init__(self, content: Content, common: Callable[[str], bool]) -> None:
        words = content.lexicon.personal_data
        self._words, self._common, self._medicines = words, common, _medicine_words(content)
        self._not_names = frozenset(words.not_names)
        close = f"(?:{_any(words.close)})"
        rest = rf"\s*[:=-]?\s+(?:(?:{_any(words.titles)})\s+)?({_NAME_WORD}(?:\s+{_NAME_WORD}){{0,2}})"
        self._name_after = re.compile(rf"(?<!\w)(?:{_any(words.name_after).replace('CLOSE', close)}){rest}", re.I)
        self._called = re.compile(rf"(?<!\w)(?:{_any(words.called).replace('CLOSE', close)}){rest}", re.I)
        self._name_before = re.compile(rf"(?<!\w)({_NAME_WORD}(?:\s+{_NAME_WORD})?)\s+(?:{_any(words.name_before)})(?!\w)", re.I)
        self._closing = re.compile(rf"(?:^|\n|[.!?,]\s*)(?:{_any(words.closings)})[,.!]?\s*\n\s*({_NAME_WORD}(?:\s+{_NAME_WORD})?)\s*$", re.I)
        self._id = re.compile(rf"(?<!\w)(?:{_any(words.id_words)})(?:[\s:.]+(?:{_any(words.id_links)}))*[\s:.#]*((?=(?:[A-Z/ -]*\d){{4}})[A-Z0-9][A-Z0-9/-]*(?:[ -]\d[A-Z0-9-]*)*)(?!\w)", re.I)
        ends = rf"(?=,?\s+(?:{_any(words.address_ends)})\b|[.;!?\n]|$)"
        self._address = re.compile(rf"(?<!\w)(?:{_any(words.address_after)})\s*:?\s+([^\s.;!?][^.;!?\n]{{2,80}}?){ends}", re.I)
        self._lives = re.compile(rf"(?<!\w)(?:{_any(words.live_at)})\s+((?:(?:number|no\.?|flat|house|plot|room|unit|apartment|block)\s*)?\d+[a-z]?\s+[^\W\d_][^.;!?\n]{{2,80}}?){ends}", re.I)
        self._street = re.compile(rf"(?<![\w.,/])\d{{1,5}}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}(?:{'|'.join(words.streets)})\b\.?")
        self._box = re.compile(rf"(?<!\w)(?:{_any(words.box)})\s*:?\s*[\w-]*\d[\w-]*", re.I)
        self._postcode = re.compile(rf"(?<!\w)(?:{_any(words.postcode_words)})\s*(?:is|:)?\s*([A-Z0-9]{{2,5}}[ -]?\d[A-Z0-9]{{1,4}})(?!\w)", re.I)
        self._phone_word = re.compile(rf"(?<!\w)(?:{_any(words.phone_words)})(?!\w)", re.I)
        self._result = re.compile(rf"(?<!\w)(?:{_any(words.results)})(?!\w)", re.I)
        self._ends = re.compile(rf"\s*(?:$|[.,;!?\n]|(?:{_any(words.address_ends)})\b)", re.I)
        self._vocabulary = _lexicon_words(content)
        self._unit = re.compile(rf"\s*(?:{_any(words.units)})(?!\w)", re.I)

    def masked(self, text: str) -> str:
        """A message with what tells who a person is covered.

        Args:
            text: The message.

        Returns:
            The message; the very same one when there is nothing to cover.
        """
        masks = self._words.masks
        for pattern, mask in ((_EMAIL, "email"), (self._id, "id"), (_CODE, "id"), (self._postcode, "address"), (self._box, "address"), (self._address, "address"), (self._lives, "address"), (self._street, "address")):
            text = pattern.sub(lambda found: _covered(found, masks[mask]), text)
        text = _NUMBER.sub(lambda found: self._number(found, text), text)
        for pattern in (self._name_after, self._called, self._name_before, self._closing):
            text = pattern.sub(self._named, text)
        return text

    def _number(self, found: re.Match[str], text: str) -> str:
        number, before = found[0], text[max(found.start() - _NEARBY, 0) : found.start()]
        mask = self._words.masks["phone"]
        digits, groups = re.sub(r"\D", "", number), re.findall(r"\d+", number)
        if self._unit.match(text, found.end()) or all(_YEAR.fullmatch(g) for g in groups):
            return number
        if number.startswith("+"):
            return mask if 7 <= len(digits) <= _MOST else number
        named = list(self._phone_word.finditer(before))
        measured = list(self._result.finditer(before))
        if measured and not (named and named[-1].end() > measured[-1].end()):
            return number
        if named and len(digits) >= _FEWEST_NAMED:
            return mask
        return mask if _looks_like_a_number_of_a_person(digits, groups) else number

    def _named(self, found: re.Match[str]) -> str:
        words = list(re.finditer(_NAME_WORD, found[1]))
        capital = found[1][:1].isupper() and not found[0].isupper()
        count = 0
        for word in words:
            plain = word[0].lower().replace("’", "'")
            if plain in self._not_names or plain in self._medicines or (capital and not word[0][0].isupper()):
                break
            if not capital and self._is_ordinary(plain, count, found, word):
                break
            count += 1
        if found.re in (self._name_before, self._closing):
            return _covered(found, self._words.masks["name"]) if count == len(words) and capital else found[0]
        if not count:
            return found[0]
        return found[0][: found.start(1) - found.start()] + self._words.masks["name"] + found[1][words[count - 1].end() :]


    def _is_ordinary(self, plain: str, count: int, found: re.Match[str], word: re.Match[str]) -> bool:
        """Whether a word in lower case ends a name: a second one may be a surname where the clause ends behind it."""
        if not count:
            return found.re is self._called and self._common(plain)
        after = found.string[found.start(1) + word.end() :]
        return plain in self._vocabulary or (self._common(plain) and not self._ends.match(after))


def _looks_like_a_number_of_a_person(digits: str, groups: Sequence[str]) -> bool:
    """Whether so many digits, grouped so, can be no result, dose or date.

    Numbers within a country begin with 0, or are 3-3-4 or 5-5 digits, or one long
    run; cards are of fours. Years and blood pressures in a row are neither.
    """
    sizes = tuple(map(len, groups))
    if not _FEWEST <= len(digits) <= _MOST + 4 or any(_YEAR.fullmatch(g) for g in groups):
        return False
    return len(groups) == 1 or (digits[0] == "0" and sizes[0] >= 3) or sizes in ((3, 3, 4), (1, 3, 3, 4), (5, 5), (3, 2, 4), (4, 4, 4), (4, 4, 4, 4))


def _covered(found: re.Match[str], mask: str) -> str:
    """What was found with its own group covered, or all of it where there is none."""
    if not found.re.groups:
        return mask
    return found[0][: found.start(1) - found.start()] + mask + found[0][found.end(1) - found.start() :]


def _any(phrases: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first."""
    return "|".join(re.escape(p).replace("\\ ", r"\s+") for p in sorted(phrases, key=len, reverse=True))


def _medicine_words(content: Content) -> frozenset[str]:
    """Words of all names of medicines, which are nobody's name."""
    names = [*content.medicines, *content.combinations, *content.recreational, *content.drug_names_guard]
    for entry in content.medicines.values():
        names += [*entry.brands, *entry.names, *entry.abbreviations, *entry.words, *entry.misspellings]
    for product in content.combinations.values():
        names += [*product.names, *product.abbreviations, *product.misspellings]
    return frozenset(name.lower() for name in names if " " not in name)


def _lexicon_words(content: Content) -> frozenset[str]:
    """Words with which people tell of their body, which end a name in lower case."""
    lexicon = content.lexicon
    phrases = [p for entry in lexicon.findings.values() for p in entry.phrases]
    phrases += [p for table in (lexicon.groups, lexicon.body_sites, lexicon.topics) for words in table.values() for p in words]
    return frozenset(word for phrase in phrases for word in re.findall(_NAME_WORD, phrase.lower()))


@lru_cache(maxsize=4)
def personal_data_for(language: str) -> PersonalData:
    """The masks of a language, built once for each process."""
    from bot.nlu.plain_words import english_words

    return PersonalData(load_content(language), english_words().__contains__)
