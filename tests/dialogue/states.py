"""Every state that a conversation can be in, each built once."""

from tests.dialogue.talk import Talk

#: Ways into the interview that between them open every question.
_WAYS = [
    ("my calf cramps", "none of these"),
    ("carry on", "none of these"),
    ("my legs ache and I take atorvastatin", "none of these"),
    ("I take zidovudine and my muscles ache", "skip"),
    ("I take raltogavor and my legs ache", "no"),
    ("my feet burn", "skip"),
    ("my eyelid twitches", "none of these"),
    ("my calf cramps at night for three weeks, I drink and sleep well", "none of these"),
]
OTHER_STATES = ["first message", "after a greeting", "during a correction", "after the explanation", "after an earlier referral", "after start again", "after stop", "after a question"]


async def build_states(assistant, questions):
    """Conversations by the name of their state; a question that no way opens is missing."""
    states = {"first message": Talk(assistant)}
    for opening, answer in _WAYS:
        talk = Talk(assistant)
        await talk.say(opening)
        while question := await talk.open_question():
            if question not in states:
                states[question] = await talk.copy()
            if len(states) > len(questions) + 2:
                break
            await talk.say(answer)
        if opening == "my calf cramps":
            states["after the explanation"] = await talk.copy()
    states["after a greeting"] = await _after(assistant, "hello")
    states["during a correction"] = await _after(assistant, "my calf cramps and I take atorvastatin", "sorry, that was wrong, I do not take atorvastatin")
    states["after an earlier referral"] = await _after(assistant, "my calf cramps", "I have blood in my sputum and chest pain")
    states["after start again"] = await _after(assistant, "my calf cramps and my chest hurts", "start again")
    states["after stop"] = await _after(assistant, "my calf cramps", "stop")
    states["after a question"] = await _after(assistant, "what is a muscle spasm?")
    return states


async def _after(assistant, *texts):
    talk = Talk(assistant)
    await talk.say(*texts)
    return talk
