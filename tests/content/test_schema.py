"""A mistake in content/ is refused with the file and the key that a clinician must mend."""

import shutil
from pathlib import Path

import pytest

from bot.clinical.content import CONTENT_DIRECTORY, ContentError, load_content, loader

_parsed = {}


def _read_once(path, read=loader._read):
    """Parses each file of the unbroken content only once for all tests."""
    key = path.read_bytes() if path.exists() else None
    if key is None or key not in _parsed:
        _parsed[key] = read(path)
    return _parsed[key]


@pytest.fixture
def copy(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "_read", _read_once)
    return Path(shutil.copytree(CONTENT_DIRECTORY, tmp_path / "content"))


def error_of(directory, language="en"):
    with pytest.raises(ContentError) as raised:
        load_content(language, directory)
    return str(raised.value)


def change(directory, file, old, new):
    path = directory / file
    text = path.read_text("utf-8")
    assert old in text, f"the test needs {old!r} in {file}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def append(directory, file, text):
    path = directory / file
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_an_unbroken_copy_is_read(copy):
    assert load_content("en", copy).causes.causes.keys() == load_content("en").causes.causes.keys()


def test_an_unknown_key_names_the_file_the_entry_and_the_key(copy):
    append(copy, "en/words/answers_care.yml", "\nnew_answer:\n  text: Hello.\n  sources: [gk]\n  tekst: Hello.\n")
    message = error_of(copy)
    assert "answers_care.yml" in message and "new_answer.tekst" in message


def test_a_missing_key_names_the_file_the_entry_and_the_key(copy):
    append(copy, "en/words/answers_care.yml", "\nnew_answer:\n  sources: [gk]\n")
    message = error_of(copy)
    assert "answers_care.yml" in message and "new_answer.text" in message


def test_a_statement_without_a_source_is_refused(copy):
    append(copy, "en/words/answers_care.yml", "\nnew_answer:\n  text: Hello.\n  sources: []\n")
    message = error_of(copy)
    assert "answers_care.yml" in message and "new_answer.sources" in message


def test_a_word_where_a_number_belongs_is_refused(copy):
    change(copy, "reasoning/causes.yml", "rank: 80", "rank: high")
    message = error_of(copy)
    assert "causes.yml" in message and "dehydration.rank" in message


def test_a_kind_that_does_not_exist_is_refused(copy):
    change(copy, "reasoning/interview.yml", "\n    kind: choice", "\n    kind: guess")
    message = error_of(copy)
    assert "interview.yml" in message and "kind" in message


def test_broken_yaml_names_the_file_and_the_line(copy):
    append(copy, "reasoning/triage.yml", "\n  - id: [unclosed\n")
    message = error_of(copy)
    assert "triage.yml" in message and "line" in message


def test_a_missing_file_is_named(copy):
    (copy / "sources.yml").unlink()
    message = error_of(copy)
    assert "sources.yml is missing" in message


def test_a_name_given_twice_is_named(copy):
    first = next(iter(load_content("en").words.answers))
    append(copy, "en/words/answers_medicines.yml", f"\n{first}:\n  text: Hello.\n  sources: [gk]\n")
    message = error_of(copy)
    assert first in message and "second time" in message


def test_an_empty_file_is_refused(copy):
    (copy / "reasoning" / "red_flags.yml").write_text("", "utf-8")
    message = error_of(copy)
    assert "red_flags.yml" in message and "flags" in message


def test_a_language_without_content_is_named(copy):
    assert "'sw'" in error_of(copy, "sw")


def test_yes_and_no_are_read_as_words():
    """Plain YAML would make booleans of them, and a person's "no" would be lost."""
    answers = load_content("en").lexicon.answers
    assert "no" in answers.no and "yes" in answers.yes


def test_content_cannot_be_changed_by_the_program():
    from pydantic import ValidationError

    with pytest.raises(ValidationError):
        load_content("en").red_flags.flags["chest_pain"].note = "changed"
