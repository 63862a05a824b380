"""An everyday report, with the times and circumstances people name, is no alarm.

Pieces are put together in every way, so that no word of a red-flag sign may stand
for the sign by itself.
"""

from itertools import product

import pytest

from bot.clinical.assess import assess
from bot.clinical.evidence import Turn
from bot.clinical.fold import fold

PARTS = ["calf", "calves", "foot", "thigh", "leg", "legs", "hand", "arm", "back", "shoulder", "eyelid", "toes"]
COMPLAINTS = ["cramps", "cramp", "twitches", "aches", "hurts", "is sore", "spasms", "feels tight", "jumps", "is stiff"]
CIRCUMSTANCES = [
    "for 2 weeks", "for 7 months", "for 3 days", "for 8 months now", "since 6 months", "since monday", "since last week", "for a year",
    "every night", "twice a week", "three times a day", "for 20 minutes", "at 3am", "in the morning", "after football", "after a long shift",
    "when I stretch in bed", "since I started Biktarvy", "on TLD 5 years now", "when it is cold", "in the heat", "when I climb the stairs",
    "while driving", "while I am eating", "when I sit on the toilet", "after a hot bath", "after a hot day", "and I do not know why", "and it drives me mad",
    "again, this cramp will be the death of me", "so I cannot sleep", "so I hop around the bed", "after sex", "when I wear my old slippers",
]


@pytest.mark.parametrize("circumstance", CIRCUMSTANCES)
def test_an_everyday_report_is_no_alarm(reader, content, circumstance):
    alarmed = {}
    for part, complaint in product(PARTS, COMPLAINTS):
        text = f"my {part} {complaint} {circumstance}"
        flags = assess(fold([Turn(0, text, "report_symptoms", tuple(reader.read(text)))], content), content).red_flags
        if flags:
            alarmed[text] = [flag.name for flag in flags]
    assert alarmed == {}
