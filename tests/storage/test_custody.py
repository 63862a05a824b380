"""Back-ups, keys and the data of one person, by the commands that an operator types."""

import base64
import gzip
import json
import os

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.__main__ import main
from bot.settings import settings
from bot.storage.inbox import Inbox
from bot.storage.names import Names
from tests.server.sealed import store_at

DOMAIN = Domain.load("domain.yml")
SECRET = "s" * 40
ADDRESS = "447700900123"
SOMEBODY = Names(SECRET).name("whatsapp", ADDRESS)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """The data folder of an installation, empty."""
    monkeypatch.setenv("STEADY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STEADY_SECRET", SECRET)
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


@pytest.fixture
def keep(data, monkeypatch, capsys):
    """Types a command; gives its exit code, and what it wrote."""

    def typed(*words):
        monkeypatch.setattr("sys.argv", ["bot", "keep", *map(str, words)])
        code = main()
        written = capsys.readouterr()
        return code, written.out + written.err

    typed("verify")
    return typed


def store(data):
    return store_at(f"sqlite:///{data}/conversations.db", (data / "master.key").read_text(), DOMAIN)


async def talk(data, conversation, *texts):
    kept = store(data)
    tracker = await kept.retrieve(conversation) or DialogueStateTracker(conversation, DOMAIN.slots)
    for text in texts:
        tracker.update(UserUttered(text, intent={"name": "greet"}, entities=[{"entity": "symptom", "value": "muscle_cramps", "role": "negated"}]))
        tracker.update(BotUttered(f"You wrote {text}"))
    await kept.save(tracker)


async def words(data, conversation):
    tracker = await store(data).retrieve(conversation)
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


def lose_everything_but_the_key(data):
    (data / "conversations.db").unlink()


async def test_a_back_up_brings_everything_back(data, keep, tmp_path):
    await talk(data, "web:a", "one", "two")
    await talk(data, SOMEBODY, "three")
    code, said = keep("backup", tmp_path / "backup")
    assert code == 0 and "2 conversations" in said
    lose_everything_but_the_key(data)
    assert keep("restore", tmp_path / "backup")[0] == 0
    assert await words(data, "web:a") == ["one", "two"] and await words(data, SOMEBODY) == ["three"]
    await talk(data, "web:a", "four")
    assert await words(data, "web:a") == ["one", "two", "four"]
    assert keep("verify")[0] == 0


async def test_what_waited_is_back_too(data, keep, tmp_path):
    inbox = Inbox(store(data), Names(SECRET), "whatsapp")
    await inbox.put(SOMEBODY, "1", {"text": "help"}, 0)
    keep("backup", tmp_path / "backup")
    lose_everything_but_the_key(data)
    keep("restore", tmp_path / "backup")
    inbox = Inbox(store(data), Names(SECRET), "whatsapp")
    assert (await inbox.next(SOMEBODY)).message == {"text": "help"}
    assert not await inbox.put(SOMEBODY, "1", {"text": "help"}, 0)


async def test_an_erased_conversation_comes_back_out_of_no_older_back_up(data, keep, tmp_path):
    await talk(data, SOMEBODY, "flumperdink")
    await talk(data, "web:b", "two")
    keep("backup", tmp_path / "backup")
    older = next((tmp_path / "backup").glob("conversations-*"))
    assert keep("erase", "whatsapp", ADDRESS)[0] == 0
    older.rename(older.with_name("conversations-20200101T000000Z.steady"))
    keep("backup", tmp_path / "backup")
    lose_everything_but_the_key(data)
    code, said = keep("restore", older.with_name("conversations-20200101T000000Z.steady"))
    assert code == 0 and "2 rows of conversations that were erased since were left out" in said
    assert await words(data, SOMEBODY) == [] and await words(data, "web:b") == ["two"]


async def test_a_back_up_tells_nothing_without_the_key(data, keep, tmp_path):
    await talk(data, "web:a", "flumperdink")
    keep("backup", tmp_path / "backup")
    for path in (tmp_path / "backup").iterdir():
        content = gzip.decompress(path.read_bytes())
        assert b"flumperdink" not in content and base64.b64encode(b"flumperdink")[:-4] not in content and b"greet" not in content
        assert path.stat().st_mode & 0o777 == 0o600
        assert (data / "master.key").read_text().encode() not in content


async def test_nothing_is_restored_over_conversations(data, keep, tmp_path):
    await talk(data, "web:a", "one")
    keep("backup", tmp_path / "backup")
    code, said = keep("restore", tmp_path / "backup")
    assert code == 1 and "empty" in said and await words(data, "web:a") == ["one"]


