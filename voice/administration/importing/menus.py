"""Menus: the keys that lead somewhere, and what becomes of callers who press none or a wrong one."""

from __future__ import annotations

from typing import Any

from voice.administration.importing.applications import ENDS, NEUTRAL
from voice.administration.importing.conditions import counted
from voice.administration.importing.extensions import START, Command
from voice.administration.importing.ground import MOST_FOLLOWED, Block, Position
from voice.administration.importing.saying import Saying

KEYS = "123456789*#"
_RECOVERIES = ("t", "i")
_BESIDES = ("s", "t", "i", "h", "o", "a", "e", "T", "fax")
_NOBODY = "who says nothing or nothing that fits is asked again and then reaches a person"


class Menus(Saying):
    """Background with WaitExten, and the extensions t and i."""

    def _menu(self, block: Block, waits: Position | None) -> dict[str, Any]:
        context = block.position[0]
        keys = {
            key: self.step((where, key, START)) for key, where in self._keys(context).items() if key != "0"
        }
        step: dict[str, Any] = {"menu": keys} if keys else {"listen": True}
        command = self._at(waits) if waits else None
        seconds = command.argument(0) if command and command.app == "waitexten" else ""
        if seconds.isdecimal() and 1 <= int(seconds[:6]) <= 60:
            step["timeout"] = int(seconds)
        self._zero(context)
        self._unmatched(context)
        self._recover(context, block, waits, step)
        return step

    def _keys(self, context: str) -> dict[str, str]:
        """Keys that lead somewhere, with the context that answers them."""
        found = {key: self._found.holding(context, key) for key in f"0{KEYS}"}
        return {key: where for key, where in found.items() if where}

    def _zero(self, context: str) -> None:
        where = self._found.holding(context, "0")
        command = self._at((where, "0", START)) if where else None
        if where is None or command is None:
            return
        for one in self._straight((where, "0", START)):
            if one.app == "dial":
                names, _ = self.people.dialled(
                    self._found.filled(one.argument(0)), self._found.filled(one.argument(1))
                )
                self.people.first += [name for name in names if name not in self.people.first]
                break
            if one.app == "queue" and (name := self.people.queue(one.argument(0), one.argument(4))):
                self.people.first += [
                    to for to in self.people.queues[name]["to"] if to not in self.people.first
                ]
                break
        why = "key 0 always reaches a person, by handoff"
        self._note(command, why, "see handoff: it names whom key 0 rings", left_out=False)

    def _unmatched(self, context: str) -> None:
        for extension, commands in self._found.contexts[context].extensions.items():
            if extension in KEYS or extension == "0" or extension in _BESIDES or not commands:
                continue
            command = next(iter(commands.values()))
            why = f"callers do not dial an extension ({extension}) within a menu"
            self._note(command, why, "name it under targets, and let callers ask for it")

    def _recover(self, context: str, block: Block, waits: Position | None, step: dict[str, Any]) -> None:
        """What is said and done when nothing, or nothing that fits, was keyed."""
        for extension, key in zip(_RECOVERIES, ("noinput", "nomatch"), strict=True):
            where = self._found.holding(context, extension)
            if where is None:
                continue
            inner, leads, tries = self._recovery((where, extension, START), block)
            if tries is not None:
                step["retries"] = tries
            if leads is None and inner.prompts:
                step[key] = inner.text
            if leads is not None and "else" not in step:
                step["else"] = self.step(leads)
                step.setdefault("retries", 1)
        following = self._at((waits[0], waits[1], waits[2] + 1)) if waits else None
        if waits and following and "else" not in step and not self._found.holding(context, "t"):
            step["else"] = self.step((waits[0], waits[1], waits[2] + 1))
            step.setdefault("retries", 0)

    def _recovery(self, position: Position, menu: Block) -> tuple[Block, Position | None, int | None]:
        """What t or i says; where it leads when not back to the menu or to the end; how often it may."""
        context, extension, priority = position
        block, tries = Block(position, 0), None
        for _ in range(MOST_FOLLOWED):
            here = (context, extension, priority)
            command = self._at(here)
            if command is None:
                return block, None, tries
            self._followed.add(command.line)
            if command.app in ("playback", "background"):
                self._prompts(command, block)
            elif command.app == "gotoif" and (count := self._count(command)) is not None:
                tries = count
            elif command.app == "goto":
                target = self._target(command.arguments, here, None)
                if target is None or target[:2] == menu.position[:2] or target[1] in _RECOVERIES:
                    return block, None, tries
                return block, (position if block.prompts and tries is None else target), tries
            elif command.app in ENDS:
                self._note(
                    command, _NOBODY, "write else: at the menu where that is not meant", left_out=False
                )
                return block, None, tries
            elif command.app not in NEUTRAL and command.app != "set":
                return block, (position if tries is None else here), tries
            priority += 1
        return block, None, tries

    def _count(self, command: Command) -> int | None:
        return counted(",".join(command.arguments).partition("?")[0], self._counters)
