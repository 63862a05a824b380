"""The desk on a real database, with a team's side that can be made to fail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, SlotSet, UserUttered

from bot.channels.messaging.line import SendError
from bot.hand_over.backend import FromTeam, HandoffBackend
from bot.hand_over.desk import HelpDesk
from bot.settings import content, phrasebook
from bot.storage.requests import Requests
from tests.server.sealed import store_at

WORDS = content().words.hand_over.say
SOMEBODY = "telegram:abc"
PERSON = [{"text": "You can talk to a person.", "custom": {"kind": "person"}}]
EMERGENCY = [{"text": "This needs emergency help now.", "custom": {"kind": "emergency"}}]


class Team(HandoffBackend):
    """The team's side: notes what it takes; `errors` are raised first."""

    answers_here = True

    def __init__(self):
        self.cases, self.told, self.errors = [], [], []

    async def ask(self, line, case):
        if self.errors:
            raise self.errors.pop(0)
        self.cases.append(case)
        return "place-1"

    async def tell(self, line, case, text):
        self.told.append(text)


class People:
    """Writes into the database; notes what is said to people unasked."""

    def __init__(self, store):
        self.store, self.said = store, []

    async def say(self, conversation, replies):
        self.said += [reply["text"] for reply in replies]

    async def say_from_helper(self, conversation, text):
        self.said.append(f"helper: {text}")

    async def write(self, conversation, *events):
        tracker = await self.store.retrieve(conversation)
        for event in events:
            tracker.update(event)
        await self.store.save(tracker)


class Scene:
    """Somebody who has said that their calf cramps, and the desk."""

    def __init__(self, store):
        self.store, self.team, self.people = store, Team(), People(store)
        self.requests = Requests(store)
        self.desk = HelpDesk(self.team, self.requests, store, self.people, patience=600, idle=1200)

    async def begin(self):
        tracker = await self.store.create_tracker(SOMEBODY, append_action_listen=False)
        cramp = {"entity": "symptom", "value": "muscle_cramp", "start": 0, "end": 6}
        for event in (SessionStarted(), UserUttered("cramps", {"name": "report_symptoms"}, [cramp])):
            tracker.update(event)
        await self.store.save(tracker)
        return self

    async def say(self, words, assistant=()):
        """What is said to words that the assistant answers with `assistant`."""

        async def answer():
            return list(assistant)

        return [reply["text"] for reply in await self.desk.around(SOMEBODY, words, answer)]

    async def ask(self, how="without_notes"):
        await self.say("talk to a person", PERSON)
        return await self.say(WORDS[how])

    async def later(self, seconds):
        """Lets time pass for the request, and the desk look."""
        request = await self.requests.of(SOMEBODY)
        if request:
            helped = request.helper_at - seconds if request.helper_at else 0
            await self.requests.put(SOMEBODY, replace(request, asked_at=request.asked_at - seconds, helper_at=helped))
        await self.desk.see_to_all()
        said, self.people.said = self.people.said, []
        return said


@pytest.fixture
async def scene(tmp_path):
    store = store_at(f"sqlite:///{tmp_path}/c.db", domain=Domain.load("domain.yml"))
    return await Scene(store).begin()


def filled(name):
    return phrasebook().fill(WORDS[name], when=WORDS["open"])


async def test_nobody_is_asked_before_the_person_wants_it(scene):
    said = await scene.say("talk to a person", PERSON)
    assert said == [PERSON[0]["text"], WORDS["offer"]] and not scene.team.cases
    assert await scene.say(WORDS["not_now"]) == [WORDS["declined"]] and not scene.team.cases
    assert await scene.say(WORDS["with_notes"], EMERGENCY) == [EMERGENCY[0]["text"]]


async def test_the_notes_are_shared_only_with_consent(scene):
    assert await scene.ask("without_notes") == [filled("asked")]
    assert scene.team.cases[0].notes is None
    await scene.desk.helper_left(SOMEBODY)
    await scene.ask("with_notes")
    assert "muscle cramps" in scene.team.cases[1].notes


async def test_the_team_is_not_asked_twice(scene):
    await scene.ask()
    assert await scene.say("talk to a person", PERSON) == [PERSON[0]["text"], filled("already")]
    assert await scene.say(WORDS["with_notes"]) == [filled("already")]
    assert len(scene.team.cases) == 1


async def test_what_is_written_afterwards_reaches_the_team(scene):
    await scene.say("before")
    await scene.ask()
    await scene.say("after")
    assert scene.team.told == ["after"]


