"""Whole calls that wait at the desk: through the real pipeline, on the jumping clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.call.scene import Scene, play, shop
from tests.fakes import FakeAgent, FakeVoices, Pressed, Quiet, Said, press, quiet, say
from tests.phones import share_of
from voice.call.bridge import Bridge, TalkEnd
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_words import LEAVE, LOST, PASSED_ON, TAKEN, place
from voice.call.tap import TappedLine
from voice.desk.agents import Agent, Status
from voice.desk.refusals import NotYours
from voice.dialplan.model import Dialplan
from voice.events import (
    AgentLost,
    AgentSpoke,
    CallbackRequested,
    CallerSpoke,
    HandoffAccepted,
    HandoffFailed,
    PassedOn,
    QueueJoined,
    QueueLeft,
)
from voice.turn import EndReason, HandoffFailure, Queue, Target

SUPPORT = Queue("support")
PHONE = "sip:{}@127.0.0.1:5070"


def plan(queue: Queue = SUPPORT, *more: Target) -> Dialplan:
    """The shop, whose first target is a queue."""
    made = shop().model_copy()
    made.__dict__["targets"] = {"support": Target("support", "", queue=queue), **{t.name: t for t in more}}
    return made


def signed_in(*names: str, phone: bool = True) -> Callable[[LiveDesk], None]:
    """Agents who are available, with a SIP phone or at the browser."""

    def sign_in(live: LiveDesk) -> None:
        for name in names:
            agent = Agent(name, name.capitalize(), phone=PHONE.format(name) if phone else "")
            live.act(lambda desk, now, agent=agent: desk.sign_in(agent, now))  # type: ignore[misc]
            live.act(lambda desk, now, name=name: desk.set_status(name, Status.AVAILABLE, now))  # type: ignore[misc]

    return sign_in


def later(*steps: tuple[float, Callable[[LiveDesk, Ticket | None], object]]) -> Callable[[LiveDesk], None]:
    """Things that agents do at these seconds of the call, with the only ticket there is."""

    def schedule(live: LiveDesk) -> None:
        loop = asyncio.get_running_loop()
        for seconds, step in steps:
            loop.call_later(seconds, _do, live, step)

    return schedule


def _do(live: LiveDesk, step: Callable[[LiveDesk, Ticket | None], object]) -> None:
    step(live, next(iter(live.tickets.values()), None))


def both(*doers: Callable[[LiveDesk], None]) -> Callable[[LiveDesk], None]:
    def do_all(live: LiveDesk) -> None:
        for do in doers:
            do(live)

    return do_all


def bring(ticket: Ticket, line: FakeAgent) -> None:
    """The browser's line comes half a second after the button."""

    def come() -> None:
        if ticket.line is not None:
            ticket.line.set_result(line)

    asyncio.get_running_loop().call_later(0.5, come)


def kinds(scene: Scene) -> list[str]:
    names = ("queue", "handoff", "agent_lost", "passed_on")
    return [event.kind for event in scene.events if event.kind.startswith(names)]


def test_an_agents_phone_rings_and_key_1_takes_the_call() -> None:
    agent = FakeAgent()
    scene = play(
        quiet(1), press("0"), quiet(40), plan=plan(), agents={"marie": agent}, desk=signed_in("marie")
    )
    assert kinds(scene) == [
        "handoff_started", "queue_joined", "handoff_offered",
        "handoff_answered", "queue_left", "handoff_accepted",
    ]  # fmt: skip
    assert scene.one(HandoffAccepted).agent == "Marie"
    assert scene.one(QueueJoined).position == 1
    assert scene.one(QueueLeft).why == "taken"
    assert scene.watch.waits[0][:2] == ("support", "taken")
    assert scene.reason is EndReason.AGENT_HUNG_UP
    assert scene.briefs[0][1].spoken in scene.voices.said
    assert scene.briefs[0][1].spoken not in scene.said


