"""`make predict` and `make converse` keep the contract that others build on."""

import json

from bot.batch import converse_one, predict_one, read_lines, run_batch

PREDICTION = ["id", "symptoms", "negated", "medications", "past_or_other_medications", "red_flags", "triage", "intent", "reply"]
TURN = ["user", "bot", "triage", "red_flags"]
FINAL = ["triage", "red_flags", "contributors", "symptoms", "negated", "medications", "past_or_other_medications"]


async def test_a_prediction_has_exactly_the_agreed_keys(assistant):
    line = await predict_one(assistant, {"id": "p1", "text": "my calf cramps, no fever, I take Biktarvy and I used to take stavudine"})
    assert list(line) == PREDICTION
    assert line["id"] == "p1"
    assert line["symptoms"] == ["muscle_cramp"]
    assert line["negated"] == ["fever"]
    assert line["medications"] == ["bictegravir", "emtricitabine", "tenofovir alafenamide"]
    assert line["past_or_other_medications"] == ["stavudine"]
    assert line["red_flags"] == []
    assert isinstance(line["intent"], str) and isinstance(line["reply"], str) and line["reply"]


async def test_a_prediction_of_a_red_flag_carries_its_level(assistant):
    line = await predict_one(assistant, {"id": "p2", "text": "I have chest pain"})
    assert line["triage"] == "emergency"
    assert line["red_flags"] == ["chest_pain"]
    assert "999" in line["reply"]


async def test_each_prediction_is_a_new_conversation(assistant):
    await predict_one(assistant, {"id": "p3", "text": "I have chest pain"})
    line = await predict_one(assistant, {"id": "p4", "text": "my eyelid twitches"})
    assert line["triage"] == "self_care"


async def test_a_prediction_of_bad_input_has_the_agreed_keys_too(assistant):
    for number, text in enumerate(["", None, "a" * 5000, {"x": 1}, "/restart"]):
        line = await predict_one(assistant, {"id": f"bad-{number}", "text": text})
        assert list(line) == PREDICTION
        assert line["reply"]
        assert line["triage"] == "out_of_scope"


async def test_the_intent_is_that_of_the_message(assistant):
    line = await predict_one(assistant, {"id": "p5", "text": "are you a real person?"})
    assert line["intent"] == "ask_bot_identity"


async def test_a_transcript_has_exactly_the_agreed_keys(assistant):
    turns = ["hello", "my calves cramp and I take furosemide, no fever", "none of these", "I have chest pain"]
    line = await converse_one(assistant, {"id": "c1", "turns": turns})
    assert list(line) == ["id", "turns", "final"]
    assert [list(turn) for turn in line["turns"]] == [TURN] * 4
    assert [turn["user"] for turn in line["turns"]] == turns
    assert all(isinstance(turn["bot"], list) and turn["bot"] and all(isinstance(t, str) for t in turn["bot"]) for turn in line["turns"])
    assert list(line["final"]) == FINAL


async def test_a_transcript_ends_with_everything_that_was_told(assistant):
    turns = ["my calves cramp and I take furosemide, no fever", "none of these", "my feet are numb", "I have chest pain"]
    final = (await converse_one(assistant, {"id": "c2", "turns": turns}))["final"]
    assert final["triage"] == "emergency"
    assert "chest_pain" in final["red_flags"]
    assert {"muscle_cramp", "numbness"} <= set(final["symptoms"])
    assert "fever" in final["negated"]
    assert final["medications"] == ["furosemide"]
    assert "diuretics" in [c["cause"] for c in final["contributors"]]
    assert all(set(c) == {"cause", "tier", "because", "sources"} for c in final["contributors"])


async def test_the_levels_of_a_transcript_are_those_after_each_message(assistant):
    turns = ["hello", "my eyelid twitches", "and my feet are numb", "now I have chest pain"]
    line = await converse_one(assistant, {"id": "c3", "turns": turns})
    assert [turn["triage"] for turn in line["turns"]] == ["out_of_scope", "self_care", "routine", "emergency"]


async def test_a_batch_writes_one_line_for_each_item_in_order(assistant, tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in enumerate(["my calf cramps", "hallo ✓ émile", "I have chest pain"])) + "\n", "utf-8")
    count = await run_batch(assistant, predict_one, read_lines(source), out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert count == 3
    assert [line["id"] for line in lines] == [0, 1, 2]