async def test_danger_stands_before_everything(scene):
    assert (await scene.say("talk to a person, my chest hurts", [*EMERGENCY, *PERSON]))[0] == EMERGENCY[0]["text"]


async def test_a_team_that_cannot_be_reached_is_tried_again_and_the_person_knows(scene):
    scene.team.errors = [SendError(again=True)] * 2
    assert await scene.ask() == [filled("asking")]
    assert await scene.later(1) == [] and await scene.later(1) == [filled("asked")] and len(scene.team.cases) == 1


@pytest.mark.parametrize("error", [SendError(again=False, status=401), SendError(again=True)])
async def test_a_team_that_is_not_reached_is_never_claimed_to_be(scene, error):
    scene.team.errors = [error] * 3
    first = await scene.ask()
    said = first if first == [filled("failed")] else await scene.later(400)
    assert said == [filled("failed")] and not scene.team.cases
    assert (await scene.ask()) != [filled("already")]


async def test_who_waits_long_hears_once_that_nobody_has_come(scene):
    await scene.ask()
    assert await scene.later(300) == []
    assert await scene.later(400) == [filled("still_waiting")]
    assert await scene.later(400) == []


async def test_nobody_is_told_to_wait_while_a_helper_is_there(scene):
    await scene.ask()
    await scene.desk.helper_wrote(SOMEBODY)
    assert await scene.later(700) == []


async def test_a_helper_who_says_nothing_more_loses_the_conversation_to_the_assistant(scene):
    await scene.people.write(SOMEBODY, SlotSet("helper", "here"))
    await scene.desk.helper_wrote(SOMEBODY)
    assert await scene.later(1000) == []
    assert await scene.later(300) == [filled("back")]
    assert (await scene.store.retrieve(SOMEBODY)).get_slot("helper") is None


async def test_the_person_can_have_the_assistant_back(scene):
    assert await scene.say("assistant", EMERGENCY) == [EMERGENCY[0]["text"]]  # nobody else is there
    await scene.people.write(SOMEBODY, SlotSet("helper", "here"))
    assert await scene.say("Assistant!", EMERGENCY) == [WORDS["taken_back"]]
    assert (await scene.store.retrieve(SOMEBODY)).get_slot("helper") is None


async def test_what_the_team_writes_in_its_own_software_reaches_the_person_once(scene):
    await scene.ask()
    for _ in range(2):
        await scene.desk.from_team(FromTeam("place-1", "message:1", text="I am Ada. How are you?"))
    assert scene.people.said == ["helper: I am Ada. How are you?"]
    assert (await scene.store.retrieve(SOMEBODY)).get_slot("helper") == "here"
    await scene.desk.from_team(FromTeam("place-1", "status:1", left=True))
    assert (await scene.store.retrieve(SOMEBODY)).get_slot("helper") is None


async def test_what_belongs_to_no_request_reaches_nobody(scene):
    await scene.ask()
    await scene.desk.from_team(FromTeam("place-2", "message:1", text="hello"))
    assert scene.people.said == []


async def test_where_the_team_cannot_answer_here_a_way_to_reach_the_person_is_asked_for(scene):
    scene.team.answers_here = False
    assert (await scene.say("talk to a person", PERSON))[-1] == WORDS["offer_contact"]
    assert await scene.say(WORDS["without_notes"]) == [WORDS["contact"]]
    said = await scene.say("call 07700 900123 my chest hurts", [*EMERGENCY, {"text": "A question?"}])
    assert said == [EMERGENCY[0]["text"], filled("asked")]
    assert scene.team.cases[0].contact == "call 07700 900123 my chest hurts"
    assert (await scene.requests.of(SOMEBODY)).contact == ""


async def test_without_a_way_to_reach_them_nobody_is_asked(scene):
    scene.team.answers_here = False
    await scene.ask()
    assert await scene.say("my leg hurts", [{"text": "A question?"}]) == [WORDS["no_contact"], "A question?"]
    assert not scene.team.cases


async def test_what_the_desk_says_is_part_of_the_conversation(scene):
    await scene.ask()
    kept = [e.text for e in (await scene.store.retrieve(SOMEBODY)).events if isinstance(e, BotUttered)]
    assert kept == [WORDS["offer"], filled("asked")]


async def test_requests_are_sealed_and_survive_a_restart(scene, tmp_path):
    scene.team.answers_here = False
    scene.team.errors = [SendError(again=True)]
    await scene.ask()
    await scene.say("call 07700 900123")
    assert b"07700" not in (tmp_path / "c.db").read_bytes()
    again = Scene(scene.store)
    assert await again.later(0) == [filled("asked")] and "07700 900123" in again.team.cases[0].contact
