"""Branches: GotoIf on what a plan knows too, and GotoIfTime as opening hours."""

from __future__ import annotations

import re
from typing import Any

from voice.administration.importing.conditions import counted, translated
from voice.administration.importing.extensions import Command
from voice.administration.importing.ground import Block, Ground, Position
from voice.administration.importing.hours import NotHours, merged, weekly


class Branching(Ground):
    """GotoIf and GotoIfTime."""

    def _goto_if(self, command: Command, here: Position, block: Block) -> dict[str, Any] | None:
        condition, _, ways = self._found.filled(",".join(command.arguments)).partition("?")
        yes, no = _ways(ways)
        following = (here[0], here[1], here[2] + 1)
        then = self._target(tuple(yes), here, block) if yes else following
        otherwise = self._target(tuple(no), here, block) if no else following
        when = translated(condition, self._read)
        if when is None:
            counts = counted(condition, self._counters) is not None
            why = (
                "tries are counted by themselves"
                if counts
                else "the condition asks for what a plan does not know"
            )
            todo = "see retries" if counts else "write an if: with a slot, a lookup, or NAME.open"
            self._note(command, why, todo, left_out=not counts)
            return {"goto": self.step(otherwise)} if otherwise and otherwise != following else None
        if then is None or otherwise is None:
            return self._lost(command)
        return {"if": [{"when": when, "goto": self.step(then)}], "else": self.step(otherwise)}

    def _goto_if_time(self, command: Command, here: Position) -> dict[str, Any] | None:
        times, yes, no = self._times(command)
        following = (here[0], here[1], here[2] + 1)
        then = self._target(tuple(yes), here, None)
        otherwise = self._target(tuple(no), here, None) if no else following
        try:
            hours = [weekly(*times)]
        except NotHours as error:
            todo = "write it under hours: as holidays (FR, GB-ENG …), closed_on or open_on"
            self._note(command, str(error), todo)
            return {"goto": self.step(otherwise)} if otherwise and otherwise != following else None
        if then is None or otherwise is None:
            return self._lost(command)
        while otherwise == following and (more := self._same_hours(following, then)):
            hours.append(more)
            following = otherwise = (following[0], following[1], following[2] + 1)
        wanted = then[1] if then[1] != "s" else then[0]
        name = self._names.of(("hours", command.line), f"hours {wanted}", "hours")
        self.hours[name] = {"days": merged(hours)}
        return {"if": [{"when": f"{name}.open", "goto": self.step(then)}], "else": self.step(otherwise)}

    def _times(self, command: Command) -> tuple[tuple[str, str, str, str], list[str], list[str]]:
        """Times, days, dates and months of a GotoIfTime, and where it leads when they hold and when not."""
        text, _, ways = self._found.filled(",".join(command.arguments)).partition("?")
        yes, no = _ways(ways)
        parts = [*(text.split(",") if "," in text else text.split("|")), "*", "*", "*"]
        return (parts[0], parts[1], parts[2], parts[3]), yes, no

    def _same_hours(self, position: Position, then: Position) -> dict[str, list[str]] | None:
        """More hours that lead to the same place, when the next command gives them."""
        command = self._at(position)
        if command is None or command.app != "gotoiftime":
            return None
        times, yes, no = self._times(command)
        if no or self._target(tuple(yes), position, None) != then:
            return None
        try:
            hours = weekly(*times)
        except NotHours:
            return None
        self._followed.add(command.line)
        return hours


def _ways(text: str) -> tuple[list[str], list[str]]:
    """Both places of `yes:no`, each as the arguments of a Goto; empty where none is written."""
    return tuple(  # type: ignore[return-value]
        [part for part in re.split(r"[,|]", way.strip()) if part.strip()] for way in _two(text)
    )


def _two(text: str) -> tuple[str, str]:
    yes, _, no = text.partition(":")
    return yes, no
