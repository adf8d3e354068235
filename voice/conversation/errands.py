"""A simple step that an agent has given to the bot: how it begins, and the ways back from it."""

from __future__ import annotations

from dataclasses import replace

from voice.conversation.memory import Errand, Memory, Mode
from voice.conversation.wording import Wording
from voice.turn import Action, BackToAgent, ErrandOutcome, Say, TransferReason

_SAID = {
    "transfer_silence": ErrandOutcome.SILENT,
    "transfer_too_long": ErrandOutcome.TOO_LONG,
}
"""What became of the step, where the sentence before a transfer tells it."""


class Errands:
    """While one is under way, whatever would lead to a person leads back to the agent."""

    def __init__(self, memory: Memory, wording: Wording) -> None:
        self._memory = memory
        self._wording = wording

    @property
    def comes_back(self) -> bool:
        """True when the caller is with the bot now and returns to the agent after it."""
        return self._memory.on_errand and self._memory.errand_then == "back"

    def begin(self, name: str) -> list[Action]:
        """Forget what the dialogue was at before the talk, and say who takes over."""
        memory, spec = self._memory, self._memory.plan.errands[name]
        memory.errand = Errand(name, len(memory.turns) + 1)
        memory.progress()
        memory.candidate, memory.guessed, memory.which, memory.commented = "", "", (), False
        memory.unplaced = ""
        memory.request, memory.deep, memory.limits_met, memory.limit = None, False, set(), ""
        memory.partial.clear()
        memory.trail.clear()
        memory.rounds, memory.unmet = 0, False
        said = self._wording.sentence("errand_begins" if spec.then == "back" else "errand_begins_end")
        # What the caller is still saying to the agent must not cut it.
        return [replace(say, interruptible=False) for say in said if isinstance(say, Say)]

    def over(
        self, outcome: ErrandOutcome, reason: TransferReason | None = None, sentence: str | None = None
    ) -> list[Action]:
        """Say what happens and give the caller back; `sentence` names the one that says it best."""
        memory = self._memory
        if memory.errand is not None:
            memory.errand.over = True
        memory.mode = Mode.TRANSFER
        outcome = _SAID.get(sentence or "", outcome)
        reason = reason if outcome is ErrandOutcome.PERSON else None
        return [*self._wording.sentence(sentence or self._sentence(outcome)), BackToAgent(outcome, reason)]

    def _sentence(self, outcome: ErrandOutcome) -> str:
        """Name of what is said; who comes next is the queue's to say when the agent is gone."""
        done = outcome is ErrandOutcome.DONE
        if self._memory.errand is not None and self._memory.errand.alone:
            return "errand_noted" if done else "all_right"
        if outcome is ErrandOutcome.TAKEN_BACK:
            return "errand_taken_back"
        return "errand_back" if done else "errand_stopped"
