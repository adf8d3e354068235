"""How a talk ends when the line of one side breaks in a way of its own: nobody is dropped for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.fakes import FakeAgent, ScriptedLine, quiet
from voice.call.agent import AgentLeg
from voice.call.bridge import Bridge, TalkEnd
from voice.call.tap import TappedLine
from voice.errors import LineClosed
from voice.replay.clock import run
from voice.telephony.port import HungUp, LineEvent


class Deaf(FakeAgent):
    """Takes no more sound after some seconds, and never tells why."""

    async def events(self) -> AsyncIterator[LineEvent]:
        await asyncio.sleep(3600)
        yield HungUp()

    async def send(self, pcm: bytes) -> None:
        if asyncio.get_running_loop().time() > 3:
            raise LineClosed("gone")
        await super().send(pcm)


class Leaves(FakeAgent):
    """Goes after two seconds, and says how."""

    async def events(self) -> AsyncIterator[LineEvent]:
        await asyncio.sleep(2)
        yield HungUp(self.lost)


class Breaking(FakeAgent):
    """Its reader fails."""

    async def events(self) -> AsyncIterator[LineEvent]:
        await asyncio.sleep(3)
        raise RuntimeError("a defect")
        yield HungUp()


class BreaksInSending(FakeAgent):
    """Fails where a line is not expected to."""

    async def send(self, pcm: bytes) -> None:
        if asyncio.get_running_loop().time() > 3:
            raise RuntimeError("a defect")
        await super().send(pcm)


def talk(agent: FakeAgent, caller: ScriptedLine | None = None, **of_caller: Callable[..., Any]) -> TalkEnd:
    async def main() -> TalkEnd:
        line = caller or ScriptedLine([quiet(30)])
        for name, value in of_caller.items():
            setattr(line, name, value)
        tapped = TappedLine(line, lambda stereo: None)
        pump = asyncio.create_task(tapped.pump())
        try:
            return await Bridge(tapped, AgentLeg(agent)).run()
        finally:
            pump.cancel()

    return run(main())


@pytest.mark.parametrize("agent", [Deaf, Breaking, BreaksInSending])
def test_an_agent_of_whom_nobody_knows_why_he_is_gone_is_lost(agent: type[FakeAgent]) -> None:
    assert talk(agent(talk_seconds=20)) is TalkEnd.AGENT_LOST


def test_a_defect_on_the_way_to_the_caller_parts_him_from_this_agent_alone() -> None:
    async def fails(pcm: bytes) -> None:
        raise RuntimeError("a defect")

    assert talk(FakeAgent(keys="", talk_seconds=20), send=fails) is TalkEnd.AGENT_LOST


@pytest.mark.parametrize("lost", [False, True])
def test_an_agent_who_says_how_he_goes_is_believed(lost: bool) -> None:
    agent = Leaves(lost=lost)
    assert talk(agent) is (TalkEnd.AGENT_LOST if lost else TalkEnd.AGENT_HUNG_UP)


def test_a_caller_who_goes_takes_no_agent_with_him() -> None:
    """Whoever runs the talk cancels it; until then the agent does not count as lost."""
    assert talk(FakeAgent(talk_seconds=30), ScriptedLine([quiet(2)])) is TalkEnd.AGENT_HUNG_UP
