"""When a call's own machinery has broken down: a person, by the shortest way, or an honest sentence."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Iterable, Iterator

from loguru import logger

from voice.call.agent import AgentLeg
from voice.call.bridge import join
from voice.call.live_desk import LiveDesk
from voice.call.tap import TappedLine
from voice.call.tones import frames, ringback
from voice.dialplan.model import Dialplan
from voice.errors import DialFailed, EngineFailed, LineClosed
from voice.speech.ports import Speaking
from voice.telephony.port import Dialer, HungUp
from voice.turn import EndReason, Language, Target

SORRY: dict[Language, str] = {
    "en": "I am sorry, we have a technical problem and nobody is free. Please call again in a few minutes.",
    "fr": (
        "Je suis désolée, nous avons un problème technique et personne n'est libre. "
        "Merci de rappeler dans quelques minutes."
    ),
}
"""Kept ready, since the voice may be what broke."""
MOST_SECONDS = 12.0
"""Longest that the sentence takes; a voice that has to be waited for is none."""


async def reach_anyone(
    caller: TappedLine,
    dialer: Dialer,
    plan: Dialplan,
    language: Language,
    voices: Speaking,
    live: LiveDesk | None = None,
) -> EndReason:
    """Ring the plan's targets in turn and join the first that answers, without a summary or a key.

    A queue stands for the phones of the agents who serve it and are there.
    """
    targets = list(_targets(plan, live))
    gone = asyncio.create_task(_until_gone(caller))
    trying = asyncio.create_task(_try_all(caller, dialer, targets, language, voices))
    try:
        await asyncio.wait({gone, trying}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, trying):
            task.cancel()
        results = await asyncio.gather(gone, trying, return_exceptions=True)
    return next((result for result in results if isinstance(result, EndReason)), EndReason.FAILED)


async def _until_gone(caller: TappedLine) -> EndReason:
    async for event in caller.events():
        if isinstance(event, HungUp):
            break
    return EndReason.CALLER_HUNG_UP


async def _try_all(
    caller: TappedLine, dialer: Dialer, targets: Iterable[Target], language: Language, voices: Speaking
) -> EndReason:
    for target in targets:
        try:
            await join(caller, await _rung(caller, dialer, target))
        except DialFailed as error:
            logger.warning("last resort: {} {}", target.name, error.failure)
        except Exception as error:
            logger.error("last resort: {} {}", target.name, type(error).__name__)
        else:
            return EndReason.AGENT_HUNG_UP
    await apologize(caller, language, voices)
    return EndReason.FAILED


async def _rung(caller: TappedLine, dialer: Dialer, target: Target) -> AgentLeg:
    """The phone of a target that was answered; the caller hears it ring."""
    ringing = asyncio.create_task(_ring(caller))
    try:
        return AgentLeg(await dialer.dial(target, headers={}))
    finally:
        ringing.cancel()


async def _ring(caller: TappedLine) -> None:
    with contextlib.suppress(LineClosed):
        for frame in itertools.cycle(frames(ringback(caller.rate), caller.rate)):
            await caller.send(frame)


def _targets(plan: Dialplan, live: LiveDesk | None) -> Iterator[Target]:
    for target in plan.targets.values():
        if target.queue is None:
            yield target
            continue
        for agent in live.desk.agents if live is not None else ():
            if agent.phone and agent.here and (not agent.skills or target.queue.name in agent.skills):
                yield Target(agent.name, agent.phone, target.ring_seconds)


async def apologize(caller: TappedLine, language: Language, voices: Speaking) -> None:
    """Say that we cannot go on, if the caller is still there; takes at most MOST_SECONDS."""
    with contextlib.suppress(EngineFailed, LineClosed, TimeoutError):
        async with asyncio.timeout(0 if caller.ended else MOST_SECONDS):
            await caller.clear()
            for frame in frames(await voices.speak(SORRY[language], language, caller.rate), caller.rate):
                await caller.send(frame)
            await asyncio.sleep(0.3)
