"""Lets a test set the clock of a server: seconds in the file $CLOCK_FILE are added to the time of day."""

import os
import time

_true_time = time.time


def _time():
    try:
        with open(os.environ["CLOCK_FILE"]) as file:
            return _true_time() + float(file.read() or 0)
    except (KeyError, OSError):
        return _true_time()


time.time = _time
