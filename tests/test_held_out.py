"""The held-out sets, which training and tuning never saw, stay within their thresholds."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "evaluation"))


async def test_the_held_out_figures_stay_within_their_thresholds(assistant):
    import score

    result, _ = await score.figures(assistant)
    assert score.failures(result) == []
