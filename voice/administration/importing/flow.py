"""Follows an Asterisk context from its first priority, and makes steps of what a caller meets."""

from __future__ import annotations

from typing import Any

from voice.administration.importing.applications import BY_ITSELF, ENDS, NEUTRAL, SPOKEN, refusal
from voice.administration.importing.branching import Branching
from voice.administration.importing.extensions import START, Command, Extensions, filled
from voice.administration.importing.ground import MOST_FOLLOWED, PERSON, Block, Made, Position, Prompt
from voice.administration.importing.menus import Menus
from voice.administration.importing.names import plain_name
from voice.administration.importing.words import words_of
from voice.errors import ImportFailed
from voice.turn import Language

NOBODY = "when nobody answers, the bot offers a call back, then takes a message"


class Flow(Menus, Branching):
    """Steps, people, hours and slots of one context, and what could not be carried over."""

    def __init__(self, found: Extensions, context: str, language: Language, pbx: str) -> None:
        if context not in found.contexts:
            there = ", ".join(found.contexts) or "none"
            raise ImportFailed(f"there is no context {context}; there are: {there}")
        super().__init__(found, language, pbx)
        known = found.contexts[context].extensions
        extension = "s" if found.holding(context, "s") else next(iter(known), "s")
        self.start = self.step((found.holding(context, extension) or context, extension, START))
        self._all()
        self._shorten()
        self._passed_over()

    def _all(self) -> None:
        while self._waiting:
            position = self._waiting.popleft()
            name = self.step(position)
            command = self._at(position)
            block = Block(position, command.line if command else 0)
            step = self._made(block)
            if block.refused and step.get("hang_up"):
                step = {"goto": PERSON}
            files = tuple(prompt.file for prompt in block.prompts if prompt.file)
            if "ask" in step:
                # A value that is known is not asked for again: whoever comes back here is to be asked.
                asks = self._names.of(("ask", position), f"ask {step['slot']}", "ask")
                self.steps[name] = Made({"forget": step["slot"], "goto": asks}, block.line)
                self.steps[asks] = Made(step, block.line, files)
            else:
                said = {"say": block.text} if block.prompts else {}
                self.steps[name] = Made(said | step, block.line, files)

    def _made(self, block: Block) -> dict[str, Any]:
        """The act of the step; what is said before it goes into the block."""
        context, extension, priority = block.position
        for _ in range(MOST_FOLLOWED):
            command = self._at((context, extension, priority))
            here = (context, extension, priority)
            if command is None:
                return self._menu(block, None) if block.waits else {"hang_up": True}
            if step := self._act(command, here, block):
                return step
            priority += 1
        return {"goto": PERSON}

    def _act(self, command: Command, here: Position, block: Block) -> dict[str, Any] | None:
        """The step that a command ends; None when the next one belongs to it too."""
        app = command.app
        self._followed.add(command.line)
        if app in ("playback", "background", "controlplayback"):
            self._prompts(command, block)
            block.waits |= app == "background" and bool(self._keys(block.position[0]))
            return None
        if app in SPOKEN:
            self._spoken(command, block)
            return None
        if app in NEUTRAL:
            return None
        if app == "set":
            self._set(command, block)
            return None
        if app == "waitexten":
            return self._menu(block, here) if self._keys(block.position[0]) else None
        if block.waits:
            return self._menu(block, (here[0], here[1], here[2] - 1))
        return self._last_act(command, here, block)

    def _last_act(self, command: Command, here: Position, block: Block) -> dict[str, Any] | None:
        match command.app:
            case "goto":
                target = self._target(command.arguments, here, block)
                return {"goto": self.step(target)} if target else self._lost(command)
            case "gotoif":
                return self._goto_if(command, here, block)
            case "gotoiftime":
                return self._goto_if_time(command, here)
            case "dial":
                return self._dial(command, here, block)
            case "queue":
                return self._queue(command, block)
            case "voicemail":
                return {"voicemail": True}
            case "read":
                return self._ask(command, here, block)
            case app if app in ENDS:
                return {"hang_up": True}
        if command.app in BY_ITSELF:
            self._note(command, *refusal(command.app), left_out=False)
            return None
        self._refuse(command)
        block.refused = True
        return None

    def _dial(self, command: Command, here: Position, block: Block) -> dict[str, Any] | None:
        names: list[str] = []
        for number, one in enumerate(self._straight(here)):
            if one.app == "dial":
                self._followed.add(one.line)
                devices = filled(self._found.filled(one.argument(0)), block.values)
                seconds = filled(self._found.filled(one.argument(1)), block.values)
                found, unknown = self.people.dialled(devices, seconds)
                names += [name for name in found if name not in names]
                for device in unknown:
                    self._refuse(one, *refusal("dial"), what=f"Dial({device})")
                    block.refused = True
                if len(found) > 1:
                    why = "they are rung one after the other, not at once"
                    self._note(one, why, "give the number of a ring group instead", left_out=False)
            elif one.app not in NEUTRAL and one.app not in ("set", "playback"):
                break
            if number > MOST_FOLLOWED:
                break
        return {"transfer": names} if names else None

    def _queue(self, command: Command, block: Block) -> dict[str, Any] | None:
        name = filled(self._found.filled(command.argument(0)), block.values)
        made = self.people.queue(name, command.argument(4))
        if made is None:
            self._refuse(command, *refusal("queue"))
            block.refused = True
            return None
        why = "agents of a queue sign in at the desk; the PBX's queue is rung when none is there"
        self._note(command, why, "see docs on queues; give the target its number", left_out=False)
        return {"queue": made}

    def _ask(self, command: Command, here: Position, block: Block) -> dict[str, Any] | None:
        name = plain_name(command.argument(0), "value")
        for file in self._found.filled(command.argument(1)).split("&"):
            if file.strip() and "$" not in file:
                block.prompts.append(Prompt(words_of(file, self._language), file.strip()))
        most = command.argument(2)
        digits = int(most) if most.isdecimal() and 1 <= int(most[:4]) <= 30 else 0
        title = {"en": "keyed number", "fr": "numéro saisi"}[self._language]
        spec: dict[str, Any] = {"type": "digits", "title": title}
        spec |= {"least": digits, "most": digits} if digits else {"most": 30}
        self.slots.setdefault(name, spec)
        following = self.step((here[0], here[1], here[2] + 1))
        question = block.text or words_of(name, self._language)
        return {"ask": question, "slot": name, "goto": following}

    def _shorten(self) -> None:
        """Steps that only go on to another are left out."""
        onward = {
            name: made.step["goto"]
            for name, made in self.steps.items()
            if made.step.keys() == {"goto"} and name != self.start
        }

        def end(name: str) -> str:
            seen: set[str] = set()
            while name in onward and name not in seen:
                seen.add(name)
                name = onward[name]
            return name

        if any(end(name) in onward for name in onward):
            return  # they go round; whoever checks the plan tells so
        for made in self.steps.values():
            for key in ("goto", "else"):
                if key in made.step:
                    made.step[key] = end(made.step[key])
            for branch in made.step.get("if", ()):
                branch["goto"] = end(branch["goto"])
            if "menu" in made.step:
                made.step["menu"] = {key: end(name) for key, name in made.step["menu"].items()}
        for name in onward:
            del self.steps[name]

    def _passed_over(self) -> None:
        """Note the lines of the contexts that were followed which no step was made of."""
        noted = {note.line for note in self.notes}
        for name in self.reached:
            for extension, commands in self._found.contexts[name].extensions.items():
                for command in commands.values():
                    plain = command.app in NEUTRAL or command.app in ENDS or command.app == "goto"
                    if command.line in noted or command.line in self._followed or plain:
                        continue
                    if extension == "h":
                        why, todo = (
                            "nothing runs after a hang-up",
                            "read the call's events, or take the webhook",
                        )
                    elif command.app == "voicemail":
                        why, todo = NOBODY, "nothing, in most cases"
                    else:
                        why = "no caller comes here in the plan: a transfer and a queue end by themselves"
                        todo = "write it as a step if callers are to meet it"
                    self._note(command, why, todo, left_out=command.app != "voicemail")
