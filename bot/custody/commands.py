"""`python -m bot keep ...`: what an operator does with the conversations."""

from __future__ import annotations

import argparse
import json
import sys
import time
from functools import partial
from typing import Callable, Dict, Text

from sqlalchemy.exc import SQLAlchemyError

from bot.custody.archive import ArchiveError
from bot.custody.backup import NotEmpty, back_up, restore
from bot.custody.keys import verify, wrap_all_anew
from bot.custody.person import conversation_of, erase, export
from bot.processes import database_url
from bot.report.page import write_report
from bot.report.tally import all_counts, keep_tally
from bot.settings import Settings, SettingsError, settings
from bot.storage.database import Database
from bot.storage.key_files import master_key_file, master_keys, signing_secret, write_key_file
from bot.storage.master_keys import WrongKey, new_key
from bot.storage.names import Names
from bot.storage.retention import Retention
from bot.storage.vault import SealError, Vault


def run(arguments: argparse.Namespace) -> int:
    """Does one piece of work.

    Args:
        arguments: As `bot.custody.arguments` reads them.

    Returns:
        Exit code: 0, or 1 when something does not open or nobody was found.

    Raises:
        SettingsError: When it cannot be done; the message says what to mend.
    """
    if arguments.work == "new-key":
        print(new_key())
        return 0
    try:
        return _WORK[arguments.work](arguments, settings())
    except (SQLAlchemyError, OSError) as error:
        raise SettingsError(f"That could not be done ({type(error).__name__}): look at the database, the folder and its free space.") from error
    except (SealError, WrongKey) as error:
        raise SettingsError("The master key does not open the conversations. Put back the right one: see 'Keys' in docs/operations.md.") from error


def _back_up(arguments: argparse.Namespace, settings: Settings) -> int:
    path, count = back_up(_database(settings), arguments.folder, time.time())
    print(f"{count:,} conversations: {path}. The master key is not in it: keep that elsewhere.")
    return 0


def _restore(arguments: argparse.Namespace, settings: Settings) -> int:
    try:
        count, left_out = restore(_database(settings), master_keys(settings), arguments.folder)
    except ArchiveError as error:
        raise SettingsError(f"{error} Nothing was restored.") from error
    except NotEmpty as error:
        raise SettingsError("There are conversations in the database already. Restore into an empty one: move the old one away first.") from error
    print(f"{count:,} conversations are back. {left_out:,} rows of conversations that were erased since were left out.")
    return 0


def _verify(_: argparse.Namespace, settings: Settings) -> int:
    found = verify(_database(settings), Vault(master_keys(settings)))
    print(f"{found['conversations']:,} conversations: {found['opened']:,} rows open, {found['closed']:,} do not.")
    return 1 if found["closed"] else 0


def _rotate(_: argparse.Namespace, settings: Settings) -> int:
    database, master = _database(settings), master_keys(settings)
    if settings.master_key:
        done = wrap_all_anew(database, Vault(master), master)
        print(f"{done:,} conversations were given to the first key of STEADY_MASTER_KEY. Take out the others, and start the servers again.")
        return 0
    path = master_key_file(settings)
    # The new one first, the old ones behind it until nothing needs them; servers that are up notice.
    write_key_file(path, f"{new_key()}\n{path.read_text(encoding='ascii')}")
    done = wrap_all_anew(database, Vault(master), master)
    write_key_file(path, path.read_text(encoding="ascii").split()[0])
    print(f"{done:,} conversations were given to the new key in '{path}'. Keep a copy of it elsewhere, and make a new back-up.")
    return 0


def _purge(_: argparse.Namespace, settings: Settings) -> int:
    database, vault = _database(settings), Vault(master_keys(settings))
    with database.session() as session:
        count = Retention(database, settings.organisation.retention, partial(keep_tally, vault=vault)).delete_old(session, time.time())
    print(f"{count:,} conversations were deleted.")
    return 0


def _report(arguments: argparse.Namespace, settings: Settings) -> int:
    with _database(settings).session() as session:
        counts = all_counts(session, Vault(master_keys(settings)))
    write_report(arguments.file, settings.organisation.name, counts, time.time())
    print(f"Written to {arguments.file}. Numbers below 5 are not shown.")
    return 0


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    kept = export(_database(settings), Vault(master_keys(settings)), _conversation(arguments, settings))
    if kept is None:
        return _nobody()
    print(json.dumps(kept, ensure_ascii=False, indent=2))
    return 0


def _erase(arguments: argparse.Namespace, settings: Settings) -> int:
    if not erase(_database(settings), _conversation(arguments, settings)):
        return _nobody()
    print("Deleted, with the key: back-ups cannot bring it back once the next one is made.")
    return 0


def _nobody() -> int:
    print("Nothing is kept of such a person.", file=sys.stderr)
    return 1


def _conversation(arguments: argparse.Namespace, settings: Settings) -> Text:
    return conversation_of(Names(signing_secret(settings)), arguments.channel, arguments.address, arguments.client)


def _database(settings: Settings) -> Database:
    return Database(database_url(settings))


_WORK: Dict[Text, Callable[[argparse.Namespace, Settings], int]] = {
    "backup": _back_up,
    "restore": _restore,
    "verify": _verify,
    "rotate": _rotate,
    "purge": _purge,
    "report": _report,
    "export": _export,
    "erase": _erase,
}