def test_who_declines_is_followed_by_the_next_and_the_brief_says_so() -> None:
    agents = {"marie": FakeAgent("2"), "paul": FakeAgent("1")}
    scene = play(quiet(1), press("0"), quiet(60), plan=plan(), agents=agents, desk=signed_in("marie", "paul"))
    failed = scene.one(HandoffFailed)
    assert (failed.agent, failed.failure) == ("Marie", HandoffFailure.DECLINED)
    assert scene.one(HandoffAccepted).agent == "Paul"
    assert scene.dialer.rang == ["marie", "paul"]


def test_a_mailbox_is_no_agent_and_is_not_rung_again() -> None:
    agents = {"marie": FakeAgent(""), "paul": FakeAgent("1")}
    scene = play(quiet(1), press("0"), quiet(70), plan=plan(), agents=agents, desk=signed_in("marie", "paul"))
    assert scene.one(HandoffFailed).failure is HandoffFailure.AGENT_VOICEMAIL
    assert scene.one(HandoffAccepted).agent == "Paul"


def test_the_phone_stops_ringing_when_the_caller_hangs_up() -> None:
    scene = play(
        quiet(1), press("0"), quiet(8), plan=plan(), agents={"marie": HandoffFailure.NO_ANSWER},
        desk=signed_in("marie"),
    )  # fmt: skip
    assert scene.dialer.ringing_stopped
    assert scene.one(QueueLeft).why == "caller_hung_up"
    assert scene.one(HandoffFailed).failure is HandoffFailure.CALLER_HUNG_UP
    assert scene.reason is EndReason.CALLER_HUNG_UP


def test_waiting_callers_hear_their_place_and_can_leave_for_a_callback() -> None:
    def busy(live: LiveDesk) -> None:
        signed_in("marie")(live)
        live.act(lambda desk, now: desk.set_status("marie", Status.BUSY, now))

    script: list[Said | Quiet | Pressed] = [
        quiet(1),
        press("0"),
        quiet(22),
        press("1"),
        quiet(14),
        press("1"),
        quiet(12),
    ]
    scene = play(*script, plan=plan(), desk=busy)
    assert place("en", 1, None) in scene.said
    assert LEAVE["en"] in scene.said
    assert scene.one(QueueLeft).why == "caller_left"
    assert scene.one(CallbackRequested)
    assert scene.reason is EndReason.CALLBACK


def test_nobody_signed_in_is_told_at_once_and_the_next_target_is_rung() -> None:
    backup = Target("backup", "sip:backup@127.0.0.1:5072")
    scene = play(
        quiet(1), press("0"), quiet(40), plan=plan(Queue("support"), backup),
        agents={"backup": FakeAgent()}, desk=lambda live: None,
    )  # fmt: skip
    assert scene.one(HandoffFailed).failure is HandoffFailure.UNREACHABLE
    assert scene.one(HandoffAccepted).target == "backup"
    assert not scene.all(QueueJoined)


def test_a_full_queue_is_busy() -> None:
    full = plan(Queue("support", most=0))
    scene = play(quiet(1), press("0"), quiet(10), plan=full, desk=signed_in("marie"))
    assert scene.one(HandoffFailed).failure is HandoffFailure.BUSY


def test_who_waits_hears_the_queues_music(tmp_path: Path) -> None:
    sound = (9000 * np.sin(np.arange(5 * 16000) * 2 * np.pi * 700 / 16000)).astype(np.int16)
    soundfile.write(tmp_path / "music.wav", sound, 16000)

    def busy(live: LiveDesk) -> None:
        signed_in("marie")(live)
        live.act(lambda desk, now: desk.set_status("marie", Status.BUSY, now))

    with_music = plan(Queue("support", music=str(tmp_path / "music.wav")))
    scene = play(quiet(1), press("0"), quiet(9), plan=with_music, desk=busy)
    played = np.frombuffer(scene.stereo, dtype="<i2").reshape(-1, 2)[:, 1]
    joined = int((scene.one(QueueJoined).at + 0.5) * 8000)
    assert share_of(700, played[joined : joined + 8000], 8000) > 0.9


