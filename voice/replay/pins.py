"""`voice pin`: a call kept beside a plan's tests, so that its decisions cannot change unnoticed."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from ruamel.yaml import YAML

from voice.administration.rehearsal.data import FilesBeside
from voice.administration.rehearsal.model import Scene
from voice.administration.rehearsal.play import play
from voice.administration.rehearsal.read import read_rehearsals
from voice.dialplan.model import Dialplan
from voice.errors import PinError
from voice.output import print_json
from voice.replay.moments import Moment, transferred
from voice.replay.pin import pinned
from voice.replay.plans import Plans
from voice.replay.recorded import Recorded
from voice.replay.sources import find
from voice.settings import Settings

FOLDER = Path("tests") / "calls"
_ID = 12
_HEAD = """\
# A real call. Before you share this file read it: callers say names, addresses and worse in passing.
# {values}
# `voice test` holds it again; `voice replay {id}` does so with its sound.
"""
_STAND_INS = (
    "Sensitive values, names, numbers and addresses of e-mail were replaced by others of their shape."
)
_KEPT = "It holds the caller's own numbers and names (--keep-values)."


def pin_path(folder: Path, call_id: str) -> Path:
    """Where the pinned call is, in the folder of a plan."""
    return folder / FOLDER / f"{call_id[:_ID]}.yaml"


def pinned_scene(folder: Path, plan: Dialplan, call_id: str) -> Scene | None:
    """The conversation that a call is pinned as beside a plan; None when it is not, or cannot be read."""
    wanted = pin_path(folder, call_id)
    if not wanted.is_file():
        return None
    rehearsals, _ = read_rehearsals(folder, plan)
    return next((rehearsal.scene for rehearsal in rehearsals if rehearsal.file == wanted), None)


def still_passes(scene: Scene, plan: Dialplan) -> bool:
    """Whether everything comes as the conversation expects."""
    return asyncio.run(play(plan, scene, FilesBeside())).passed


def as_it_was(scene: Scene, then: Sequence[Moment]) -> bool:
    """Whether what is expected is what was decided live, and was not changed by hand."""
    expected = [line.outcome for line in scene.lines if line.says or line.presses or line.silent]
    lived = [moment.outcome for moment in then if moment.turn]
    given = any(line.transfer and not line.transfer.never for line in scene.lines)
    return [outcome and outcome.value for outcome in expected] == lived and given == transferred(then)


def run_pin(args: argparse.Namespace, settings: Settings) -> int:
    """Pin one call; the exit code. Raises VoiceError."""
    found = asyncio.run(find([args.id], None, settings.records, kept=settings.replay.folder))
    (recorded,) = found.calls
    if not recorded.events:
        raise PinError("a sound file alone has no decisions to pin; give the id of a call on record")
    plans = Plans(settings)
    name = args.plan or recorded.plan
    plan, folder = plans.named(name), plans.folder(name)
    path = pin_path(folder, recorded.id)
    if path.exists() and not args.again:
        raise PinError(f"{path} is there already; --again writes it anew")
    scene = asyncio.run(pinned(recorded, plan, FilesBeside(), keep_values=args.keep_values, words=args.words))
    _write(path, recorded, scene, kept=args.keep_values)
    sound = _write_sound(path, recorded) if args.audio else None
    _tell(args, path, sound, scene, plan)
    return 0


def _write(path: Path, recorded: Recorded, scene: dict[str, Any], *, kept: bool) -> None:
    yaml, text = YAML(), StringIO()
    yaml.width = 100
    yaml.dump([scene], text)
    head = _HEAD.format(id=recorded.id[:_ID], values=_KEPT if kept else _STAND_INS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text.getvalue(), encoding="utf-8")
    except OSError as error:
        raise PinError(f"{path} cannot be written: {error.strerror}") from error


def _write_sound(path: Path, recorded: Recorded) -> Path:
    tape = recorded.tape()
    target = path.with_suffix(".wav")
    soundfile.write(target, np.asarray(tape.pcm), tape.rate, subtype="PCM_16")
    return target


def _tell(
    args: argparse.Namespace, path: Path, sound: Path | None, scene: dict[str, Any], plan: Dialplan
) -> None:
    if args.json:
        told = {
            "file": str(path),
            "sound": str(sound) if sound else None,
            "plan": plan.name,
            "lines": len(scene["lines"]),
        }
        print_json(told)
        return
    sys.stdout.write(f"{path}: {len(scene['lines'])} lines. Read it before you share it.\n")
    if sound is not None:
        sys.stdout.write(f"{sound}: the caller's voice, with everything that was said.\n")
