"""What can be typed behind `python -m bot keep`; it is read at every start, so it imports nothing else."""

from __future__ import annotations

import argparse
from pathlib import Path

#: What can be done, by the word that is typed.
WORKS = {
    "backup": "write a back-up into FOLDER, while servers are up",
    "restore": "put the newest back-up of FOLDER, or that file, into an empty database",
    "verify": "open everything that is sealed, and count what does not open",
    "rotate": "make a new master key and give all conversations to it",
    "new-key": "print a new master key",
    "purge": "delete now what is older than organisation.yml says",
    "report": "write what all conversations together tell, as one HTML file",
    "export": "write all that is kept of one person as JSON",
    "erase": "delete all that is kept of one person",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the commands to a parser."""
    commands = parser.add_subparsers(dest="work", required=True)
    for name, text in WORKS.items():
        command = commands.add_parser(name, help=text, description=text)
        if name in ("backup", "restore"):
            command.add_argument("folder", type=Path)
        if name == "report":
            command.add_argument("file", type=Path)
        if name in ("export", "erase"):
            command.add_argument("channel", help="the line the person writes on, such as whatsapp, telegram, twilio_sms, rest or web")
            command.add_argument("address", help="their number or id there; of rest, the sender; of web, what stands behind 'web:'")
            command.add_argument("--client", default="", help="of rest, the name of the client under channels: rest: clients")
