"""One call from answer to hang-up: build the pipeline, run it, close the books.

A recorded call takes the very same path (voice.replay); nothing here knows the difference.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from loguru import logger
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.workers.runner import WorkerRunner

from voice.call.consent import RecordingGate
from voice.call.dialog_stage import DialogStage
from voice.call.handover import Handover
from voice.call.last_resort import apologize, reach_anyone
from voice.call.message import take_message
from voice.call.patience import PatientHearing, PatientSpeaking
from voice.call.services import CallRecords, CallServices
from voice.call.switchboard import Switchboard
from voice.call.tap import TappedLine
from voice.call.turn_taking import turn_processor
from voice.conversation import Conversation
from voice.dialplan.model import Dialplan
from voice.events import Broke, CallEnded, CallStarted
from voice.speech.recognizer import Recognizer
from voice.speech.synthesizer import Synthesizer
from voice.speech.vad import VAD_PARAMS, WebRtcVad
from voice.telephony.line import LineTransport
from voice.telephony.port import CallInfo, IncomingCall
from voice.turn import EndReason, Record


async def run_call(
    incoming: IncomingCall,
    plan: Dialplan,
    services: CallServices,
    records: CallRecords,
    plans: Mapping[str, Dialplan] | None = None,
) -> EndReason:
    """Serve one answered call to its end. Cancelling it says so to the caller and ends the call as drained.

    `plans` are those that a step can go on with, by name. Whatever breaks, the caller is given to a person if
    one can be had, and the books are closed.
    """
    services = replace(
        services,
        recognizer=PatientHearing(services.recognizer),
        voices=PatientSpeaking(services.voices),
    )
    gate = RecordingGate(records.recording, plan.recording.consent, incoming.line.rate)
    caller = TappedLine(incoming.line, gate.write)
    records.journal.append(_started(incoming.info, plan, services))
    reason = EndReason.FAILED
    try:
        call = _begun(incoming, plan, services, records, plans or {}, caller, gate)
        reason = await (call.run() if call is not None else _unserved(incoming, plan, services, caller))
    except asyncio.CancelledError:
        reason = EndReason.DRAINED
        raise
    finally:
        try:
            await incoming.line.hang_up()
        finally:
            records.journal.append(CallEnded(at=caller.seconds, reason=reason))
    return reason


def _begun(
    incoming: IncomingCall,
    plan: Dialplan,
    services: CallServices,
    records: CallRecords,
    plans: Mapping[str, Dialplan],
    caller: TappedLine,
    gate: RecordingGate,
) -> _Call | None:
    """What serves the call; None when that cannot even begin."""
    try:
        return _Call(incoming, plan, services, records, plans, caller, gate)
    except Exception as error:
        logger.error("call {}: cannot be served: {}", incoming.info.id, type(error).__name__)
        records.journal.append(Broke(at=0.0, part="pipeline", code=type(error).__name__))
        return None


async def _unserved(
    incoming: IncomingCall, plan: Dialplan, services: CallServices, caller: TappedLine
) -> EndReason:
    """Give the call to a person without a word."""
    pump, language = asyncio.create_task(caller.pump()), plan.languages[0]
    try:
        return await reach_anyone(caller, incoming.dialer, plan, language, services.voices, services.desk)
    except asyncio.CancelledError:
        await apologize(caller, language, services.voices)
        raise
    finally:
        pump.cancel()


def _started(info: CallInfo, plan: Dialplan, services: CallServices) -> CallStarted:
    return CallStarted(
        at=0.0,
        call_id=info.id,
        door=info.door,
        caller=info.caller,
        dialled=info.dialled,
        plan=plan.name,
        plan_sha=plan.sha,
        plan_version=plan.version,
        languages=plan.languages,
        models=dict(services.models),
        started=info.answered,
    )


@dataclass(slots=True)
class _Ending:
    """How the call ended; the first to say so decides."""

    reason: EndReason | None = None
    work: asyncio.Task[None] | None = None


class _Call:
    def __init__(
        self,
        incoming: IncomingCall,
        plan: Dialplan,
        services: CallServices,
        records: CallRecords,
        plans: Mapping[str, Dialplan],
        caller: TappedLine,
        gate: RecordingGate,
    ) -> None:
        self._incoming = incoming
        self._services = services
        self._journal = records.journal
        self._ending = _Ending()
        self._gate = gate
        self.caller = caller
        info = incoming.info
        self._conversation = Conversation(
            plan,
            caller=info.caller,
            dialled=info.dialled,
            now=services.now(),
            plans=plans,
            agreed=services.times,
        )
        self._dialog = DialogStage(
            self._conversation,
            self._journal,
            services,
            clock=lambda: self.caller.seconds,
            settle_recording=self._gate.settle,
            agree=lambda plan, time: services.times.agree(info.id, plan, time),
        )
        self._handover = Handover(
            lambda: self._conversation.whole_plan,
            self.caller,
            incoming.dialer,
            self._dialog,
            self._journal,
            services,
            self._over,
            call_id=incoming.info.id,
        )
        self._worker = self._build()

    async def run(self) -> EndReason:
        pump = asyncio.create_task(self.caller.pump())
        try:
            return await self._serve()
        except asyncio.CancelledError:
            await apologize(self.caller, self._conversation.language, self._services.voices)
            raise
        finally:
            pump.cancel()
            await self._handover.keep_message()

    async def _serve(self) -> EndReason:
        clock = asyncio.create_task(self._watch_length())
        runner = WorkerRunner(handle_sigint=False)
        try:
            await runner.add_workers(self._worker)
            await runner.run()
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError  # the runner swallows it
        except Exception as error:
            logger.error("call {}: the pipeline broke: {}", self._incoming.info.id, type(error).__name__)
            self._journal.append(Broke(at=self.caller.seconds, part="pipeline", code=type(error).__name__))
        finally:
            clock.cancel()
            await self._dialog.stop()
            await self._handover.abandon()
        if self._ending.reason is None and not self.caller.ended:
            return await reach_anyone(
                self.caller,
                self._incoming.dialer,
                self._conversation.plan,
                self._conversation.language,
                self._services.voices,
                self._services.desk,
            )
        return self._ending.reason or EndReason.FAILED

    def _build(self) -> PipelineWorker:
        rate = self.caller.rate
        transport = LineTransport(self.caller, on_hold=self._dialog.hold, on_hung_up=self._hung_up)
        synthesizer = Synthesizer(
            self._services.voices,
            rate=rate,
            on_broke=self._dialog.voice_broke,
        )
        pipeline = Pipeline(
            [
                transport.input(),
                VADProcessor(vad_analyzer=WebRtcVad(params=VAD_PARAMS), audio_idle_timeout=0),
                Recognizer(
                    self._services.recognizer,
                    self._dialog,
                    rate=rate,
                    clock=lambda: self.caller.seconds,
                    tone=self._services.tone,
                ),
                turn_processor(self._dialog.may_interrupt, self._dialog.listening_for),
                self._dialog,
                synthesizer,
                transport.output(),
                Switchboard(
                    self._dialog,
                    self._journal,
                    lambda: self.caller.seconds,
                    sentence=synthesizer.sentence,
                    hand_over=self._handover.attempt,
                    take_message=self._take_message,
                    over=self._over,
                ),
            ]
        )
        return PipelineWorker(
            pipeline,
            params=PipelineParams(audio_in_sample_rate=rate, audio_out_sample_rate=rate),
            enable_rtvi=False,
            enable_turn_tracking=False,
            idle_timeout_secs=None,
            cancel_runner_on_idle_timeout=False,
            check_dangling_tasks=False,
        )

    async def _watch_length(self) -> None:
        await asyncio.sleep(self._services.call.max_seconds)
        await self._dialog.too_long()

    async def _take_message(self, record: Record) -> None:
        with self._gate.message():
            await take_message(record, self.caller, self._dialog, self._journal)

    async def _hung_up(self, lost: bool) -> None:
        await self._over(EndReason.LINE_LOST if lost else EndReason.CALLER_HUNG_UP)

    async def _over(self, reason: EndReason) -> None:
        if self._ending.reason is None:
            self._ending.reason = reason
            # In a task of its own: the one that says so is among those that end now.
            self._ending.work = asyncio.create_task(self._worker.cancel())
