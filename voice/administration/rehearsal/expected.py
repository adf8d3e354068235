"""What a line expected beside what came: every difference, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from voice.administration.rehearsal.came import Came
from voice.administration.rehearsal.model import Limits, Line, Wanted, plain
from voice.turn import Side


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One expectation that did not come true."""

    key: tuple[str | int, ...]
    """Where it stands in its line, as ("slots", "order_number") or ("hears", 1)."""
    expected: str
    came: str

    @property
    def name(self) -> str:
        """The key as one word."""
        return ".".join(part for part in self.key if isinstance(part, str))

    def __str__(self) -> str:
        return f"{self.name}: expected {self.expected}, came {self.came}"


def mismatches(line: Line, came: Came) -> list[Mismatch]:
    """All differences of one line."""
    return [*_places(line, came), *_words(line, came), *_people(line, came), *_scores(line, came)]


def _places(line: Line, came: Came) -> Iterator[Mismatch]:
    outcome = came.turn.outcome.value if came.turn else None
    pairs = {
        "step": (line.step, came.step),
        "request": (line.request, came.request),
        "outcome": (line.outcome and line.outcome.value, outcome),
        "language": (line.language, came.language),
        "back": (line.back and line.back.value, came.back and came.back.outcome.value),
        "ends": (line.ends and line.ends.value, came.ends and came.ends.value),
    }
    for key, (wanted, found) in pairs.items():
        if wanted is not None and wanted != found:
            yield Mismatch((key,), wanted, found or ("no turn" if key == "outcome" else "nothing"))
    for slot, value in line.slots.items():
        known = came.slots.get(slot)
        if not _same(value, known):
            yield Mismatch(("slots", slot), value or "nothing", known or "nothing")
    for name in line.looks_up:
        if name not in came.looked_up:
            yield Mismatch(("looks_up",), name, ", ".join(came.looked_up) or "no lookup")


def _words(line: Line, came: Came) -> Iterator[Mismatch]:
    said = plain(came.said)
    for index, wanted in enumerate(line.hears):
        if not wanted.pattern.search(said):
            yield Mismatch(("hears", index), _shown(wanted), f'"{said}"' if said else "silence")
    for index, unwanted in enumerate(line.hears_not):
        if unwanted.pattern.search(said):
            yield Mismatch(("hears_not", index), f"not {_shown(unwanted)}", f'"{said}"')
    for index, wanted in enumerate(line.notes):
        if not any(wanted.pattern.search(plain(title)) for title in came.notes):
            yield Mismatch(("notes", index), _shown(wanted), ", ".join(came.notes) or "no note")
    if line.callback is not None and line.callback != came.callback:
        yield Mismatch(("callback",), line.callback, came.callback or "no call back")


def _people(line: Line, came: Came) -> Iterator[Mismatch]:
    wanted, found = line.transfer, came.transfer
    if wanted is None:
        return
    shown = f"{found.reason.value} to {found.target.name}" if found else f"no transfer, {came.step}"
    if wanted.never:
        if found:
            yield Mismatch(("transfer",), "no transfer", shown)
    elif found is None:
        parts = (wanted.reason and wanted.reason.value, wanted.target and f"to {wanted.target}")
        yield Mismatch(("transfer",), " ".join(part for part in parts if part) or "a transfer", shown)
    else:
        if wanted.reason not in (None, found.reason):
            yield Mismatch(("transfer", "reason"), str(wanted.reason and wanted.reason.value), shown)
        if wanted.target not in (None, found.target.name):
            yield Mismatch(("transfer", "target"), str(wanted.target), shown)
        if wanted.attempt not in (None, found.attempt):
            yield Mismatch(("transfer", "attempt"), str(wanted.attempt), str(found.attempt))


def _scores(line: Line, came: Came) -> Iterator[Mismatch]:
    found = came.assessment
    for name in line.signals:
        if name not in came.signals:
            yield Mismatch(("signals",), name, ", ".join(came.signals) or "none")
    for side, limits in ((Side.EMOTION, line.emotion), (Side.COMPLEXITY, line.complexity)):
        if limits is None:
            continue
        value = 0.0 if found is None else found.emotion if side is Side.EMOTION else found.complexity
        seen = [
            f"{signal.name} {signal.weight * signal.strength:.2f}"
            for signal in (found.signals if found else ())
            if signal.side is side
        ]
        if not _between(value, limits):
            evidence = f" ({', '.join(seen)})" if seen else ""
            yield Mismatch((side.value,), _range(limits), f"{value:.2f}{evidence}")


def _between(value: float, limits: Limits) -> bool:
    return (limits.above is None or value > limits.above) and (limits.below is None or value < limits.below)


def _range(limits: Limits) -> str:
    parts = [f"{name} {value:g}" for name, value in limits.model_dump().items() if value is not None]
    return " and ".join(parts)


def _same(wanted: str | None, known: str | None) -> bool:
    """Equal as text, or as numbers where a decimal point is in them: 42.5 and 42.50."""
    if not wanted or not known:
        return (wanted or None) == (known or None)
    if wanted == known:
        return True
    if "." not in wanted:
        return False
    try:
        return float(wanted) == float(known)
    except ValueError:
        return False


def _shown(wanted: Wanted) -> str:
    return wanted.text if wanted.is_regex else f'"{wanted.text}"'
