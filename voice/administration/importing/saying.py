"""What a caller is told: recorded prompts, digits, and values that stand for words."""

from __future__ import annotations

import re

from voice.administration.importing.extensions import Command, filled
from voice.administration.importing.ground import Block, Ground, Prompt
from voice.administration.importing.names import plain_name
from voice.administration.importing.words import words_of


class Saying(Ground):
    """Playback, Background, SayDigits and the like, and Set."""

    def _prompts(self, command: Command, block: Block) -> None:
        for file in filled(self._found.filled(command.argument(0)), block.values).split("&"):
            if file.strip() and "$" not in file:
                block.prompts.append(Prompt(words_of(file, self._language), file.strip()))
            elif file.strip():
                self._refuse(command, "which prompt is played is not known here", "write what is said")

    def _spoken(self, command: Command, block: Block) -> None:
        text = filled(self._found.filled(command.argument(0)), block.values)
        read = re.fullmatch(r"\$\{(\w+)\}", text)
        if read and plain_name(read[1], "value") in self.slots:
            block.prompts.append(Prompt("{" + plain_name(read[1], "value") + "}"))
        elif re.fullmatch(r"[\w ]{1,60}", text):
            block.prompts.append(Prompt(" ".join(text) if command.app != "saynumber" else text))
        else:
            self._refuse(command, "what is said is not known here", "write it as a text")

    def _set(self, command: Command, block: Block) -> None:
        name, _, value = ",".join(command.arguments).partition("=")
        name, value = name.strip(), value.strip().strip('"')
        if re.match(r"(CHANNEL\(language\)|LANGUAGE\(\))$", name, re.IGNORECASE):
            why = "the bot hears which language is spoken"
            self._note(
                command, why, "give texts in both languages (languages: [fr, en]) and drop the question"
            )
        elif name.upper().startswith(("TIMEOUT(", "CDR(", "CALLERID(", "__", "CHANNEL(")):
            self._note(command, "the gateway has no such value", "nothing, in most cases", left_out=False)
        elif name in self._counters:
            self._note(command, "tries are counted by themselves", "see retries", left_out=False)
        elif re.fullmatch(r"\w+", name):
            block.values[name] = filled(self._found.filled(value), block.values)
            if name in self._tested():
                self._note(command, "plans set no variables for conditions", "see set: and slots")
        else:
            self._note(command, "this value is not carried over", "see set: and slots")
