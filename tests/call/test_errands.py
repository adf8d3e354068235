"""An agent gives the caller back to the bot for a simple step: whole calls on the jumping clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from tests.call.scene import Scene, play
from tests.call.test_queued_calls import both, later, signed_in
from tests.fakes import FakeAgent, FakeVoices, Pressed, Quiet, Said, press, quiet, say
from voice.call import errands
from voice.call.bridge import TalkEnd
from voice.call.dialog_stage import DialogStage
from voice.call.last_resort import SORRY
from voice.call.live_desk import GivesBack, LiveDesk, Ticket
from voice.call.queue_words import BACK, GIVEN, RETURNED
from voice.call.services import LookUp
from voice.desk.agents import Status
from voice.desk.refusals import NotYours
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.events import (
    AgentHeld,
    AgentLost,
    BotSpoke,
    CallerSpoke,
    ErrandEnded,
    ErrandGiven,
    HandoffAccepted,
    QueueJoined,
    SurveyAnswered,
    TurnTaken,
)
from voice.turn import (
    EndReason,
    ErrandOutcome,
    HandoffFailure,
    Language,
    Lookup,
    Queue,
    Target,
    TransferReason,
)

Step = Callable[[LiveDesk, Ticket | None], object]


@lru_cache
def plan() -> Dialplan:
    """The shop with errands, whose people are a queue."""
    made = load_plan(Path(__file__).parent / "errands").model_copy()
    made.__dict__["targets"] = {"support": Target("support", "", queue=Queue("support"))}
    return made


def desk_of(ticket: Ticket | None) -> GivesBack:
    assert ticket is not None and ticket.errands is not None
    return ticket.errands


def gives(errand: str = "order") -> Step:
    return lambda live, ticket: desk_of(ticket).start(errand)


def takes_back(live: LiveDesk, ticket: Ticket | None) -> None:
    desk_of(ticket).take_back()


async def _no_data(plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
    raise LookupFailed("there is no database in this scene")


def call(
    *steps: tuple[float, Step],
    then: Sequence[Said | Quiet | Pressed] = (),
    marie: FakeAgent | None = None,
    zoe: FakeAgent | HandoffFailure | None = None,
    until: float = 45,
    voices: FakeVoices | None = None,
    look_up: LookUp = _no_data,
    stopped_after: float | None = None,
) -> tuple[Scene, LiveDesk]:
    """Marie has the caller from about 19 s on; from 33 s on he does `then`, and is quiet for `until` s."""
    seen: list[LiveDesk] = []
    agents: dict[str, FakeAgent | HandoffFailure] = {"marie": marie or FakeAgent(talk_seconds=50)}
    agents |= {"zoe": zoe} if zoe is not None else {}
    scene = play(
        quiet(5), say("a person please"), quiet(27), *then, quiet(until), plan=plan(), agents=agents,
        voices=voices, look_up=look_up, stopped_after=stopped_after,
        desk=both(seen.append, signed_in("marie"), later(*steps)),
    )  # fmt: skip
    return scene, seen[0]


def loudest(sound: bytes, since: float, until: float, *, side: int | None = None) -> int:
    """Of what was heard in these seconds; `side` 1 of a stereo recording is what the caller hears."""
    played = np.frombuffer(sound, dtype="<i2").astype(np.int32)
    played = played if side is None else played.reshape(-1, 2)[:, side]
    return int(np.abs(played[int(since * 8000) : int(until * 8000)]).max())


KEYED = tuple(press(key) for key in "1234")


def test_the_bot_takes_a_number_and_the_same_agent_has_the_caller_again() -> None:
    states: list[object] = []

    def look(live: LiveDesk, ticket: Ticket | None) -> None:
        given = desk_of(ticket)
        under_way = given.under_way
        states.append(under_way.title["en"] if under_way else None)
        states.append([(slot.name, slot.value) for slot in given.taken(given.so_far())])

    scene, live = call((25, gives()), (30, look), (48, look), then=KEYED)
    given, ended = scene.one(ErrandGiven), scene.one(ErrandEnded)
    assert (given.agent, given.errand, given.then) == ("Marie", "order", "back")
    assert (ended.outcome, ended.slots, ended.agent_there) == (ErrandOutcome.DONE, ("order",), True)
    assert states == ["take the order number", [], None, [("order", "1234")]]
    assert scene.one(HandoffAccepted).agent == "Marie" and len(scene.all(QueueJoined)) == 1
    assert scene.dialer.rang == ["marie"]  # she was not rung again
    assert scene.watch.errands == ["done"]
    assert "Key in your order number." in scene.said
    assert scene.said[-2:] == ["Thank you.", "I'm putting you back through to my colleague."]
    assert BACK["en"] in scene.voices.said and GIVEN["en"] in scene.voices.said
    assert loudest(scene.stereo, ended.at + 1, ended.at + 3, side=1) > 5000  # Marie
    assert scene.reason is EndReason.AGENT_HUNG_UP
    assert live.desk.agent("marie").status is Status.WRAP_UP
    brief = scene.briefs[-1][1]
    assert [(slot.name, slot.value) for slot in brief.slots] == [("order", "1234")]
    assert "Marie gave the caller to the bot (take the order number): done." in brief.summary
    assert any("Key in your order number." in line.text for line in brief.transcript)


def test_neither_hears_the_other_meanwhile_and_the_agent_hears_a_quiet_tone() -> None:
    marie = FakeAgent(talk_seconds=50)
    scene, _ = call((24, gives()), then=[quiet(2)], marie=marie, until=0)
    began = scene.one(ErrandGiven).at
    pauses = scene.stereo
    talk = loudest(pauses, began - 2, began - 0.5, side=1)
    assert talk > 5000
    # What the caller hears in the errand is the bot; while it listens he hears nothing of Marie.
    assert loudest(pauses, began + 8.5, began + 9.5, side=1) < 100
    tone = np.frombuffer(bytes(marie.heard[-16000:]), "<i2").astype(np.int32)
    assert 50 < np.abs(tone).max() < 1500


@pytest.mark.parametrize("key", [False, True])
def test_the_agent_takes_the_caller_back_by_button_or_by_key(key: bool) -> None:
    def press_one(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.leg is not None
        ticket.leg.press("1")

    scene, _ = call((25, gives()), (29, press_one if key else takes_back))
    ended = scene.one(ErrandEnded)
    assert ended.outcome is ErrandOutcome.TAKEN_BACK and ended.at < 36
    assert scene.said[-1] == "Here is my colleague again."
    assert loudest(scene.stereo, ended.at + 0.5, ended.at + 3, side=1) > 5000
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie"]


def test_a_survey_ends_the_call_as_the_plan_says() -> None:
    scene, live = call((25, gives("opinion")), then=[press("4")])
    assert scene.one(SurveyAnswered).mark == 4
    assert scene.one(ErrandEnded).outcome is ErrandOutcome.DONE
    assert scene.reason is EndReason.COMPLETED
    assert scene.said[-1].endswith("Goodbye.")
    assert live.desk.agent("marie").status is Status.WRAP_UP and not live.tickets


@pytest.mark.parametrize(
    ("errand", "then", "outcome", "reason"),
    [
        ("order", [], ErrandOutcome.SILENT, None),
        ("order", [say("a person please")], ErrandOutcome.PERSON, TransferReason.CALLER_ASKED),
        ("order", [press("0"), quiet(3)], ErrandOutcome.PERSON, TransferReason.CALLER_ASKED),
        ("order", [say("goodbye")], ErrandOutcome.STOPPED, None),
        ("order", [say("help", broken=True)], ErrandOutcome.PERSON, TransferReason.ENGINE_FAILED),
        ("payment", [], ErrandOutcome.PERSON, TransferReason.LOOKUP_FAILED),
        ("opinion", [say("I want a person please")], ErrandOutcome.PERSON, TransferReason.CALLER_ASKED),
    ],
)
def test_whatever_else_happens_brings_the_caller_back_to_the_agent(
    errand: str, then: list[Said | Quiet | Pressed], outcome: ErrandOutcome, reason: TransferReason | None
) -> None:
    scene, _ = call((25, gives(errand)), then=then)
    ended = scene.one(ErrandEnded)
    assert (ended.outcome, ended.reason) == (outcome, reason)
    assert loudest(scene.stereo, ended.at + 1, ended.at + 3, side=1) > 5000  # Marie
    assert scene.dialer.rang == ["marie"] and len(scene.all(QueueJoined)) == 1
    assert scene.reason is EndReason.AGENT_HUNG_UP


@pytest.mark.parametrize("lost", [False, True])
def test_an_agent_who_is_gone_meanwhile_leaves_the_caller_at_the_head_of_the_queue(lost: bool) -> None:
    scene, live = call(
        (25, gives()), (26, lambda live, ticket: signed_in("zoe")(live)), then=KEYED,
        marie=FakeAgent(talk_seconds=14, lost=lost), zoe=FakeAgent(talk_seconds=5), until=60,
    )  # fmt: skip
    ended = scene.one(ErrandEnded)
    assert (ended.outcome, ended.agent_there) == (ErrandOutcome.DONE, False)
    assert [event.at < ended.at for event in scene.all(AgentLost)] == [True] * lost
    assert RETURNED["en"] in scene.voices.said
    assert not any("putting you back" in text for text in scene.said)
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie", "Zoe"]
    assert scene.all(QueueJoined)[1].position == 1
    assert live.desk.agent("marie").status is (Status.BREAK if lost else Status.WRAP_UP)
    accepted = scene.briefs[-1][1]
    assert [(slot.name, slot.value) for slot in accepted.slots] == [("order", "1234")]
    assert scene.reason is EndReason.AGENT_HUNG_UP


def test_a_caller_who_hangs_up_with_the_bot_is_seen_at_once() -> None:
    scene, live = call((25, gives()), until=0)
    ended = scene.one(ErrandEnded)
    assert ended.outcome is ErrandOutcome.CALLER_GONE
    assert scene.reason is EndReason.CALLER_HUNG_UP
    assert scene.events[-1].at - ended.at < 0.5
    assert live.desk.agent("marie").status is Status.WRAP_UP and not live.tickets


@pytest.mark.parametrize("lost", [False, True])
def test_who_hangs_up_with_the_bot_when_the_agent_is_gone_leaves_nobody_behind(lost: bool) -> None:
    scene, live = call((22, gives()), marie=FakeAgent(talk_seconds=8, lost=lost), until=0)
    assert len(scene.all(AgentLost)) == lost
    assert scene.one(ErrandEnded).outcome is ErrandOutcome.CALLER_GONE
    assert not live.tickets and not live.desk.waiting and live.desk.talk_with("marie") is None


def test_who_comes_back_to_an_empty_desk_is_offered_a_call() -> None:
    def signs_out(live: LiveDesk, ticket: Ticket | None) -> None:
        live.act(lambda desk, now: desk.gone("marie", now))

    scene, live = call(
        (22, gives()), (34, signs_out), marie=FakeAgent(talk_seconds=8), then=KEYED, until=60
    )  # fmt: skip
    assert scene.one(ErrandEnded).outcome is ErrandOutcome.DONE
    assert RETURNED["en"] in scene.voices.said
    assert any("call you back" in text for text in scene.said), scene.said
    assert not live.desk.waiting


def test_words_begun_before_it_are_the_agents() -> None:
    scene, _ = call((33.5, gives()), then=[say("all right then", seconds=2.0)], until=12)
    assert scene.one(CallerSpoke).text == "all right then"
    assert not [event for event in scene.all(TurnTaken)[1:] if event.turn.heard]


def test_it_does_not_go_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "MOST_SECONDS", 3.0)
    scene, _ = call((25, gives()), until=20)
    ended = scene.one(ErrandEnded)
    assert ended.outcome is ErrandOutcome.TOO_LONG and ended.at < 37
    assert "putting you back through" in scene.said[-1]
    assert loudest(scene.stereo, ended.at + 1, ended.at + 3, side=1) > 5000  # Marie


@pytest.mark.parametrize("what", ["give_back", "take_back"])
def test_a_bot_that_breaks_leaves_the_caller_with_the_agent(
    monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(DialogStage, what, breaks)
    scene, _ = call(
        (25, gives()), (28, takes_back) if what == "take_back" else (28, lambda *_: None), until=5
    )
    ended = scene.one(ErrandEnded)
    assert (ended.outcome, ended.reason) == (ErrandOutcome.PERSON, TransferReason.ENGINE_FAILED)
    assert loudest(scene.stereo, ended.at + 1, ended.at + 3, side=1) > 5000  # Marie


def test_an_end_that_cannot_be_written_down_leaves_the_caller_with_the_agent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(errands, "ErrandEnded", fail)
    scene, live = call((25, gives()), (28, takes_back), until=10)
    said = next(event for event in scene.all(BotSpoke) if event.text == "Here is my colleague again.")
    assert loudest(scene.stereo, said.at + 6, said.at + 9, side=1) > 5000  # Marie
    assert live.desk.agent("marie").status is Status.WRAP_UP


def test_a_voice_that_hangs_keeps_caller_and_agent_apart_no_longer_than_it_takes_to_tell() -> None:
    class Hangs(FakeVoices):
        async def stream(
            self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
        ) -> AsyncIterator[bytes]:
            if text == BACK["en"]:
                await asyncio.sleep(3600)
            async for piece in super().stream(text, language, rate, speed=speed, voice=voice):
                yield piece

    scene, _ = call((25, gives()), (28, takes_back), until=12, voices=Hangs())
    said = next(event for event in scene.all(BotSpoke) if event.text == "Here is my colleague again.")
    assert scene.one(ErrandEnded).at - said.at - said.seconds < errands.TOLD_SECONDS + 1


def test_what_is_looked_up_when_the_bot_is_let_go_is_not_told_over_the_agent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    async def slowly(plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
        await asyncio.sleep(15)
        raise LookupFailed("too late")

    monkeypatch.setattr(DialogStage, "take_back", breaks)
    scene, _ = call((25, gives("payment")), (28, takes_back), until=10, look_up=slowly)
    ended = scene.one(ErrandEnded)
    assert (ended.outcome, ended.reason) == (ErrandOutcome.PERSON, TransferReason.ENGINE_FAILED)
    assert not [event for event in scene.all(BotSpoke) if event.at > ended.at]
    assert len(scene.all(HandoffAccepted)) == 1


@pytest.mark.parametrize("how", list(TalkEnd))
def test_nothing_is_given_in_a_talk_that_has_just_ended(how: TalkEnd) -> None:
    def ends_and_gives(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.bridge is not None
        ticket.bridge.end(how)
        with pytest.raises(NotYours):
            desk_of(ticket).start("order")

    scene, _ = call((25, ends_and_gives), until=5)
    assert not scene.all(ErrandGiven)


def test_a_gateway_that_stops_while_the_bot_has_the_caller_says_so_and_keeps_how_it_ended() -> None:
    scene, live = call((25, gives()), stopped_after=30)
    assert scene.reason is EndReason.DRAINED
    assert scene.one(ErrandEnded).outcome is ErrandOutcome.CALLER_GONE
    assert SORRY["en"] in scene.voices.said
    assert not live.tickets and live.desk.talk_with("marie") is None


@pytest.mark.parametrize("part", ["Errands.begin", "Errands.over", "Errands._sentence"])
def test_a_dialogue_that_breaks_in_it_rings_nobody_else(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(f"voice.conversation.errands.{part}", fail)
    scene, _ = call((25, gives()), (28, takes_back), until=10)
    ended = scene.one(ErrandEnded)
    assert (ended.outcome, ended.reason) == (ErrandOutcome.PERSON, TransferReason.ENGINE_FAILED)
    assert scene.dialer.rang == ["marie"] and len(scene.all(QueueJoined)) == 1
    assert loudest(scene.stereo, ended.at + 1, ended.at + 3, side=1) > 5000  # Marie


def test_a_caller_on_hold_is_written_down_as_back_when_the_bot_has_him() -> None:
    def holds(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.bridge is not None
        ticket.bridge.hold(True)

    scene, _ = call((23, holds), (25, gives()), (28, takes_back), until=5)
    assert [event.held for event in scene.all(AgentHeld)] == [False]


def test_it_can_be_given_again() -> None:
    scene, _ = call(
        (25, gives()), (27, takes_back), (37, gives("card")), (39, takes_back),
        marie=FakeAgent(talk_seconds=40),
    )  # fmt: skip
    assert [event.errand for event in scene.all(ErrandEnded)] == ["order", "card"]
    assert {event.outcome for event in scene.all(ErrandEnded)} == {ErrandOutcome.TAKEN_BACK}


def test_sensitive_values_are_cut_on_the_page_and_in_the_summary() -> None:
    shown: list[str] = []

    def look(live: LiveDesk, ticket: Ticket | None) -> None:
        shown.extend(slot.value for slot in desk_of(ticket).taken(desk_of(ticket).so_far()))

    scene, _ = call((25, gives("card")), (46, look), then=[press(key) for key in "9876"])
    assert scene.one(ErrandEnded).slots == ("card",)
    assert shown and "9876" not in shown[0]
    assert "9876" not in scene.briefs[-1][1].model_dump_json()


def test_what_cannot_be_given_is_refused() -> None:
    seen: list[str] = []

    def refused(step: Step) -> Step:
        def do(live: LiveDesk, ticket: Ticket | None) -> None:
            with pytest.raises(NotYours) as refusal:
                step(live, ticket)
            seen.append(refusal.value.message)

        return do

    def asks(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.consults is not None
        ticket.consults.start(queue="support")

    def comes_back(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.consults is not None
        ticket.consults.back()

    call(
        (20, refused(takes_back)), (21, refused(gives("nothing"))), (22, asks), (22.5, refused(gives())),
        (23, comes_back), (25, gives()), (26, refused(gives())), (26.5, refused(asks)), (27, takes_back),
    )  # fmt: skip
    assert len(seen) == 5
    assert seen[1] == "The plan of this call has no such step for the bot."
    assert seen[3] == "The bot has the caller already."
