"""Reads a reply to an interview question: words, numbers, labels or a whole sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Mapping, Sequence

from bot.clinical.content import AnswerLexicon
from bot.clinical.evidence import Mention, Turn

_CLAUSE_END = re.compile(r"[,.;:!?\n]")
#: Intents that say how the classifier reads a short reply.
_KIND_OF_INTENT: Mapping[str, str] = {"affirm": "yes", "deny": "no", "not_sure": "unsure", "skip": "skip"}


@dataclass(frozen=True)
class Reply:
    """What a reply says to the open question.

    Attributes:
        kind: `yes`, `no`, `unsure`, `skip`, `some` (options were chosen) or
            `unrelated` (it does not answer).
        chosen: Options said to hold.
        denied: Options said not to hold.
    """

    kind: str
    chosen: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


def read_reply(turn: Turn, options: Sequence[str], labels: Mapping[str, str], none_label: str, lexicon: AnswerLexicon, guess: bool = True) -> Reply:
    """Reads a reply to a question with options.

    Args:
        turn: The message.
        options: Findings that were offered, in the order of their numbers.
        labels: Words of each option as shown on its button.
        none_label: Words of the button for "none of these".
        lexicon: How people answer.
        guess: Whether the classifier may settle a yes or no that the lexicon does not know.

    Returns:
        The reply; options that a reply "1 and 3" leaves out count as denied.
    """
    text = _plain(turn.text, lexicon)
    if none_label and text == _plain(none_label, lexicon):
        return Reply("no", denied=tuple(options))
    shown = {option: _plain(label, lexicon) for option, label in labels.items()}
    picked = _by_label(text, options, shown) or _by_number(text, options, lexicon)
    if picked is not None:
        return _picked(picked, options)
    elsewhere = bool(options) and _is_of_another_matter(text, lexicon)
    kind = opening(text, lexicon, elsewhere) or (_KIND_OF_INTENT.get(turn.intent, "") if guess and not elsewhere else "")
    yes = [m.name for m in turn.mentions if _speaks_of(m, options) and m.role is None]
    no = [m.name for m in turn.mentions if _speaks_of(m, options) and m.role == "negated"]
    if yes or no:
        rest = [o for o in options if o not in yes and o not in no] if kind == "no" else []
        return Reply("some" if yes else "no", tuple(dict.fromkeys(yes)), tuple(dict.fromkeys([*no, *rest])))
    if kind == "no":
        return Reply("no", denied=tuple(options))
    return Reply(kind) if kind else Reply("unrelated")


def opening(text: str, lexicon: AnswerLexicon, elsewhere: bool = False) -> str:
    """The kind of answer a reply is or opens with.

    Args:
        text: The reply in plain lower case.
        lexicon: How people answer.
        elsewhere: Whether a "no" that runs on is one to something that was not
            asked ("no other tablets").

    Returns:
        `yes`, `no`, `unsure`, `skip` or `` when it opens with none of them.
    """
    tables = {"skip": lexicon.skip, "unsure": lexicon.unsure, "no": lexicon.no, "yes": lexicon.yes}
    best, length = "", 0
    for kind, phrases in tables.items():
        for phrase in phrases:
            if len(phrase) > length and _opens_with(text, phrase, kind, lexicon, elsewhere):
                best, length = kind, len(phrase)
    return best


def _is_of_another_matter(text: str, lexicon: AnswerLexicon) -> bool:
    """Whether a reply opens with words about something else than findings ("no other tablets")."""
    first = _CLAUSE_END.split(text, maxsplit=1)[0]
    return any(word in lexicon.other_matters for word in first.split())


def _opens_with(text: str, phrase: str, kind: str, lexicon: AnswerLexicon, elsewhere: bool = False) -> bool:
    """Whether a reply opens with a phrase that answers by itself.

    What carries on as something else is no answer: "I am" is a yes and "I do
    not" a no, but "I am fine" and "I do not like this" are neither.
    """
    if not text.startswith(phrase):
        return False
    after = text[len(phrase) :]
    if not after or after[0] in ",.;!?-":
        return True
    if after[0] != " ":
        return False
    words = [word.strip(",.") for word in after.split()]
    if phrase in lexicon.auxiliaries:
        return words[0] in lexicon.auxiliary_followers
    followed = words[0] in lexicon.followers
    if kind == "yes":
        return followed and not any(_opens_with(after.strip(), no, "no", lexicon) for no in lexicon.no)
    return followed or (" " in phrase and not (elsewhere and kind == "no"))


def _speaks_of(mention: Mention, options: Sequence[str]) -> bool:
    return mention.kind == "finding" and mention.name in options


def _picked(picked: list[int], options: Sequence[str]) -> Reply:
    chosen = tuple(options[i] for i in picked)
    if picked and not chosen:
        return Reply("unrelated")
    denied = tuple(o for o in options if o not in chosen)
    return Reply("some" if chosen else "no", chosen, denied)


def _by_label(text: str, options: Sequence[str], labels: Mapping[str, str]) -> list[int] | None:
    """Options whose button words make up the reply, None when it is not such a reply."""
    rest, picked = f", {text},", []
    for i in sorted(range(len(options)), key=lambda i: -len(labels.get(options[i], ""))):
        label = labels.get(options[i], "")
        if label and f", {label}," in rest:
            picked.append(i)
            rest = rest.replace(f", {label},", ",", 1)
    return sorted(picked) if picked and not rest.strip(", ") else None


def _by_number(text: str, options: Sequence[str], lexicon: AnswerLexicon) -> list[int] | None:
    """Options whose numbers make up the reply; `0` stands for none."""
    picked: list[int] = []
    words = text.replace(",", " ").replace("&", " ").replace("+", " ").replace("/", " ").replace(")", " ").replace(".", " ").replace("#", " ").split()
    found = False
    for position, word in enumerate(words):
        number = int(word) if word.isdecimal() else lexicon.ordinals.get(word) if len(words) <= 6 else None
        if number is None:
            if word not in lexicon.number_fillers:
                return None
            continue
        if word == "one" and position and words[position - 1] in lexicon.ordinals:
            continue
        found = True
        number = len(options) if number == -1 else number
        if number == 0:
            continue
        if number > len(options):
            return None
        picked.append(number - 1)
    return sorted(set(picked)) if found else None


def _plain(text: str, lexicon: AnswerLexicon) -> str:
    lowered = text.lower().replace("’", "'").strip().strip(".!? ")
    return " ".join(lexicon.short_forms.get(word, word) for word in lowered.split())
