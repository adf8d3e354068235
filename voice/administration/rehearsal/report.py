"""How rehearsed conversations went: for a terminal, and for a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from voice.administration.rehearsal.suite import Result

_COLOURS = {"bot": "cyan", "caller": "bold", "note": "dim"}
_WHO = {"bot": "bot", "caller": "caller", "note": "·"}


@dataclass(frozen=True, slots=True)
class Summary:
    """The sum of a run."""

    conversations: int
    failed: int
    lines: int
    seconds: float

    @property
    def rate(self) -> float:
        """Lines a second."""
        return self.lines / self.seconds if self.seconds else 0.0


def summed(results: Sequence[Result]) -> Summary:
    """Count."""
    return Summary(
        len(results),
        sum(not result.passed for result in results),
        sum(result.played.exchanges for result in results),
        sum(result.played.seconds for result in results),
    )


def print_failure(console: Console, result: Result) -> None:
    """One failed conversation: what was expected, what came, and everything up to there."""
    console.print(Text(f"FAILED  {result.path}", style="bold red"))
    for failure, place in zip(result.played.failures, result.places, strict=True):
        console.print(Text(f"  {place.file}:{place.line}:{place.column}: {failure.mismatch.name}"))
        console.print(Text(f"    expected  {failure.mismatch.expected}", style="green"))
        console.print(Text(f"    came      {failure.mismatch.came}", style="red"))
    if result.played.transcript:
        console.print(Text("  what was said and done:", style="dim"))
    for said in result.played.transcript:
        console.print(Text(f"    {_WHO[said.who]:>6}  {said.text}", style=_COLOURS[said.who]))
    console.print()


def print_summary(console: Console, results: Sequence[Result]) -> None:
    """One line a plan, and the sum."""
    for plan, of_plan in groupby(results, key=lambda result: result.plan):
        sums = summed(list(of_plan))
        state = f"[red]{sums.failed} failed[/red]" if sums.failed else "[green]all passed[/green]"
        counts = f"{_many(sums.conversations, 'conversation')}, {_many(sums.lines, 'line')}"
        console.print(f"{escape(plan)}: {counts}, {state}")
    sums = summed(results)
    state = f"[bold red]{sums.failed} failed[/bold red]" if sums.failed else "[bold green]passed[/bold green]"
    console.print(
        f"{state}: {_many(sums.conversations, 'conversation')} in {sums.seconds:.1f} s, "
        f"{sums.rate:.0f} lines a second"
    )


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def as_data(results: Sequence[Result]) -> dict[str, Any]:
    """The same for a program."""
    sums = summed(results)
    return {
        "conversations": sums.conversations,
        "failed": sums.failed,
        "lines": sums.lines,
        "seconds": round(sums.seconds, 3),
        "results": [_one(result) for result in results],
    }


def _one(result: Result) -> dict[str, Any]:
    failures = [
        {
            "line": place.line,
            "column": place.column,
            "key": failure.mismatch.name,
            "expected": failure.mismatch.expected,
            "came": failure.mismatch.came,
        }
        for failure, place in zip(result.played.failures, result.places, strict=True)
    ]
    transcript = [{"who": said.who, "text": said.text} for said in result.played.transcript]
    return {
        "plan": result.plan,
        "file": str(result.file),
        "line": result.place.line,
        "name": result.played.name,
        "passed": result.passed,
        "failures": failures,
        **({} if result.passed else {"transcript": transcript}),
    }