def test_the_waiting_ends_when_the_plan_says_so() -> None:
    def busy(live: LiveDesk) -> None:
        signed_in("marie")(live)
        live.act(lambda desk, now: desk.set_status("marie", Status.BUSY, now))

    scene = play(quiet(1), press("0"), quiet(40), plan=plan(Queue("support", wait_seconds=20)), desk=busy)
    left = scene.one(QueueLeft)
    assert left.why == "no_answer"
    assert left.waited == pytest.approx(20, abs=2)


def test_when_the_last_agent_goes_home_the_caller_is_not_left_waiting() -> None:
    def go_home(live: LiveDesk, ticket: Ticket | None) -> None:
        live.act(lambda desk, now: desk.set_status("marie", Status.OFFLINE, now))

    scene = play(
        quiet(1), press("0"), quiet(60), plan=plan(), agents={"marie": HandoffFailure.NO_ANSWER},
        desk=both(signed_in("marie"), later((12, go_home))),
    )  # fmt: skip
    assert scene.one(QueueLeft).why == "unreachable"


def test_the_agent_in_the_browser_takes_the_call_with_the_button() -> None:
    browser = FakeAgent(keys="", talk_seconds=3)

    def take(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None
        live.act(lambda desk, now: desk.accept("marie", ticket.id, now))
        bring(ticket, browser)

    def hang_up(live: LiveDesk, ticket: Ticket | None) -> None:
        browser.hung_up = True

    scene = play(
        quiet(1), press("0"), quiet(40), plan=plan(),
        desk=both(signed_in("marie", phone=False), later((10, take), (16, hang_up))),
    )  # fmt: skip
    assert scene.one(HandoffAccepted).agent == "Marie"
    assert scene.reason is EndReason.AGENT_HUNG_UP
    assert scene.dialer.rang == []


def test_a_browser_that_brings_no_sound_gives_the_caller_back() -> None:
    def paul_comes(live: LiveDesk, ticket: Ticket | None) -> None:
        signed_in("paul")(live)

    def take(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None
        live.act(lambda desk, now: desk.accept("marie", ticket.id, now))

    scene = play(
        quiet(1), press("0"), quiet(40), plan=plan(), agents={"paul": FakeAgent()},
        desk=both(signed_in("marie", phone=False), later((10, take), (12, paul_comes))),
    )  # fmt: skip
    assert scene.one(HandoffAccepted).agent == "Paul"


def test_a_lost_agent_puts_the_caller_back_at_the_head_within_five_seconds() -> None:
    agents = {"marie": FakeAgent(talk_seconds=2, lost=True), "paul": FakeAgent()}
    scene = play(quiet(1), press("0"), quiet(70), plan=plan(), agents=agents, desk=signed_in("marie", "paul"))
    lost, (first, again) = scene.one(AgentLost), scene.all(QueueJoined)
    assert (lost.agent, first.position, again.position) == ("Marie", 1, 1)
    assert again.at - lost.at < 5
    assert LOST["en"] in scene.said
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie", "Paul"]
    # The history is kept: what was said to the first agent is in the second's summary.
    last = scene.briefs[-1][1]
    assert [line.who for line in last.transcript if line.who == "agent"] or scene.all(AgentSpoke) == []
    assert scene.reason is EndReason.AGENT_HUNG_UP


def test_an_agent_passes_the_caller_on_with_a_note() -> None:
    def pass_on(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.bridge is not None
        passed = PassedOn(
            at=ticket.clock(), handoff_id=ticket.id, agent="Marie", to="Paul", note="Order 1043"
        )
        ticket.journal.append(passed)
        live.act(lambda desk, now: desk.pass_on(ticket.id, now, agent="paul"))
        ticket.bridge.end(TalkEnd.PASSED_ON)

    agents = {"marie": FakeAgent(talk_seconds=60), "paul": FakeAgent()}
    scene = play(
        quiet(1), press("0"), quiet(70), plan=plan(), agents=agents,
        desk=both(signed_in("marie", "paul"), later((26, pass_on))),
    )  # fmt: skip
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie", "Paul"]
    assert PASSED_ON["en"] in scene.said
    assert "Marie passed the call on: Order 1043" in scene.briefs[-1][1].summary
    assert scene.reason is EndReason.AGENT_HUNG_UP


def test_who_hears_the_summary_is_told_that_another_took_the_call() -> None:
    marie = FakeAgent(keys="")
    refused: list[str] = []

    def take(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None
        live.act(lambda desk, now: desk.take("paul", ticket.id, now))
        live.act(lambda desk, now: desk.accept("paul", ticket.id, now))
        with pytest.raises(NotYours) as caught:
            live.act(lambda desk, now: desk.accept("marie", ticket.id, now))
        refused.append(caught.value.message)
        bring(ticket, FakeAgent(""))

    def paul(live: LiveDesk) -> None:
        live.act(lambda desk, now: desk.sign_in(Agent("paul", "Paul"), now))

    voices = FakeVoices()
    scene = play(
        quiet(1), press("0"), quiet(50), plan=plan(), agents={"marie": marie}, voices=voices,
        desk=both(signed_in("marie"), paul, later((14, take))),
    )  # fmt: skip
    assert refused == ["Paul has taken this call."]
    assert TAKEN["en"] in voices.said
    assert TAKEN["en"] not in scene.said
    assert marie.hung_up
    assert scene.one(HandoffAccepted).agent == "Paul"


@pytest.mark.parametrize("part", ["Bridge.run", "Bridge", "Consulting", "Errands.left"])
def test_a_talk_that_breaks_lets_the_agent_go_and_the_caller_on(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(f"voice.call.queued.{part}", fail)
    marie = FakeAgent(talk_seconds=8 if part == "Errands.left" else 60)
    scene = play(
        quiet(1), press("0"), quiet(45), plan=plan(), agents={"marie": marie}, desk=signed_in("marie")
    )
    assert marie.hung_up
    assert scene.one(HandoffFailed).failure is HandoffFailure.UNREACHABLE
    assert any("call you back" in text for text in scene.said)


def test_a_caller_who_goes_as_he_is_taken_leaves_no_agent_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    clear = TappedLine.clear

    async def slowly(line: TappedLine) -> None:
        await asyncio.sleep(30)
        await clear(line)

    async def slow_run(bridge: Bridge) -> TalkEnd:
        monkeypatch.setattr(TappedLine, "clear", slowly)
        return await run(bridge)

    run = Bridge.run
    monkeypatch.setattr(Bridge, "run", slow_run)
    marie = FakeAgent(talk_seconds=60)
    scene = play(
        quiet(1), press("0"), quiet(22), plan=plan(), agents={"marie": marie}, desk=signed_in("marie")
    )
    assert scene.one(HandoffAccepted) and scene.reason is EndReason.CALLER_HUNG_UP
    assert marie.hung_up


def test_holding_is_heard_as_a_tone_and_nothing_of_the_agent() -> None:
    def hold(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.bridge is not None
        ticket.bridge.hold(True)

    def resume(live: LiveDesk, ticket: Ticket | None) -> None:
        assert ticket is not None and ticket.bridge is not None
        ticket.bridge.hold(False)

    agent = FakeAgent(talk_seconds=60)
    scene = play(
        quiet(1), press("0"), quiet(28), say("are you there", seconds=3), quiet(6), plan=plan(),
        agents={"marie": agent}, desk=both(signed_in("marie"), later((26, hold), (33, resume))),
    )  # fmt: skip
    sound = np.frombuffer(scene.stereo, dtype="<i2").reshape(-1, 2)
    held = np.abs(sound[int(26.4 * 8000) : (31 * 8000), 1]).max()
    assert scene.one(CallerSpoke).text == "are you there"  # also while on hold: it is in the recording
    assert 100 < held < 2500  # the waiting tone alone, far below a voice
