"""Rasa's own server, as `rasa run` starts it: `python rasa_server.py FOLDER PORT`; the model is in FOLDER/models.

Rasa 3.6 was written for an older Sanic, which had no worker manager: one process is asked for by name here.
"""

import sys
from functools import partialmethod
from pathlib import Path

from rasa.core.run import serve_application
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic


def main(folder: Path, port: int) -> None:
    """Serves REST until it is stopped."""
    Sanic.run = partialmethod(Sanic.run, single_process=True, motd=False)
    model = next((folder / "models").glob("*.tar.gz"))
    serve_application(str(model), channel="rest", port=port, endpoints=AvailableEndpoints.read_endpoints(str(folder / "endpoints.yml")))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
