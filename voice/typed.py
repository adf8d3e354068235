"""The conversation typed in a terminal: no sound, the same plan, the same decisions."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from voice.connectors.lookups import look_up
from voice.conversation import Conversation
from voice.conversation.memory import ALLOWED
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.handoff.words import FAILURES, WHY
from voice.turn import (
    WAITING_SECONDS,
    AgreeCallback,
    AnswerSurvey,
    Assessment,
    Consent,
    Decision,
    EnterPlan,
    HandoffFailure,
    HangUp,
    Heard,
    Language,
    Listen,
    Lookup,
    NoteRequest,
    Record,
    RequestCallback,
    Say,
    Transfer,
)

CALLER = "+33612345678"
"""The typed caller's number."""
SECONDS_A_LINE = 5.0
"""What one exchange counts for on the typed call's clock."""
HELP = (
    "Type what the caller says. A single key (0-9 * #) or #1042 presses keys; an empty line is silence; "
    "at a transfer: an empty line accepts, /declined /busy /no_answer /unreachable fail. End with Ctrl-D."
)
_FAILURES = ("declined", "busy", "no_answer", "unreachable", "agent_hung_up", "agent_voicemail")
"""What can be typed of a person who is rung."""
_KEY = re.compile(r"[0-9*#]|#[0-9*]+#?")


def run_typed(
    plan: Dialplan,
    plans: Mapping[str, Dialplan] | None = None,
    *,
    language: Language | None,
    lines: Iterable[str],
    write: Callable[[str], None],
    show: bool,
) -> int:
    """Hold one conversation with typed lines until it ends or they do; always returns 0.

    `plans` are those that a step can go on with, by name. Lookups are really made. `show` adds step, outcome
    and both scores with their evidence after each line.
    """
    return asyncio.run(_Typed(plan, plans or {}, language, iter(lines), write, show).run())


class _Typed:
    def __init__(
        self,
        plan: Dialplan,
        plans: Mapping[str, Dialplan],
        language: Language | None,
        lines: Iterator[str],
        write: Callable[[str], None],
        show: bool,
    ) -> None:
        self._lines = lines
        self._write = write
        self._show = show
        self._language = language
        self._clock = 0.0
        self._talk = Conversation(plan, caller=CALLER, dialled=plan.name, now=datetime.now(UTC), plans=plans)
        if language:
            self._talk.language_found(language)

    async def run(self) -> int:
        """Go on until the call ends or the lines do."""
        if self._show:
            self._write(HELP)
        decision: Decision | None = self._talk.open()
        while decision:
            self._render(decision)
            decision = await self._next(decision)
        return 0

    async def _next(self, decision: Decision) -> Decision | None:
        match decision.actions[-1]:
            case Lookup() as lookup:
                return await self._look_up(lookup)
            case HangUp(reason):
                self._write(f"[the call ends: {reason.value}]")
                return None
            case Transfer() as transfer:
                return self._transfer(transfer, decision.why)
            case Record():
                line = next(self._lines, None)
                return None if line is None else self._talk.recorded(float(len(line) / 10))
            case _:
                line = next(self._lines, None)
                return None if line is None else self._caller(line.strip())

    def _caller(self, line: str) -> Decision:
        started, self._clock = self._clock, self._clock + SECONDS_A_LINE
        if not line:
            return self._talk.silence(self._clock)
        if _KEY.fullmatch(line):
            digits = line if len(line) == 1 else line.strip("#")
            return self._talk.keys(digits, Heard("", started=started, ended=self._clock, digits=digits))
        return self._talk.hear(Heard(line, started=started, ended=self._clock))

    def _transfer(self, transfer: Transfer, because: str) -> Decision | None:
        name = transfer.target.name
        self._write(f"[transfer to {name} ({transfer.reason.value}), attempt {transfer.attempt}]")
        if self._show and transfer.attempt == 1:
            self._write(f"  {WHY[transfer.reason][self._talk.language]} {because}")
        while (line := (next(self._lines, None) or "").strip()).startswith("/"):
            failure = line.removeprefix("/").replace(" ", "_")
            if failure in _FAILURES:
                self._write(f"[{name}: {FAILURES[failure][self._talk.language]}]")
                return self._talk.handoff_failed(HandoffFailure(failure))
            self._write(f"[{line} is not known; there are: {', '.join(f'/{name}' for name in _FAILURES)}]")
        self._write(f"[{name} takes the call]")
        return None

    async def _look_up(self, lookup: Lookup) -> Decision:
        try:
            rows = await self._waited_for(lookup)
        except LookupFailed as error:
            self._write(f"[lookup {lookup.name} failed: {error}]")
            return self._talk.lookup_failed()
        if self._show:
            found = ", ".join(f"{name}={value}" for name, value in rows[0].items()) if rows else "nothing"
            self._write(f"[lookup {lookup.name}: {found}]")
        return self._talk.looked_up(rows)

    async def _waited_for(self, lookup: Lookup) -> list[dict[str, str]]:
        """The rows; when they take long, what a caller would hear meanwhile."""
        looking = asyncio.ensure_future(look_up(self._talk.plan, lookup))
        for seconds, says in zip(WAITING_SECONDS, lookup.waiting, strict=False):
            done, _ = await asyncio.wait({looking}, timeout=seconds)
            if done:
                break
            self._say(says)
        return await looking

    def _say(self, says: Iterable[Say]) -> None:
        for say in says:
            recorded = f"  [{say.recording}]" if self._show and say.recording else ""
            self._write(f"bot ({say.language})> {say.text}{recorded}")

    def _render(self, decision: Decision) -> None:
        if self._show and decision.turn:
            self._write(
                f"  {decision.turn.step} → {decision.step}: {decision.turn.outcome.value}. {decision.why}"
            )
        if self._show and decision.assessment:
            self._write(f"  {_scores(decision.assessment)}")
        for action in decision.actions:
            match action:
                case Say():
                    self._say((action,))
                case RequestCallback() | AgreeCallback():
                    self._write(_callback(action))
                case NoteRequest(title, values):
                    given = ", ".join(f"{name}: {value}" for name, value in values.items())
                    self._write(f"[noted for a colleague: {title[self._talk.language]} ({given})]")
                case AnswerSurvey(title=title, mark=mark):
                    given = "no answer" if mark is None else str(mark)
                    self._write(f"[opinion, {title[self._talk.language]}: {given}]")
                case EnterPlan(plan=name):
                    self._write(f"[goes on with plan {name}]")
                case Consent(answer):
                    kept = "kept" if answer in ALLOWED else "not kept"
                    self._write(f"[recording {answer}: {kept}]")
                case Record():
                    self._write("[recording a message: type it]")
                case Listen(digits=digits) if self._show and digits:
                    self._write(f"  (up to {digits.most} keys)")


def _callback(action: RequestCallback | AgreeCallback) -> str:
    if isinstance(action, RequestCallback):
        return f"[call back requested: {action.number}]"
    return f"[to be called between {action.time.start:%Y-%m-%d %H:%M} and {action.time.end:%H:%M}]"


def _scores(assessment: Assessment) -> str:
    """Both scores with what they rest on."""
    limits = assessment.thresholds
    text = (
        f"emotion {assessment.emotion:.2f}/{limits.emotion:g}, "
        f"complexity {assessment.complexity:.2f}/{limits.complexity:g}"
    )
    evidence = "; ".join(
        f"{signal.name} {signal.weight * signal.strength:.2f} ({signal.evidence})"
        for signal in assessment.signals
    )
    decided = f" → {assessment.decided_by}" if assessment.decided_by else ""
    return f"{text}{decided}" + (f": {evidence}" if evidence else "")
