"""What is made into sound before anybody phones: sentences that are always the same, voices, recordings."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from loguru import logger

from voice.call.briefing import UNINFORMED
from voice.call.callback_words import BROKE, CALLING, UNREACHED
from voice.call.callback_words import SORRY as SORRY_AGAIN
from voice.call.handover import BEING_TOLD, COMFORT
from voice.call.last_resort import SORRY
from voice.call.queue_words import FIXED
from voice.conversation import Conversation
from voice.conversation.wording import in_voice
from voice.dialplan.load import Dialplans
from voice.dialplan.model import Dialplan
from voice.errors import EngineFailed, WeightsError
from voice.speech.voices import Voices
from voice.turn import Language, Say


def openings(plans: Dialplans) -> list[Say]:
    """The first sentences of every plan: a caller must not wait for them."""
    now = datetime.now(UTC)
    opened = [Conversation(plan, caller="", dialled="", now=now).open() for plan in plans.plans.values()]
    return _once(action for decision in opened for action in decision.actions if isinstance(action, Say))


def fixed(plans: Dialplans) -> list[Say]:
    """What must be ready when all else fails first, then every fixed sentence of every plan in its voice."""
    return _once(_fixed(plans))


def _fixed(plans: Dialplans) -> Iterator[Say]:
    yield from _said(SORRY, UNINFORMED, CALLING, UNREACHED)
    waiting = list(_said(BEING_TOLD, BROKE, SORRY_AGAIN, *FIXED, *_each(COMFORT)))
    for plan in (*plans.plans.values(), plans.unmapped()):
        yield from (in_voice(plan, say) for say in waiting if say.language in plan.languages)
        for text, language in plan.fixed_prompts():
            yield in_voice(plan, Say(text, language, fixed=True))
        yield from _recordings(plan)


def _recordings(plan: Dialplan) -> Iterator[Say]:
    """Every recorded text of a plan."""
    texts = [*plan.own_texts, *(text for own in plan.prompts.values() for text in own)]
    for text in texts:
        for language, audio in text.audio.items():
            yield Say(text[language], language, recording=plan.path_of(audio))


def _said(*kinds: Mapping[Language, str]) -> Iterator[Say]:
    return (Say(text, language, fixed=True) for kind in kinds for language, text in kind.items())


def _each(texts: Mapping[Language, tuple[str, ...]]) -> Iterator[Mapping[Language, str]]:
    return ({language: text} for language, several in texts.items() for text in several)


def _once(says: Iterable[Say]) -> list[Say]:
    return list({(say.text, say.language, say.voice, say.speed, say.recording): say for say in says}.values())


async def keep(voices: Voices, say: Say, rate: int) -> None:
    """Have one sentence or recording ready; what cannot be made is made, or told of, when it is said."""
    with contextlib.suppress(EngineFailed):
        if say.recording:
            await voices.recorded(say.recording, rate)
        else:
            await voices.keep(say.text, say.language, rate, speed=say.speed, voice=say.voice)


async def add_voices(voices: Voices, plans: Dialplans) -> None:
    """Load the voices that plans name; one that is not there is told of, and the language's own speaks."""
    for plan in plans.plans.values():
        for language, spec in plan.voices.items():
            if not spec.voice:
                continue
            try:
                await asyncio.to_thread(voices.add, spec.voice, language)
            except WeightsError as error:
                logger.error("plan {}: {}; the usual voice speaks", plan.name, error.message)
