"""Where sound meets the conversation: words, keys and silences in; sentences, transfers and hang-ups out.

Decides nothing by itself. It remembers what has not been said yet and who the caller's words are for, and
makes sure that whatever breaks, the caller ends at a person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from pipecat.frames.frames import (
    Frame,
    InputDTMFFrame,
    InterruptionFrame,
    StartFrame,
    UserStoppedSpeakingFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from voice.call.decided import SafeDecisions
from voice.call.frames import BackFrame, HangUpFrame, ListenFrame, RecordFrame, TransferFrame
from voice.call.heard import merge
from voice.call.keys import PERSON_KEY
from voice.call.looking_up import LookingUp, Rows
from voice.call.noted import Noted, event_of
from voice.call.services import CallServices, Journal
from voice.call.speaking import Speaking
from voice.call.waiting import Waiting
from voice.conversation import Conversation
from voice.conversation.wording import in_voice
from voice.dialplan.model import ErrandSpec
from voice.errors import EngineFailed
from voice.events import (
    BargedIn,
    Broke,
    CallerSpoke,
    Held,
    KeyPressed,
    LanguageFound,
    RecordingSettled,
    Resumed,
    Unheard,
)
from voice.speech.synthesizer import SayFrame
from voice.speech.whisper import Transcript
from voice.turn import (
    Action,
    AgreeCallback,
    BackToAgent,
    CallbackTime,
    Consent,
    Decision,
    HandoffFailure,
    HangUp,
    Heard,
    Language,
    Listen,
    Lookup,
    Record,
    Say,
    Transfer,
)


class Mode(Enum):
    """Who the caller's words are for."""

    TALKING = "talking"
    LOOKING = "looking"
    RECORDING = "recording"
    LEAVING = "leaving"
    """On the way to a person, or with one."""


