"""What the bot is to say: what of it was not played yet, what is played now, and what is said once more."""

from __future__ import annotations

from collections.abc import Sequence

from voice.call.noise import Noise
from voice.turn import Action, HangUp, Say

MOST_RESUMES = 2
"""How often the bot says again what a noise cut off, before it just listens."""


class Speaking:
    """The actions decided last, until all that was to be said was heard. Knows neither clock nor line."""

    def __init__(self) -> None:
        self.now: Say | None = None
        """The sentence that the caller hears."""
        self._unsaid: list[Action] = []
        self._awaited: tuple[Action, ...] = ()
        """The last action decided, which waits for something."""
        self._cut = False
        self._resumes = 0
        self._noise = Noise()
        self._talked_over: bool | None = None
        """Whether a sound was heard over what the bot says; None while it has said nothing yet."""

    # -- what was decided --

    def decided(self, actions: Sequence[Action]) -> None:
        """Something new is to be said and done."""
        self._cut, self._resumes = False, 0
        self._awaited = tuple(actions[-1:])

    def begin(self, actions: Sequence[Action]) -> None:
        """All of this is to be said and done now."""
        self._unsaid = list(actions)

    def done(self, action: Action) -> None:
        """It is not to be done once more when a sentence after it is cut off and said again."""
        if action in self._unsaid:
            self._unsaid.remove(action)

    def awaits(self, actions: Sequence[Action]) -> bool:
        """True when nothing but this is awaited already."""
        return tuple(actions) == self._awaited

    def still_awaits(self, action: Action) -> bool:
        """False when something else was decided since, though it may look the same."""
        return any(awaited is action for awaited in self._awaited)

    @property
    def said_goodbye(self) -> bool:
        """True when the call is to end."""
        return any(isinstance(action, HangUp) for action in self._awaited)

    # -- what is played --

    def began(self, say: Say, *, over: bool) -> None:
        """A sentence is heard now; `over`: while the caller makes a sound."""
        self.now = say
        self._talked_over = bool(self._talked_over or over)

    def ended(self, say: Say, *, cut: bool) -> None:
        """It was played to its end, or cut."""
        self.now = None
        if not cut and say in self._unsaid:
            self._unsaid.remove(say)

    def heard_out(self) -> None:
        """All of it was played."""
        if self._talked_over is False:
            self._noise.heard_out()
        self._talked_over = None
        self._unsaid.clear()
        self._resumes = 0

    # -- who stops it --

    @property
    def stops_for_a_voice(self) -> bool:
        """Whether any voice of the caller's stops it."""
        return self._stoppable and not self._noise.only_words

    @property
    def stops_for_words(self) -> bool:
        """Whether nothing but words does, since sounds were none again and again."""
        return self._stoppable and self._noise.only_words

    @property
    def _stoppable(self) -> bool:
        say = self.now or next((action for action in self._unsaid if isinstance(action, Say)), None)
        return say is None or say.interruptible

    def interrupted(self) -> None:
        """It was stopped."""
        self._cut = self._cut or bool(self._unsaid)

    def talked_over(self) -> bool:
        """The caller is heard over it; True where a voice stops what may be stopped."""
        self._talked_over = True
        return not self._noise.only_words

    def by_key(self) -> None:
        """A key stopped it: nothing of it is said again."""
        self._cut = False

    def by_words(self) -> None:
        """Words were what was heard over it."""
        self._noise.meant()

    def by_noise(self, *, keyed: bool) -> Sequence[Action]:
        """What was heard was no words: what is to be said and done once more, nothing where keys came too."""
        if self._talked_over and self._noise.only_words:
            self._noise.disturbed()
        if keyed or not (self._cut and self._unsaid):
            return ()
        self._cut = False
        self._resumes += 1
        self._noise.disturbed()
        return tuple(self._unsaid if self._resumes <= MOST_RESUMES else self._unsaid[-1:])