@pytest.mark.parametrize("harm", [
    lambda content: content[: len(content) // 2],
    lambda content: b"nonsense",
    lambda content: b"",
    lambda content: gzip.compress(b"\n".join(gzip.decompress(content).splitlines()[:-2])),
    lambda content: gzip.compress(b"\n".join(gzip.decompress(content).splitlines()[:-2] + [b"7"])),
])
async def test_a_harmed_back_up_restores_nothing_and_says_so(data, keep, tmp_path, harm):
    await talk(data, "web:a", "one")
    keep("backup", tmp_path / "backup")
    file = next((tmp_path / "backup").glob("conversations-*"))
    file.write_bytes(harm(file.read_bytes()))
    lose_everything_but_the_key(data)
    code, said = keep("restore", tmp_path / "backup")
    assert code == 1 and "Nothing was restored" in said and str(file) in said
    assert await words(data, "web:a") == [] and "0 conversations" in keep("verify")[1]


async def test_a_back_up_of_another_key_is_refused_in_words(data, keep, tmp_path):
    await talk(data, "web:a", "one")
    keep("backup", tmp_path / "backup")
    lose_everything_but_the_key(data)
    (data / "master.key").unlink()
    code, said = keep("restore", tmp_path / "backup")
    assert code == 1 and "master key" in said and "Traceback" not in said


async def test_all_conversations_get_the_new_key_and_the_old_one_opens_nothing(data, keep):
    for i in range(5):
        await talk(data, f"web:{i}", "one")
    old = (data / "master.key").read_text()
    server = store(data)
    server.vault._master._read = (data / "master.key").read_text
    code, said = keep("rotate")
    assert code == 0 and "5 conversations" in said
    new = (data / "master.key").read_text()
    assert old != new and (data / "master.key").stat().st_mode & 0o777 == 0o600
    assert keep("verify")[0] == 0 and await words(data, "web:0") == ["one"]
    (data / "master.key").write_text(old)
    code, said = keep("verify")
    assert code == 1 and "10 do not" in said


async def test_with_a_key_in_the_environment_the_first_one_takes_over(data, keep, monkeypatch):
    await talk(data, "web:a", "one")
    old, new = (data / "master.key").read_text(), keep("new-key")[1].strip()
    monkeypatch.setenv("STEADY_MASTER_KEY", f"{new},{old}")
    settings.cache_clear()
    assert keep("rotate")[0] == 0
    (data / "master.key").write_text(new)
    assert await words(data, "web:a") == ["one"]


async def test_what_does_not_open_is_counted(data, keep):
    await talk(data, "web:a", "one")
    with store(data).database.session() as session:
        from bot.storage.tables import events_table

        session.execute(events_table.update().values(event=os.urandom(60)))
    code, said = keep("verify")
    assert code == 1 and "0 rows open, 2 do not" in said


async def test_a_person_can_be_given_all_that_is_kept_of_them(data, keep):
    await talk(data, SOMEBODY, "my calf cramps")
    await Inbox(store(data), Names(SECRET), "whatsapp").say(SOMEBODY, {"address": ADDRESS}, [{"text": "later"}])
    code, said = keep("export", "whatsapp", ADDRESS)
    given = json.loads(said)
    assert code == 0 and [(line["from"], line["text"]) for line in given["said"]] == [("person", "my calf cramps"), ("Steady", "You wrote my calf cramps")]
    assert given["noted"][0]["understood"] == [{"entity": "symptom", "value": "muscle_cramps", "role": "negated"}]
    assert given["address"] == [ADDRESS] and given["waiting"] == [{"text": "later"}]


@pytest.mark.parametrize("who", [("web", "a"), ("rest", "somebody", "--client", "site"), ("telegram", "7")])
async def test_a_person_is_found_on_each_line(data, keep, who):
    name = "web:a" if who[0] == "web" else Names(SECRET).name(who[0], "site\nsomebody" if who[0] == "rest" else who[1])
    await talk(data, name, "one")
    assert keep("erase", *who)[0] == 0
    assert await words(data, name) == [] and keep("erase", *who) == (1, "Nothing is kept of such a person.\n")


async def test_only_that_person_is_erased(data, keep):
    await talk(data, "web:a", "one")
    await talk(data, "web:b", "two")
    keep("erase", "web", "a")
    assert await words(data, "web:b") == ["two"] and keep("verify")[0] == 0


async def test_what_is_old_is_purged(data, keep):
    await talk(data, "web:a", "one")
    with store(data).database.session() as session:
        from bot.storage.tables import events_table

        session.execute(events_table.update().values(kept_at=0))
    assert "1 conversations" in keep("purge")[1] and await words(data, "web:a") == []


def test_a_folder_that_cannot_be_written_is_told(keep, tmp_path):
    (tmp_path / "file").write_text("")
    code, said = keep("backup", tmp_path / "file")
    assert code == 1 and said.count("\n") == 1


def test_a_new_key_needs_no_settings(monkeypatch, capsys):
    monkeypatch.setenv("STEADY_DATABASE", "postgresql://nowhere/none")
    monkeypatch.setattr("sys.argv", ["bot", "keep", "new-key"])
    assert main() == 0 and len(capsys.readouterr().out.strip()) == 44
