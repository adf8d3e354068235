"""An agent asks a colleague before he passes the caller on: whole calls on the jumping clock."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.call.scene import Scene, play
from tests.call.test_queued_calls import both, later, plan, signed_in
from tests.fakes import FakeAgent, press, quiet
from voice.call.live_desk import Consults, LiveDesk, Ticket
from voice.call.queue_words import UNASKED
from voice.desk.agents import Agent, Status
from voice.desk.callers import Caller
from voice.desk.desk import Desk
from voice.desk.refusals import NotHere, NotYours
from voice.events import Consulted, ConsultEnded, HandoffAccepted, PassedOn, QueueJoined
from voice.turn import ConsultOutcome, EndReason, HandoffFailure, TransferReason

Step = Callable[[LiveDesk, Ticket | None], object]


def consults(ticket: Ticket | None) -> Consults:
    assert ticket is not None and ticket.consults is not None
    return ticket.consults


def comes(name: str) -> Step:
    return lambda live, ticket: signed_in(name)(live)


def asks(agent: str = "paul", queue: str = "") -> Step:
    return lambda live, ticket: consults(ticket).start(agent=agent, queue=queue, note="a refund?")


def joins(live: LiveDesk, ticket: Ticket | None) -> None:
    consults(ticket).join()


def goes_back(live: LiveDesk, ticket: Ticket | None) -> None:
    consults(ticket).back()


def call(
    *steps: tuple[float, Step],
    marie: FakeAgent | None = None,
    paul: FakeAgent | HandoffFailure | None = None,
    zoe: FakeAgent | None = None,
    seconds: float = 70,
) -> tuple[Scene, LiveDesk]:
    """Marie has the caller from about 16 s on, and asks at 25 s."""
    seen: list[LiveDesk] = []
    agents: dict[str, FakeAgent | HandoffFailure] = {
        "marie": marie or FakeAgent(talk_seconds=80),
        "paul": paul or FakeAgent(talk_seconds=30),
    }
    agents |= {"zoe": zoe} if zoe is not None else {}
    scene = play(
        quiet(1), press("0"), quiet(seconds), plan=plan(), agents=agents,
        desk=both(seen.append, signed_in("marie"), later((20, comes("paul")), *steps)),
    )  # fmt: skip
    return scene, seen[0]


def loudest(scene: Scene, since: float, until: float) -> int:
    """Of what the caller heard in these seconds of the call."""
    played = np.frombuffer(scene.stereo, dtype="<i2").reshape(-1, 2)[:, 1]
    return int(np.abs(played[int(since * 8000) : int(until * 8000)].astype(np.int32)).max())


def test_the_colleague_hears_what_it_is_about_talks_to_the_agent_and_takes_the_caller() -> None:
    paul = FakeAgent(talk_seconds=25)
    scene, live = call((25, asks()), (45, joins), paul=paul)
    asked, ended = scene.one(Consulted), scene.one(ConsultEnded)
    assert (asked.agent, asked.to, asked.note) == ("Marie", "Paul", "a refund?")
    assert (ended.agent, ended.to, ended.outcome) == ("Marie", "Paul", ConsultOutcome.JOINED)
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie", "Paul"]
    assert len(scene.all(QueueJoined)) == 1  # the caller never waited again
    assert scene.reason is EndReason.AGENT_HUNG_UP
    statuses = {agent.name: agent.status for agent in live.desk.agents}
    assert statuses == {"marie": Status.WRAP_UP, "paul": Status.WRAP_UP}
    told = next(brief for status, brief in scene.briefs if status == "consulted")
    assert told.spoken.startswith("A colleague asks you.") and told.spoken in scene.voices.said
    assert "Marie has the caller on hold and asks you first: a refund?" in told.summary
    last = scene.briefs[-1][1]
    assert "Marie passed the call on: a refund?" in last.summary
    assert loudest(scene, asked.at + 0.5, ended.at - 0.2) < 1500  # the quiet tone, and no agent
    assert loudest(scene, ended.at + 1, ended.at + 3) > 5000  # Paul
    assert not live.tickets and not live.desk.waiting


def test_the_agent_comes_back_and_the_colleague_is_free_at_once() -> None:
    paul = FakeAgent(talk_seconds=60)
    scene, live = call((25, asks()), (45, goes_back), marie=FakeAgent(talk_seconds=45), paul=paul)
    ended = scene.one(ConsultEnded)
    assert ended.outcome is ConsultOutcome.CAME_BACK and paul.hung_up
    heard = np.frombuffer(bytes(paul.heard[-32000:]), "<i2").astype(np.int32)
    assert np.abs(heard).max() > 5000  # Marie, to the last
    assert live.desk.agent("paul").status is Status.AVAILABLE
    assert loudest(scene, ended.at + 1, ended.at + 3) > 5000  # Marie again
    assert scene.reason is EndReason.AGENT_HUNG_UP
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie"]


@pytest.mark.parametrize(
    ("paul", "outcome"),
    [
        (FakeAgent("2"), ConsultOutcome.DECLINED),
        (HandoffFailure.BUSY, ConsultOutcome.BUSY),
        (HandoffFailure.UNREACHABLE, ConsultOutcome.UNREACHABLE),
        (FakeAgent(talk_seconds=4), ConsultOutcome.COLLEAGUE_HUNG_UP),
    ],
)
def test_a_colleague_who_cannot_leaves_the_caller_with_the_agent_and_nobody_else_is_rung(
    paul: FakeAgent | HandoffFailure, outcome: ConsultOutcome
) -> None:
    scene, live = call((21, comes("zoe")), (25, asks()), paul=paul, marie=FakeAgent(talk_seconds=45))
    ended = scene.one(ConsultEnded)
    assert ended.outcome is outcome
    assert scene.dialer.rang == ["marie", "paul"]
    assert scene.reason is EndReason.AGENT_HUNG_UP
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie"]
    assert (UNASKED["en"] in scene.voices.said) is (outcome is not ConsultOutcome.COLLEAGUE_HUNG_UP)
    assert live.desk.agent("marie").status is Status.WRAP_UP


def test_somebody_of_a_queue_is_asked_and_the_next_when_he_declines() -> None:
    zoe = FakeAgent(talk_seconds=30)
    scene, _ = call(
        (25, asks("", "support")), (26, comes("zoe")), (65, joins), paul=FakeAgent("2"), zoe=zoe, seconds=100
    )  # fmt: skip
    assert scene.dialer.rang == ["marie", "paul", "zoe"]
    assert (scene.one(ConsultEnded).to, scene.one(ConsultEnded).outcome) == ("Zoe", ConsultOutcome.JOINED)
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie", "Zoe"]


def test_to_hang_up_while_talking_to_the_colleague_is_to_join() -> None:
    scene, _ = call((25, asks()), marie=FakeAgent(talk_seconds=30), paul=FakeAgent(talk_seconds=30))
    assert scene.one(ConsultEnded).outcome is ConsultOutcome.JOINED
    assert [event.agent for event in scene.all(HandoffAccepted)] == ["Marie", "Paul"]


def test_to_hang_up_while_the_colleague_is_rung_is_to_pass_the_caller_on() -> None:
    scene, _ = call((25, asks()), marie=FakeAgent(talk_seconds=14), paul=HandoffFailure.NO_ANSWER)
    assert scene.one(ConsultEnded).outcome is not ConsultOutcome.JOINED
    assert scene.one(PassedOn).to == "Paul"
    assert [event.position for event in scene.all(QueueJoined)] == [1, 1]


def test_the_caller_hangs_up_and_nobody_talks_to_nobody() -> None:
    marie, paul = FakeAgent(talk_seconds=90), FakeAgent(talk_seconds=90)
    scene, live = call((25, asks()), marie=marie, paul=paul, seconds=42)
    assert scene.reason is EndReason.CALLER_HUNG_UP
    assert scene.one(ConsultEnded).outcome is ConsultOutcome.ENDED
    assert marie.hung_up and paul.hung_up and not live.tickets
    assert live.desk.talk_with("paul") is None


def test_what_cannot_be_asked_is_refused() -> None:
    seen: list[str] = []

    def refused(step: Step) -> Step:
        def do(live: LiveDesk, ticket: Ticket | None) -> None:
            with pytest.raises((NotYours, NotHere)):
                step(live, ticket)
            seen.append("refused")

        return do

    call(
        (22, refused(goes_back)), (23, refused(joins)), (24, refused(asks("marie"))),
        (25, refused(asks("nobody"))), (26, refused(asks(""))), (27, asks()), (28, refused(asks())),
        (28.2, refused(joins)), (40, goes_back), seconds=45,
    )  # fmt: skip
    assert seen == ["refused"] * 7


def test_only_the_colleague_who_is_asked_can_take_it() -> None:
    desk = Desk()
    for name in ("paul", "zoe"):
        desk.sign_in(Agent(name), 0)
        desk.set_status(name, Status.AVAILABLE, 0)
    asked = Caller("q", "support", "en", TransferReason.PLAN, 1, only="paul", alone=True, consult="Marie")
    desk.join(asked, 1)
    offer = desk.offer_of("q")
    assert offer is not None and offer.agent == "paul"
    with pytest.raises(NotYours):
        desk.take("zoe", "q", 2)
    desk.set_status("paul", Status.BUSY, 3)
    assert desk.offer_of("q") is None
    with pytest.raises(NotYours):
        desk.hand_on("x", "q", 4)
