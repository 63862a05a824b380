"""What is kept from an earlier start is what would be made now, and is never taken for it otherwise."""

import json
from pathlib import Path

import pytest

from bot import ready_made as module
from bot.nlu.reader import Reader
from bot.ready_made import ready_made

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one file, whose words are counted."""
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    monkeypatch.setattr(module, "FOLDER", tmp_path / "models")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "words.yml").write_text("calf cramp")
    return tmp_path


@pytest.fixture
def count(project):
    """Counts the words; notes how often it had to."""

    def counted():
        counted.times += 1
        return {"words": len((project / "content" / "words.yml").read_text().split())}

    counted.times = 0
    return counted


def kept(project):
    return list((project / "models").glob("*.bin"))


def test_it_is_made_once(project, count):
    assert [ready_made("words", [project / "content"], count) for _ in range(3)] == [{"words": 2}] * 3
    assert count.times == 1


def test_a_changed_file_has_it_made_anew_and_the_old_one_goes(project, count):
    ready_made("words", [project / "content"], count)
    (project / "content" / "words.yml").write_text("calf cramp at night")
    assert ready_made("words", [project / "content"], count) == {"words": 4}
    assert len(kept(project)) == 1


def test_a_new_file_and_another_library_have_it_made_anew(project, count):
    ready_made("words", [project / "content"], count)
    (project / "content" / "more.yml").write_text("foot")
    ready_made("words", [project / "content"], count)
    (project / "uv.lock").write_text("spacy 4")
    ready_made("words", [project / "content"], count)
    assert count.times == 3


@pytest.mark.parametrize("spoil", [lambda whole: whole[:-9], lambda whole: b"", lambda whole: whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]], ids=["cut off", "empty", "one bit"])
def test_what_was_spoilt_is_made_anew(project, count, spoil):
    ready_made("words", [project / "content"], count)
    path = kept(project)[0]
    path.write_bytes(spoil(path.read_bytes()))
    assert [ready_made("words", [project / "content"], count) for _ in range(2)] == [{"words": 2}] * 2
    assert count.times == 2


def test_where_nothing_can_be_written_it_is_made_each_time(project, count):
    (project / "models").write_text("a file in the way")
    assert [ready_made("words", [project / "content"], count) for _ in range(2)] == [{"words": 2}] * 2
    assert count.times == 2


def test_an_error_is_said_each_time_and_nothing_is_kept(project):
    def wrong():
        raise ValueError("words.yml is wrong")

    for _ in range(2):
        with pytest.raises(ValueError, match="is wrong"):
            ready_made("words", [project / "content"], wrong)
    assert kept(project) == []


def test_a_reader_that_was_kept_reads_the_same_with_the_content_of_the_process(content, reader, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    made_of = [ROOT / "content" / "sources.yml"]
    first = ready_made("reader", made_of, lambda: Reader(content), content.parts())
    again = ready_made("reader", made_of, lambda: pytest.fail("it was kept"), content.parts())
    assert again is not first and again.content is content
    texts = [json.loads(line)["text"] for line in (ROOT / "evaluation" / "development" / "context_rules.jsonl").read_text("utf-8").splitlines()]
    assert len(texts) > 200
    assert all(again.read(text) == first.read(text) == reader.read(text) for text in texts[::2])
