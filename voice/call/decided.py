"""What the dialogue decides, made safe and written down: whatever breaks, the caller ends at a person."""

from __future__ import annotations

from collections.abc import Callable

from loguru import logger

from voice.call.services import Journal
from voice.conversation import Conversation
from voice.dialplan.model import Dialplan
from voice.events import Assessed, Broke, CallEvent, TurnTaken
from voice.turn import BackToAgent, Decision, EndReason, ErrandOutcome, HangUp, Transfer, TransferReason


class SafeDecisions:
    """Stands between a call and its conversation; never raises."""

    def __init__(
        self,
        conversation: Conversation,
        journal: Journal,
        clock: Callable[[], float],
        agent_waits: Callable[[], bool] = lambda: False,
    ) -> None:
        """`agent_waits` is true while an agent has given the caller to the bot: whatever breaks then, the
        caller goes back there, and nobody else is rung."""
        self._agent_waits = agent_waits
        self._conversation = conversation
        self._journal = journal
        self._clock = clock

    def decided(self, decide: Callable[[], Decision]) -> Decision:
        """What `decide` gives; a person, where it or even the conversation's own apology breaks."""
        try:
            return decide()
        except Exception as error:
            self._broke("dialogue failed: {}", error)
        decision = self._apology()
        if self._agent_waits() and not isinstance(decision.actions[-1], BackToAgent):
            back = BackToAgent(ErrandOutcome.PERSON, TransferReason.ENGINE_FAILED)
            return Decision(decision.step, (back,))
        return decision

    def _apology(self) -> Decision:
        try:
            return self._conversation.broke()
        except Exception as error:
            logger.error("dialogue cannot say that it failed: {}", type(error).__name__)
            return Decision(self._conversation.step, (_to_anyone(self._conversation.plan),))

    def keep(self, decision: Decision) -> None:
        """Write it down; what cannot be written down is to be carried out all the same."""
        try:
            if event := _event_of(decision, self._clock()):
                self._journal.append(event)
        except Exception as error:
            self._broke("a decision was not written down: {}", error)

    def _broke(self, what: str, error: Exception) -> None:
        """The error's text may quote the caller: only its type is logged."""
        logger.error(what, type(error).__name__)
        self._journal.append(Broke(at=self._clock(), part="dialog", code=type(error).__name__))


def _event_of(decision: Decision, at: float) -> CallEvent | None:
    turn, assessment, step, why = decision.turn, decision.assessment, decision.step, decision.why
    if turn is not None:
        return TurnTaken(at=at, turn=turn, assessment=assessment, step=step, why=why)
    if assessment is not None:
        return Assessed(at=at, assessment=assessment, step=step, why=why)
    return None


def _to_anyone(plan: Dialplan) -> Transfer | HangUp:
    """The plan's first person; a plan without any can only end the call."""
    target = next(iter(plan.targets.values()), None)
    if target is None:
        return HangUp(EndReason.UNREACHABLE_PERSON)
    return Transfer(target, TransferReason.ENGINE_FAILED)
