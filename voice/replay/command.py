"""`voice replay`: recorded calls through a plan, and what is decided otherwise than it was."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from voice.dialplan.load import PLAN
from voice.errors import SettingsError
from voice.events import CallEvent
from voice.output import console, print_json
from voice.records.query import Query
from voice.replay.batch import RESULTS, Job, Outcome, Setting, run_all
from voice.replay.cache import Cache
from voice.replay.cluster import run_on_ray
from voice.replay.compare import Change, Comparison, compare, total
from voice.replay.engines import TONES, WORDS, LazyEngines
from voice.replay.junit import write_junit
from voice.replay.page import write_page
from voice.replay.pins import as_it_was, pinned_scene, still_passes
from voice.replay.plans import Plans
from voice.replay.recorded import MOMENT, Recorded
from voice.replay.report import as_text, call_report
from voice.replay.runner import Caller, replay_call
from voice.replay.sources import SOUNDS, find
from voice.replay.tape import read_tape, write_stereo
from voice.replay.terminal import print_run
from voice.replay.told import Compared, as_json
from voice.settings import Settings

_NO_WORDS = "what was said is not on record; leave --words out"


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Replay; 1 when a pinned call is decided otherwise, or one could not be replayed. Raises VoiceError."""
    cache = Cache(settings.replay.folder)
    if args.recognize == "again":
        for kind in (WORDS, TONES, RESULTS):
            cache.forget(kind)
    if _is_one_file(args):
        return _one_file(args, settings, cache)
    if args.wav:
        raise SettingsError("--wav goes with one sound file and --plan, and not with --on")
    with contextlib.closing(_Run(args, settings)) as running:
        return running.run()


def _is_one_file(args: argparse.Namespace) -> bool:
    alone = len(args.calls) == 1 and Path(args.calls[0]).suffix.lower() in SOUNDS and args.on == "here"
    compared = args.against or args.junit or args.html or args.since or args.served_by or args.ended
    return alone and not compared and not args.score and not args.limit and not Path(args.calls[0]).is_dir()


def _one_file(args: argparse.Namespace, settings: Settings, cache: Cache) -> int:
    tape = read_tape(Path(args.calls[0]))
    if args.words:
        raise SettingsError(f"{args.calls[0]} is sound alone: {_NO_WORDS}")
    if args.plan is None:
        raise SettingsError("a sound file needs --plan: which plan is the caller to reach?")
    plans = Plans(settings)
    plan = plans.named(args.plan)
    engines = LazyEngines(settings.models, settings.speech, cache)
    at = MOMENT if args.at is None else args.at.astimezone()
    try:
        caller = Caller("tape", "", plan.name, at)
        replayed = replay_call(tape, plan, engines.means(), caller, (), plans=plans.beside(plan))
    finally:
        engines.close()
        plans.close()
    if args.wav:
        write_stereo(args.wav, replayed.stereo, tape.rate)
    report = call_report(replayed.events, replayed.brief)
    if args.json:
        print_json(report)
    else:
        _write(as_text(report))
    return 0


