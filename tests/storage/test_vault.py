"""What is sealed opens only where it belongs, and never again once its key is gone."""

import os

import pytest
from sqlalchemy import delete, insert, select, update

from bot.storage.database import Database
from bot.storage.master_keys import MasterKeys, WrongKey, new_key
from bot.storage.tables import conversations_table, events_table, inbox_table, people_table
from bot.storage.vault import SealError, Vault

EVENT, CARD = events_table.c.event, people_table.c.card
KEY = new_key()


@pytest.fixture
def database(tmp_path):
    return Database(f"sqlite:///{tmp_path}/c.db")


@pytest.fixture
def vault():
    return Vault(MasterKeys(lambda: KEY))


def test_what_is_sealed_opens_again_in_another_process(database, vault):
    with database.session() as session:
        sealed = vault.seal_of(session, "a").seal({"text": "my calf cramps"}, EVENT)
    assert b"calf" not in sealed
    with database.session() as session:
        assert Vault(MasterKeys(lambda: KEY)).existing(session, "a").open(sealed, EVENT) == {"text": "my calf cramps"}


def test_the_same_words_never_look_the_same(database, vault):
    with database.session() as session:
        seal = vault.seal_of(session, "a")
        assert seal.seal("x", EVENT) != seal.seal("x", EVENT)


@pytest.mark.parametrize("change", [lambda s: s[:-1] + bytes([s[-1] ^ 1]), lambda s: s[:20], lambda s: b"", lambda s: bytes([s[0] ^ 1]) + s[1:]])
def test_what_was_changed_does_not_open(database, vault, change):
    with database.session() as session:
        seal = vault.seal_of(session, "a")
        with pytest.raises(SealError):
            seal.open(change(seal.seal("x", EVENT)), EVENT)


def test_it_opens_in_no_other_place(database, vault):
    with database.session() as session:
        sealed = vault.seal_of(session, "a").seal("x", EVENT)
        for seal, column in ((vault.seal_of(session, "b"), EVENT), (vault.seal_of(session, "a"), CARD)):
            with pytest.raises(SealError):
                seal.open(sealed, column)


def test_the_key_of_one_conversation_serves_no_other(database, vault):
    with database.session() as session:
        vault.seal_of(session, "a")
        key = session.execute(select(conversations_table.c.key)).scalar()
        session.execute(insert(conversations_table).values(conversation="b", key=key, version=0))
        with pytest.raises(SealError):
            vault.existing(session, "b")


def test_another_master_key_opens_nothing(database, vault):
    with database.session() as session:
        vault.seal_of(session, "a")
        with pytest.raises(SealError):
            Vault(MasterKeys(new_key)).existing(session, "a")


def test_a_new_key_leaves_nothing_that_the_old_one_opens(database, vault):
    with database.session() as session:
        old = vault.seal_of(session, "a")
        session.execute(insert(people_table).values(conversation="a", card=old.seal({"address": "7"}, CARD)))
        session.execute(insert(inbox_table).values(name="n", conversation="a", sent_at=0, received_at=0, message=None))
        vault.renew(session, "a")
        sealed = session.execute(select(CARD)).scalar()
        assert vault.existing(session, "a").open(sealed, CARD) == {"address": "7"}
        with pytest.raises(SealError):
            old.open(sealed, CARD)


def test_where_nothing_is_left_no_key_is_left(database, vault):
    with database.session() as session:
        vault.seal_of(session, "a")
        vault.renew(session, "a")
        assert vault.existing(session, "a") is None


def test_a_key_that_was_deleted_is_never_used_again(database, vault):
    with database.session() as session:
        sealed = vault.seal_of(session, "a").seal("x", EVENT)
        session.execute(delete(conversations_table))
        with pytest.raises(SealError):
            vault.seal_of(session, "a").open(sealed, EVENT)


def test_the_newest_master_key_wraps_and_the_older_ones_still_open(database):
    old, new = new_key(), new_key()
    keys = [old]
    vault = Vault(MasterKeys(lambda: "\n".join(keys), lambda: len(keys)))
    with database.session() as session:
        sealed = vault.seal_of(session, "a").seal("x", EVENT)
        keys.insert(0, new)
        assert vault.existing(session, "a").open(sealed, EVENT) == "x"
        vault.wrap_anew(session, "a", session.execute(select(conversations_table.c.key)).scalar())
        assert Vault(MasterKeys(lambda: new)).existing(session, "a").open(sealed, EVENT) == "x"
        with pytest.raises(SealError):
            Vault(MasterKeys(lambda: old)).existing(session, "a")


@pytest.mark.parametrize("text", ["", "short", "A" * 44, f"{'A' * 43}= nonsense"])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(WrongKey):
        MasterKeys(lambda: text).newest()


def test_a_server_goes_on_when_the_key_file_goes_away(tmp_path):
    file = tmp_path / "master.key"
    file.write_text(KEY)
    keys = MasterKeys(file.read_text, lambda: file.stat().st_mtime_ns)
    wrapped = keys.wrap(os.urandom(32), "a")
    file.unlink()
    assert keys.unwrap(wrapped, "a")


def test_a_change_by_another_hand_is_noticed(database, vault):
    with database.session() as session:
        seal = vault.seal_of(session, "a")
        session.execute(update(conversations_table).values(key=b"nonsense"))
        with pytest.raises(SealError):
            vault.existing(session, "a").open(seal.seal("x", EVENT), EVENT)
