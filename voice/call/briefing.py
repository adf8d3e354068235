"""What a person is told of a call: made, kept and spoken; a failure of it never stops the hand-over."""

from __future__ import annotations

from loguru import logger

from voice.call.past import EarlierCalls
from voice.call.services import CallServices, Journal
from voice.call.tones import tone
from voice.dialplan.model import Dialplan
from voice.errors import EngineFailed
from voice.handoff.brief import HandoffBrief, make_brief
from voice.turn import Language, TransferReason

UNINFORMED: dict[Language, str] = {
    "en": "A caller is waiting. Press 1 to take the call, 2 to decline.",
    "fr": "Une personne attend en ligne. Appuyez sur 1 pour prendre l'appel, 2 pour refuser.",
}
"""Kept ready for when a summary cannot be spoken."""


class Briefing:
    """The summaries of one call's hand-over."""

    def __init__(
        self,
        handoff_id: str,
        plan: Dialplan,
        journal: Journal,
        services: CallServices,
        earlier: EarlierCalls | None = None,
    ) -> None:
        self.id = handoff_id
        self._earlier = earlier
        self._plan = plan
        self._journal = journal
        self._services = services

    @property
    def plan(self) -> Dialplan:
        """The call's, with all that earlier plans of it knew."""
        return self._plan

    @property
    def story(self) -> Journal:
        """What summaries tell: the call's journal, or with it that of the call before a call back."""
        return self._journal

    def make(self, reason: TransferReason, caller: Language, agent: Language) -> HandoffBrief | None:
        """The call so far, in the agent's language; None when it cannot be told."""
        try:
            return make_brief(
                handoff_id=self.id,
                plan=self._plan,
                events=self._journal.events,
                reason=reason,
                language=caller,
                agent_language=agent,
                created=self._services.now(),
                earlier=self._earlier.known if self._earlier is not None else (),
            )
        except Exception as error:
            logger.error("hand-over {} has no summary: {}", self.id, type(error).__name__)
            return None

    def under(self, handoff_id: str) -> Briefing:
        """The same call's summaries, kept under another id."""
        return Briefing(handoff_id, self._plan, self._journal, self._services, self._earlier)

    async def keep(self, brief: HandoffBrief | None, status: str) -> None:
        """Store it and post it."""
        if brief is None:
            return
        try:
            await self._services.keep_brief(brief, status)
        except Exception as error:
            logger.error("summary {} was not stored: {}", brief.id, type(error).__name__)

    async def spoken(self, brief: HandoffBrief | None, language: Language, rate: int) -> bytes:
        """The summary as sound; a kept sentence when it cannot be spoken; beeps when not even that can."""
        for text in ([brief.spoken] if brief is not None else []) + [UNINFORMED[language]]:
            if sound := await self.sentence(text, language, rate):
                return sound
        return (tone(800, 0.3, rate) + bytes(int(rate * 0.3) * 2)) * 3

    async def sentence(self, text: str, language: Language, rate: int) -> bytes:
        """Any sentence as sound; empty when it cannot be spoken."""
        try:
            return await self._services.voices.speak(text, language, rate)
        except EngineFailed as error:
            logger.error("hand-over {}: a sentence for the agent was not spoken: {}", self.id, error.code)
            return b""