class _Run:
    """One run over many calls."""

    def __init__(self, args: argparse.Namespace, settings: Settings) -> None:
        self._args = args
        self._settings = settings
        self._plans = Plans(settings)
        self._left_out = 0
        self._setting = Setting(
            settings.models,
            settings.speech,
            settings.call,
            settings.handoff,
            settings.replay.folder,
            words_only=args.words,
        )

    def run(self) -> int:
        jobs = self._jobs()
        earlier = self._earlier(jobs)
        outcomes = self._do(jobs)
        compared = [self._compared(outcome, earlier) for outcome in outcomes]
        self._tell(compared)
        return int(self._left_out > 0 or any(one.broken or one.outcome.error for one in compared))

    def close(self) -> None:
        self._plans.close()

    def _jobs(self) -> list[Job]:
        args = self._args
        at = None if args.at is None else args.at.astimezone()
        found = asyncio.run(
            find(args.calls, self._query(), self._settings.records, kept=self._settings.replay.folder, at=at)
        )
        for name, reason in found.unusable:
            self._leave_out(name, reason)
        if not found.calls and not found.unusable:
            self._note(f"no call on record is meant by this; {self._whose()}`voice calls` lists them")
        return [job for recorded in found.calls if (job := self._job(recorded, len(found.calls))) is not None]

    def _job(self, recorded: Recorded, of: int) -> Job | None:
        """None when the plan of one among several calls is gone: the others are replayed."""
        try:
            return self._job_under_plan(recorded)
        except SettingsError as error:
            if (self._args.plan and not self._args.words) or of == 1:
                raise
            self._leave_out(recorded.name, error.message)
            return None

    def _leave_out(self, name: str, reason: str) -> None:
        self._left_out += 1
        self._note(f"{name}: left out: {reason}")

    def _whose(self) -> str:
        """A word on the plan whose calls are meant, where no plan in use has that name."""
        name = self._served_by()
        if name is None or (self._settings.dialplans / name / PLAN).is_file():
            return ""
        return f"there is no plan {name} in use; "

    def _job_under_plan(self, recorded: Recorded) -> Job:
        if self._args.words and not recorded.events:
            raise SettingsError(f"{recorded.name} is sound alone: {_NO_WORDS}")
        plan = self._plans.named(self._plan_of(recorded), recorded.plan)
        return Job(recorded, plan, self._plans.beside(plan))

    def _query(self) -> Query | None:
        """The calls of the records that are meant, beside those named; None when only named ones are."""
        args = self._args
        asked = any((args.since, args.served_by, args.ended, args.score, args.limit))
        if args.calls and not asked:
            return None
        plan = self._served_by()
        if plan is None and (args.plan is not None or not asked):
            raise SettingsError(
                "which calls? give ids, sound files or folders; or --served-by NAME, the plan that answered"
                " them, with or without --since, --ended, --score and --limit"
            )
        return Query(args.since, plan, args.ended, args.score, args.limit)

    def _served_by(self) -> str | None:
        """Whose calls are meant: said, or the plan replayed under when it is one in use."""
        args = self._args
        name: str | None = args.served_by
        if name is None and args.plan and Path(args.plan).name == args.plan:
            used = self._settings.dialplans / args.plan / PLAN
            name = args.plan if used.is_file() else None
        return name

    def _plan_of(self, recorded: Recorded) -> str:
        name = self._args.plan or recorded.plan
        if not name:
            raise SettingsError(
                f"{recorded.name} is a sound file: which plan is its caller to reach? add --plan"
            )
        return str(name)

    def _earlier(self, jobs: Sequence[Job]) -> dict[str, tuple[CallEvent, ...]]:
        """What each call is compared with: what was live, or a replay under another plan."""
        if self._args.against is None:
            return {job.recorded.id: job.recorded.events for job in jobs}
        name = self._args.against
        plans = [self._plans.named(name, job.recorded.plan) for job in jobs]
        other = [
            replace(job, plan=plan, plans=self._plans.beside(plan))
            for job, plan in zip(jobs, plans, strict=True)
        ]
        return {outcome.job.recorded.id: outcome.events for outcome in self._do(other)}

    def _do(self, jobs: Sequence[Job]) -> list[Outcome]:
        outcomes: dict[str, Outcome] = {}
        with _progress() as progress:
            bar = progress.add_task("replaying", total=len(jobs))
            running = self._running(jobs)
            try:
                for outcome in running:
                    outcomes[outcome.job.recorded.id] = outcome
                    progress.advance(bar)
            except KeyboardInterrupt:
                running.close()
                progress.stop()
                self._note(
                    f"interrupted: {len(outcomes)} of {len(jobs)} calls are done and kept;"
                    " the same command goes on from there"
                )
                raise
        return [outcomes[job.recorded.id] for job in jobs]

    def _running(self, jobs: Sequence[Job]) -> Generator[Outcome, None, None]:
        if self._args.on == "ray":
            return run_on_ray(jobs, self._setting, workers=self._args.jobs)
        return run_all(jobs, self._setting, processes=self._args.jobs or 1)

    def _compared(self, outcome: Outcome, earlier: dict[str, tuple[CallEvent, ...]]) -> Compared:
        then = earlier.get(outcome.job.recorded.id, ())
        comparison: Comparison | None = None
        if not outcome.error and then:
            comparison = compare(then, outcome.events)
        return Compared(outcome, comparison, self._expected(outcome))

    def _expected(self, outcome: Outcome) -> Comparison | None:
        """Of a pinned call, what is decided otherwise than expected; None when the call is not pinned."""
        recorded, plan = outcome.job.recorded, outcome.job.plan
        if outcome.error or not recorded.plan:
            return None
        scene = pinned_scene(self._plans.folder(recorded.plan), plan, recorded.id)
        if scene is None:
            return None
        found = compare(recorded.events, outcome.events, ignoring={Change.OTHER_WORDS})
        # Whoever changed by hand what is expected wants something else than what was live.
        if not found.same and not as_it_was(scene, found.then) and still_passes(scene, plan):
            return compare(outcome.events, outcome.events)
        return found

    def _tell(self, compared: Sequence[Compared]) -> None:
        args = self._args
        totals = total(
            [(one.name, one.comparison) for one in compared if one.comparison is not None],
            [one.name for one in compared if one.outcome.error],
        )
        title = f"Replay under {args.plan or 'each call’s own plan'}"
        if args.junit:
            write_junit(args.junit, compared)
        if args.html:
            write_page(args.html, compared, totals, title=title, audio=args.audio)
        if args.json:
            told = as_json(compared, totals, each=args.each)
            for call, one in zip(told["calls"], compared, strict=True):
                if one.comparison is None and not one.outcome.error:
                    call["report"] = call_report(one.outcome.events, None)
            print_json(told)
            return
        for one in compared:
            if one.comparison is None and not one.outcome.error:
                _write(f"{one.name}\n{as_text(call_report(one.outcome.events, None))}\n")
        print_run(console(), compared, totals, each=args.each)

    def _note(self, text: str) -> None:
        Console(stderr=True, markup=False, highlight=False).print(text, soft_wrap=True)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