class DialogStage(FrameProcessor):
    """Drives one conversation."""

    def __init__(
        self,
        conversation: Conversation,
        journal: Journal,
        services: CallServices,
        clock: Callable[[], float],
        settle_recording: Callable[[bool], None] = lambda recorded: None,
        agree: Callable[[str, CallbackTime], None] = lambda plan, time: None,
    ) -> None:
        """`settle_recording` is told when it is known whether the call is recorded, `agree` on which time of
        a plan the caller has agreed to be called back."""
        super().__init__()
        self._conversation = conversation
        self._settle_recording = settle_recording
        self._agree = agree
        self._journal = journal
        self._services = services
        self._clock = clock
        self._decisions = SafeDecisions(
            conversation, journal, clock, agent_waits=lambda: self.errand_over is not None
        )
        self._mode = Mode.TALKING
        self._listen = Listen(languages=conversation.plan.languages)
        self._speaking = Speaking()
        self._step = conversation.step
        self._heard: list[Heard] = []
        self._lookups = LookingUp(
            self, services, journal, clock, start_task=self.create_task, end_task=self.cancel_task
        )
        self._waiting = Waiting(self, self.create_task, clock)
        self._answering: float | None = None
        self._deciding = asyncio.Lock()
        self.message_over: Callable[[], None] | None = None
        """Set while a message is being recorded; called when a key ends it."""
        self.message_began = 0.0
        """When that message began; what was said before is none of it."""
        self.waiting_key: Callable[[str], bool] | None = None
        """Set while the caller waits in a queue; True when the key ended the waiting."""
        self.errand_over: Callable[[BackToAgent], None] | None = None
        """Set while an agent has given the caller back; told once everything said was played."""
        self._errand_began = 0.0
        """When that was; words begun before it are for the agent."""

    # -- what the pipeline sends --

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Route frames; everything but keys travels on."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InputDTMFFrame):
            await self._key(frame.button.value)
            return
        await self.push_frame(frame, direction)
        if isinstance(frame, StartFrame):
            await self._decide(self._conversation.open)
        elif isinstance(frame, InterruptionFrame):
            self._speaking.interrupted()
        elif isinstance(frame, UserStoppedSpeakingFrame) and direction is FrameDirection.DOWNSTREAM:
            await self._turn_over()

    # -- what the recognizer tells (voice.speech.recognizer.Ear) --

    def listening_for(self) -> Listen:
        """What the dialogue waits for."""
        return self._listen

    def may_interrupt(self) -> bool:
        """Whether the caller's voice stops what is being said."""
        return self._mode is not Mode.LEAVING and self._speaking.stops_for_a_voice

    def speech_began(self) -> bool:
        """The caller began to speak; True when that was while the bot was speaking."""
        if self._waiting.voice_began():
            self._wait_anew()
        over_the_bot = self.bot_is_speaking() and self._mode is Mode.TALKING
        if over_the_bot and self._speaking.talked_over():
            self._journal.append(BargedIn(at=self._clock()))
        return over_the_bot

    def heard(self, heard: Heard, transcript: Transcript) -> None:
        """Words worth a turn; kept until the turn is over."""
        in_message = self.message_over is not None and heard.started >= self.message_began
        if self._mode is Mode.LEAVING or in_message or heard.started < self._errand_began:
            self._journal.append(CallerSpoke(at=heard.started, text=heard.text, ended=heard.ended))
            return
        probability = transcript.language_probability
        if probability is not None and heard.language and len(self._listen.languages) > 1:
            self._conversation.language_found(heard.language)
            self._journal.append(
                LanguageFound(at=self._clock(), language=heard.language, probability=round(probability, 3))
            )
        self._heard.append(heard)

    def unheard(self, transcript: Transcript) -> None:
        """A sound without words worth a turn."""
        why = transcript.refused or "empty"
        self._journal.append(Unheard(at=self._clock(), why=why, seconds=round(transcript.seconds, 2)))

    def recognizer_broke(self, error: EngineFailed) -> None:
        """The recognizer failed: this call goes to a person."""
        self._break("recognizer", error.code)

    def voice_broke(self, error: EngineFailed) -> None:
        """The voice failed: this call goes to a person, with what can still be said."""
        self._break("voice", error.code)

    # -- what the switchboard tells --

    def sentence_began(self, say: Say) -> float | None:
        """A sentence is heard by the caller now; the response gap when it answers something."""
        self._speaking.began(say, over=self._waiting.speaking)
        self._waiting.turn_to(None)
        self._waiting.stop()
        if self._answering is None:
            return None
        gap, self._answering = round(max(0.0, self._clock() - self._answering), 2), None
        self._services.watch.gap(gap)
        return gap

    def sentence_ended(self, say: Say, *, cut: bool) -> None:
        """A sentence was played to its end, or cut."""
        self._speaking.ended(say, cut=cut)

    async def listening(self, listen: Listen) -> None:
        """Everything before it has been said: the caller's turn, unless something else was decided since."""
        if not self._speaking.still_awaits(listen):
            return
        self._speaking.heard_out()
        self._waiting.turn_to(self._listen)
        self._wait()

    async def handoff_failed(self, failure: HandoffFailure) -> None:
        """This attempt to reach a person failed."""
        self._mode = Mode.TALKING
        await self._decide(lambda: self._conversation.handoff_failed(failure))

    async def recorded(self, seconds: float) -> None:
        """The message is over."""
        if self._mode is Mode.RECORDING:
            self._mode = Mode.TALKING
            await self._decide(lambda: self._conversation.recorded(seconds))

    async def say(self, say: Say) -> None:
        """Speak outside of any decision, while the caller waits."""
        await self.push_frame(SayFrame.of(in_voice(self._conversation.plan, say), self._conversation.step))

    # -- what an agent who has the caller wants (voice.call.errands.Bot) --

    @property
    def errands(self) -> Mapping[str, ErrandSpec]:
        """What the agent can give to the bot."""
        return self._conversation.plan.errands

    @property
    def said_goodbye(self) -> bool:
        """True when the call is to end."""
        return self._speaking.said_goodbye

    def still_ends(self, hang_up: HangUp) -> bool:
        """False when something else was decided since: the caller asked for a person over the goodbye."""
        return self._speaking.awaits([hang_up])

    async def give_back(self, name: str) -> None:
        """Talk to the caller, for one errand."""
        self._mode, self._errand_began = Mode.TALKING, self._clock()
        await self._decide(lambda: self._conversation.give_back(name))

    async def take_back(self, *, too_long: bool = False) -> None:
        """Come to an end at once, unless the caller is on the way back already."""
        if self._mode is not Mode.LEAVING:
            await self.broadcast_interruption()
            await self._decide(lambda: self._conversation.take_back(too_long=too_long))

    def let_go(self) -> None:
        """The caller's words are for the agent again, whatever was being said."""
        self._mode = Mode.LEAVING
        self._lookups.drop()
        self._conversation.leave_errand()

    def agent_gone(self) -> None:
        """The agent has gone meanwhile."""
        self._conversation.agent_gone()

    def errand_ended(self, back: BackToAgent) -> None:
        """Everything that was to be said in the errand was played."""
        if self.errand_over is not None:
            self.errand_over(back)

    @property
    def language(self) -> Language:
        """The caller's, as far as it is known."""
        return self._conversation.language

    @property
    def takes_message(self) -> bool:
        """True while a message is asked for or being left."""
        return self._mode is Mode.RECORDING

    def caller_is_speaking(self) -> bool:
        """True while the voice detector hears the caller."""
        return self._waiting.speaking

    def bot_is_speaking(self) -> bool:
        """True while a sentence is being played."""
        return self._speaking.now is not None

    # -- what the call tells --

    async def hold(self, held: bool) -> None:
        """The caller put us on hold, or came back: silence there is not the caller's silence."""
        self._waiting.held = held
        self._journal.append(Held(at=self._clock()) if held else Resumed(at=self._clock()))
        self._wait_anew()

    async def too_long(self) -> None:
        """The call has been with the bot for too long; who leaves a message may finish it."""
        if self._mode not in (Mode.LEAVING, Mode.RECORDING):
            await self.broadcast_interruption()
            await self._decide(self._conversation.too_long)

    async def stop(self) -> None:
        """No more timers."""
        self._waiting.stop()
        if self._conversation.asked_consent:
            self._note(Consent("unanswered"))

    # -- turns --

    async def _turn_over(self) -> None:
        self._waiting.speaking = False
        heards, self._heard = self._heard, []
        if self._mode in (Mode.LOOKING, Mode.RECORDING) and heards:
            await self._heard_aside(heards)
        elif self._mode is Mode.TALKING and heards:
            await self._hear(heards)
        elif self._mode is Mode.TALKING:
            await self._nothing_heard()

    async def _hear(self, heards: Sequence[Heard]) -> None:
        heard = merge(heards)
        self._answering = heard.ended
        if self._speaking.stops_for_words:
            if self.bot_is_speaking():
                self._journal.append(BargedIn(at=self._clock()))
            await self.broadcast_interruption()
        if any(each.barged_in for each in heards):
            self._speaking.by_words()
        await self._decide(lambda: self._conversation.hear(heard))

    async def _heard_aside(self, heards: Sequence[Heard]) -> None:
        """Words that nobody waits for: who asks for a person has one, all others are kept."""
        heard = merge(heards)
        if await self._decide(lambda: self._conversation.hear(heard)):
            if self.message_over is not None:
                self.message_over()
        elif self._mode is Mode.LOOKING:
            self._lookups.heard(heards)
        else:
            self._journal.append(CallerSpoke(at=heard.started, text=heard.text, ended=heard.ended))

    async def _nothing_heard(self) -> None:
        if again := self._speaking.by_noise(keyed=bool(self._waiting.keys)):
            await self._perform(again)
        else:
            self._wait()

    # -- what the waiting tells (voice.call.waiting.Waiter) --

    def has_words(self) -> bool:
        """True when something was said in the turn that is not over yet."""
        return bool(self._heard)

    async def answer_words(self) -> None:
        """Answer what was said so far."""
        await self._hear(self._heard)

    async def keyed(self, heard: Heard) -> None:
        """Keys became one input."""
        self._answering = heard.ended
        await self._decide(lambda: self._conversation.keys(heard.digits, heard))

    async def silence(self) -> None:
        """The caller said nothing, or nothing that was words."""
        await self._decide(lambda: self._conversation.silence(self._clock()))

    # -- what a lookup tells (voice.call.looking_up.Looker) --

    def quiet(self) -> bool:
        """True while neither the bot nor the caller speaks."""
        return not (self.bot_is_speaking() or self._waiting.speaking)

    async def also_say(self, say: Say) -> None:
        """Speak while the caller waits for the data."""
        await self.push_frame(SayFrame.of(say, self._step))

    async def found(self, rows: Rows | None, meanwhile: Sequence[Heard]) -> None:
        """The data, None when it could not be reached; then what the caller said meanwhile is answered."""
        self._mode = Mode.TALKING
        meanwhile = [*meanwhile, *self._heard]
        if rows is None:
            await self._decide(self._conversation.lookup_failed)
        else:
            await self._decide(lambda: self._conversation.looked_up(rows))
        if meanwhile and not self._waiting.speaking and self._mode is Mode.TALKING:
            await self.broadcast_interruption()
            await self._hear(meanwhile)

    def _wait(self) -> None:
        if self._mode is Mode.TALKING:
            self._waiting.start()

    def _wait_anew(self) -> None:
        self._waiting.stop()
        self._wait()

    # -- keys --

    async def _key(self, key: str) -> None:
        self._journal.append(KeyPressed(at=self._clock(), key=key))
        if self._waiting.keys.ends_the_last(key, self._clock()):
            return
        self._waiting.stop()
        if self._mode in (Mode.LOOKING, Mode.RECORDING):
            await self._key_aside(key)
            return
        if self._mode is Mode.LEAVING and self.waiting_key is not None and self.waiting_key(key):
            await self.broadcast_interruption()
        if self._mode is not Mode.TALKING:
            return
        await self.broadcast_interruption()
        self._speaking.by_key()
        pressed = self._waiting.keys.press(key, self._listen.digits, self._clock())
        if isinstance(pressed, Heard):
            await self.keyed(pressed)
        else:
            self._wait()

    async def _key_aside(self, key: str) -> None:
        """A key that nobody waits for: 0 is a person, any other ends the message being left."""
        if key == PERSON_KEY:
            await self.broadcast_interruption()
            await self.keyed(Heard("", digits=key, started=self._clock(), ended=self._clock()))
        if self.message_over is not None:
            self.message_over()

    # -- decisions --

    async def _decide(self, decide: Callable[[], Decision]) -> bool:
        """Carry out what is decided; False when that changes nothing."""
        async with self._deciding:
            if self._mode is Mode.LEAVING:
                return False
            decision = self._decisions.decided(decide)
            if self._mode in (Mode.LOOKING, Mode.RECORDING) and self._speaking.awaits(decision.actions):
                return False
            await self._lookups.stop()
            self._waiting.stop()
            self._heard.clear()
            self._waiting.keys.forget()
            self._decisions.keep(decision)
            self._speaking.decided(decision.actions)
            self._step = decision.step
            await self._perform(decision.actions)
            return True

    async def _perform(self, actions: Sequence[Action]) -> None:
        self._speaking.begin(actions)
        self._waiting.turn_to(None)
        for action in actions:
            match action:
                case Say():
                    await self.push_frame(SayFrame.of(action, self._step))
                case Listen():
                    self._listen = action
                    self._mode = Mode.TALKING
                    await self.push_frame(ListenFrame(listen=action))
                case Lookup():
                    self._mode = Mode.LOOKING
                    self._lookups.start(self._conversation.plan, action)
                case Transfer():
                    self._mode = Mode.LEAVING
                    await self.push_frame(
                        TransferFrame(transfer=action, language=self._conversation.language)
                    )
                case _ if isinstance(action, Noted):
                    self._note(action)
                    self._speaking.done(action)
                case BackToAgent():
                    self.let_go()
                    await self.push_frame(BackFrame(back=action))
                case Record():
                    self._mode = Mode.RECORDING
                    await self.push_frame(RecordFrame(record=action))
                case HangUp():
                    await self.push_frame(HangUpFrame(hang_up=action))

    def _note(self, action: Noted) -> None:
        """Write down what is neither said nor waited for."""
        event = event_of(action, self._clock())
        self._journal.append(event)
        if isinstance(event, RecordingSettled):
            self._settle_recording(event.recorded)
        elif isinstance(action, AgreeCallback):
            self._agree(self._conversation.plan.name, action.time)

    def _break(self, part: str, code: str) -> None:
        self._journal.append(Broke(at=self._clock(), part=part, code=code))
        # The sound of a message is kept whatever breaks.
        if self._mode not in (Mode.LEAVING, Mode.RECORDING):
            self.create_task(self._after_a_break())

    async def _after_a_break(self) -> None:
        await self._decide(self._conversation.broke)
