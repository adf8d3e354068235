"""How far the bot may go with the request being served: its contract, enforced."""

from __future__ import annotations

from collections.abc import Mapping

from voice.conversation.memory import CALLING_BACK, Memory, Mode
from voice.dialplan.model import Channel, Intent, Step

_OVER = frozenset({Mode.TRANSFER, Mode.VOICEMAIL, Mode.ENDED, *CALLING_BACK})


class Bounds:
    """Tells when the request being served meets a limit of its contract; each is met once a request."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def _contract(self) -> Intent | None:
        memory = self._memory
        return memory.plan.intents[memory.request] if memory.request else None

    def met(self, values: Mapping[str, str]) -> str | None:
        """The step to go to when the values just given or found lie beyond a limit."""
        memory, contract = self._memory, self._contract
        for index, limit in enumerate(contract.limits if contract else ()):
            if index not in memory.limits_met and limit.when.holds(values):
                memory.limits_met.add(index)
                memory.limit = limit.reason[memory.tongue] if limit.reason else limit.when.text
                return limit.goto
        return None

    def too_deep(self) -> str | None:
        """The step to go to when the request has taken more exchanges than its contract allows."""
        memory, contract = self._memory, self._contract
        if contract is None or contract.depth is None or memory.deep or memory.mode in _OVER:
            return None
        taken = len(memory.turns) - memory.begun + 1
        if taken <= contract.depth:
            return None
        memory.deep = True
        memory.limit = str(taken)
        return contract.beyond

    def owes_person(self, step: Step) -> bool:
        """True when a step would end a request that only a person may serve, and none has been tried."""
        contract = self._contract
        human = contract is not None and contract.channel is Channel.HUMAN
        return human and (step.done or step.hang_up or step.plan is not None) and not self._memory.rounds
