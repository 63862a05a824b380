"""What goes to a team that answers in the provider's own software, and what is said beside it."""

from bot.channels.inbound import failure
from bot.channels.messaging.agreement import say
from bot.channels.messaging.card import Card
from bot.channels.messaging.rendering import Abilities, Part, rendered
from bot.channels.messaging.team import beside_team, to_team

NEW, AGREED = Card("1"), Card("1", agreed=True)
PERSON = {"text": "You can talk to a person.\n\nFor support with HIV:\n0800 1", "custom": {"kind": "person"}, "buttons": [{"title": "Carry on", "payload": "Carry on"}]}
QUESTION = {"text": "Do you have any?", "custom": {"kind": "question", "options": {"1": "fever"}}, "buttons": [{"title": "Skip", "payload": "Skip", "alone": True}]}
ORDINARY = {"text": "Which muscles are they?"}


def notes(replies):
    return [reply["text"] for reply in replies if reply.get("to_team")]


def test_a_failure_gives_the_conversation_to_the_team():
    for card in (NEW, AGREED):
        said = to_team(card, [ORDINARY, failure("1")])
        assert [reply["text"] for reply in said[:2]] == [ORDINARY["text"], failure("1")["text"]]
        assert notes(said) == [say("team_failed")["text"]]


def test_the_person_hears_that_the_team_was_asked_after_the_team_did():
    assert [bool(reply.get("to_team")) for reply in to_team(AGREED, [PERSON])] == [False, True, False]
    assert not any("HIV" in reply["text"] or reply.get("buttons") for reply in to_team(NEW, [PERSON]))


def test_no_question_is_asked_that_the_assistant_would_not_hear_the_answer_to():
    for replies in ([PERSON, QUESTION], [QUESTION, failure("1")]):
        parts, offer = rendered(to_team(AGREED, replies), Abilities(longest_text=500, longest_with_buttons=500, buttons=3, longest_button=20), "n")
        assert not any(QUESTION["text"] in part.text or part.choices for part in parts) and not offer.taps


def test_the_assistant_goes_on_with_everything_else():
    assert to_team(AGREED, [ORDINARY]) == []


def test_a_failure_is_said_also_beside_the_team_and_nothing_else():
    assert [reply["text"] for reply in beside_team(AGREED, [ORDINARY, failure("1")])] == [failure("1")["text"]]


def test_a_note_to_the_team_is_kept_as_one_and_offers_nothing():
    parts, offer = rendered(to_team(AGREED, [PERSON]), Abilities(longest_text=500, longest_with_buttons=500, buttons=3, longest_button=20), "n")
    assert [Part.from_dict(part.as_dict()).to_team for part in parts] == [False, True, False]
    assert offer.taps == () and not any(part.choices for part in parts)
