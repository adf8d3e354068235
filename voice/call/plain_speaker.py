"""Speaking to somebody on a line that has no dialogue behind it, and hearing his keys."""

from __future__ import annotations

from collections.abc import Callable

from loguru import logger

from voice.call.services import Journal
from voice.call.tap import TappedLine
from voice.call.tones import frames
from voice.conversation.wording import in_voice
from voice.dialplan.model import Dialplan
from voice.errors import EngineFailed, LineClosed
from voice.events import BotSpoke, Held, KeyPressed, Resumed
from voice.speech.ports import Speaking
from voice.telephony.port import Hold, HungUp, Key
from voice.turn import Say

STEP = "callback"


class PlainSpeaker:
    """Says one sentence at a time in the plan's voice. A sentence that cannot be spoken is left out."""

    def __init__(self, caller: TappedLine, plan: Dialplan, voices: Speaking, journal: Journal) -> None:
        self._caller = caller
        self._plan = plan
        self._voices = voices
        self._journal = journal
        self._saying = False
        self.waiting_key: Callable[[str], bool] | None = None
        """Told each key; True when it ended the waiting."""

    def bot_is_speaking(self) -> bool:
        """True while a sentence is being played."""
        return self._saying

    async def say(self, say: Say) -> None:
        """Speak; returns when all of it was sent."""
        say = in_voice(self._plan, say)
        rate, began, size = self._caller.rate, self._caller.seconds, 0
        self._saying = True
        try:
            spoken = self._voices.stream(say.text, say.language, rate, speed=say.speed, voice=say.voice)
            async for piece in spoken:
                size += len(piece)
                for frame in frames(piece, rate):
                    await self._caller.send(frame)
        except EngineFailed as error:
            logger.error("a sentence for a caller who waits was not spoken: {}", error.code)
            return
        except LineClosed:
            return
        finally:
            self._saying = False
        self._journal.append(
            BotSpoke(
                at=began,
                step=STEP,
                text=say.text,
                language=say.language,
                seconds=round(size / 2 / rate, 2),
            )
        )

    async def listen(self) -> bool:
        """Hear keys until the caller is gone; True when the line broke rather than ended."""
        async for event in self._caller.events():
            match event:
                case Key(key):
                    self._journal.append(KeyPressed(at=self._caller.seconds, key=key))
                    if self.waiting_key is not None:
                        self.waiting_key(key)
                case Hold(held):
                    note = Held if held else Resumed
                    self._journal.append(note(at=self._caller.seconds))
                case HungUp(lost):
                    return lost
                case _:
                    pass
        return True
