"""`python -m bot COMMAND`: what the make targets call."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path

from dotenv import load_dotenv

_COMMANDS = {
    "run": "train if needed, then start the chat",
    "chat": "talk to the assistant in this terminal",
    "train": "train the model if the training data changed",
    "server": "start the chat server only, and not again when it ends",
    "actions": "start an action server, for chat servers elsewhere",
    "validate": "let Rasa check the domain, rules and stories",
    "check": "check everything in content/, and the settings",
    "sign-off": "write the clinical sign-off sheet",
    "predict": "what each message of a JSON-lines file means",
    "converse": "what is said in each conversation of a JSON-lines file",
    "keep": "back up, restore, verify, rotate keys, export, erase, purge",
}


def main() -> int:
    """Runs one command.

    Returns:
        Exit code: 0 when it worked, 1 with a sentence for all that is wrong when it did not.
    """
    parser = argparse.ArgumentParser(prog="python -m bot")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in _COMMANDS.items():
        command = commands.add_parser(name, help=text)
        if name in ("predict", "converse"):
            command.add_argument("input", type=Path)
            command.add_argument("output", type=Path)
        if name == "sign-off":
            command.add_argument("output", type=Path)
        if name == "keep":
            from bot.custody.arguments import add_arguments

            add_arguments(command)
    arguments = parser.parse_args()
    load_dotenv(Path(__file__).resolve().parents[1] / ".env")
    from bot.clinical.content import ContentError
    from bot.model import ModelError
    from bot.processes import StartError
    from bot.settings import SettingsError

    try:
        return _run(arguments)
    except SettingsError as error:
        return _failed(*error.sentences)
    except (ContentError, ModelError, StartError, ValueError) as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return 0


def _failed(*sentences: str) -> int:
    for sentence in sentences:
        print(f"Steady: {' '.join(sentence.split())}", file=sys.stderr)
    return 1


def _run(arguments: argparse.Namespace) -> int:
    from bot.settings import content, settings

    command = arguments.command
    if command == "check":
        from bot.clinical.content_check import problems
        from bot.nlu.examples import problems_of_examples

        found = [*problems(content()), *problems_of_examples(content())]
        print("\n".join(found) or "The content and the settings are complete.")
        return 1 if found else 0
    if command == "validate":
        from bot.model import validate

        return validate()
    if command == "sign-off":
        from bot.sign_off import write_sheet

        count = write_sheet(content(), arguments.output, date.today())
        print(f"{count} statements: {arguments.output}")
        return 0
    if command == "keep":
        from bot.custody.commands import run

        return run(arguments)
    settings()
    from bot.logs import configure

    configure(as_json=settings().logs == "json")
    if command == "actions":
        from bot.action_server import serve as serve_actions

        serve_actions(settings())
        return 0
    from bot.model import model_or_error, train_if_needed

    if command == "run":
        from bot.processes import keep_running

        train_if_needed()
        return keep_running(settings())
    if command == "train":
        print(train_if_needed())
        return 0
    if command == "server":
        import gc

        from bot.processes import require_room

        gc.disable()  # nothing that is loaded goes away; the server turns it on again when it is ready

        path = model_or_error()
        require_room(settings())  # before Rasa is imported, which takes its time
        from bot.server import serve

        serve(settings(), path)
        return 0
    model = train_if_needed()
    if command == "chat":
        from bot.terminal import chat

        asyncio.run(chat(model))
        return 0
    from bot.batch import converse_one, predict_one, read_lines, run_batch
    from bot.local import LocalAssistant

    work = predict_one if command == "predict" else converse_one
    items = list(read_lines(arguments.input))
    count = asyncio.run(run_batch(LocalAssistant(model), work, items, arguments.output))
    print(f"{count} done: {arguments.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
