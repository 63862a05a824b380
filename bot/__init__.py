"""Steady: what the Rasa process imports."""

import os

from bot.left_out import stand_in

# These must stand before Rasa and its libraries are imported, whoever imports them.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TQDM_DISABLE", "1")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
for _library in ("OPENBLAS", "OMP"):
    # Its sums are small: more threads only wait for each other, and took half of the processor.
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
stand_in()
