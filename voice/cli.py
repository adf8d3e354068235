"""The verbs of `voice`: parse and delegate, nothing else.

Exit codes: 0 done, 1 the work failed, 2 what was given cannot be used (arguments, plans, settings, files).
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn, TextIO

from voice.administration.arguments import (
    add_check_arguments,
    add_diff_arguments,
    add_draw_arguments,
    add_import_arguments,
    add_test_arguments,
)
from voice.errors import SettingsError, VoiceError
from voice.exchange.arguments import add_export_arguments, add_restore_arguments
from voice.input import read_lines
from voice.logs import set_up_logs
from voice.replay.arguments import (
    add_label_arguments,
    add_pin_arguments,
    add_replay_arguments,
    add_tune_arguments,
)
from voice.settings import Settings
from voice.settings_read import read_settings
from voice.turn import LANGUAGES

if TYPE_CHECKING:
    from voice.dialplan.model import Dialplan

Run = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one verb and exit."""
    args = _parser().parse_args(arguments)
    set_up_logs()
    try:
        run: Run = args.run
        sys.exit(run(args, read_settings()))
    except VoiceError as error:
        print(f"voice {args.verb}: {error.message}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="voice", description="The voicebot telephony gateway.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, help: str, run: Run) -> argparse.ArgumentParser:  # noqa: A002
        made = verbs.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        return made

    verb("serve", "Take calls until told to stop.", _serve)
    say = verb("say", "Talk to a plan by typing; no sound.", _say)
    say.add_argument("plan")
    say.add_argument("--language", choices=LANGUAGES, help="speak this one from the start")
    add_check_arguments(verb("check", "Find every problem in plans, routes and tests.", _check))
    add_test_arguments(verb("test", "Hold the conversations written beside the plans.", _test))
    add_draw_arguments(verb("draw", "Draw a plan as a picture.", _draw))
    add_diff_arguments(verb("diff", "Tell what changes for callers from one plan to another.", _diff))
    add_replay_arguments(
        verb("replay", "Recorded calls through a plan, and what is decided otherwise.", _replay)
    )
    add_pin_arguments(verb("pin", "Keep a call beside its plan's tests, with what was decided.", _pin))
    add_label_arguments(verb("label", "Say whether a person should have had a call.", _label))
    add_tune_arguments(verb("tune", "Find the thresholds that serve labelled calls best.", _tune))
    add_export_arguments(verb("export", "Write a call to a file for other programs.", _export))
    add_restore_arguments(verb("restore", "Take exported calls into the records.", _restore))
    calls = verb("calls", "List the calls on record, latest first.", _calls)
    calls.add_argument("--limit", type=int, default=20)
    calls.add_argument("--json", action="store_true")
    show = verb("show", "Print one call: what was said, decided and why.", _show)
    show.add_argument("id", help="the call's id, or its beginning")
    show.add_argument("--json", action="store_true")
    _phone_arguments(verb("phone", "A small SIP phone for scripts and tests.", _phone))
    demo = verb("demo", "A scripted caller and agent talk through the running gateway.", _demo)
    demo.add_argument("--folder", type=Path, default=Path("data/demo"), help="where to leave the recordings")
    demo.add_argument("--language", choices=LANGUAGES, default="en", help="what they speak (default: en)")
    _tone_arguments(verb("tone", "How angry the voices in sound files are.", _tone))
    _mood_arguments(verb("mood", "Anger, distress and demands for a person in lines of text.", _mood))
    _understand_arguments(
        verb("understand", "Requests in lines of text, learned from examples.", _understand)
    )
    add_import_arguments(verb("import", "Make a first plan from an Asterisk extensions.conf.", _import))
    _forget_arguments(verb("forget", "Remove calls and their recordings for good.", _forget))
    for name, (help_, add) in _publishing().items():
        add(verb(name, help_, _publish))
    verb("password", "Hash a password for web.users.", _password)
    return parser


# Each verb imports what it needs when it runs: `voice calls` need not load a recognizer.


def _serve(args: argparse.Namespace, settings: Settings) -> int:
    from voice.announce import announcement
    from voice.server import serve

    return serve(settings, lambda plans: print(announcement(plans, settings), flush=True))


def _say(args: argparse.Namespace, settings: Settings) -> int:
    from voice.typed import run_typed

    plan, plans = _plan(args.plan, settings)
    return run_typed(plan, plans, language=args.language, lines=_lines(), write=print, show=True)


def _check(args: argparse.Namespace, settings: Settings) -> int:
    from voice.administration.checking.command import run

    return run(args, settings.dialplans)


def _diff(args: argparse.Namespace, settings: Settings) -> int:
    from voice.administration.comparing.command import run

    return run(args, settings.dialplans, settings.records.url)


def _draw(args: argparse.Namespace, settings: Settings) -> int:
    from voice.administration.drawing.command import run

    return run(args, settings.dialplans)


def _test(args: argparse.Namespace, settings: Settings) -> int:
    from voice.administration.rehearsal.command import run

    return run(args, settings.dialplans)


def _standard_input() -> IO[bytes]:
    if sys.stdin is None:
        raise SettingsError("there is no standard input to read from; give a file: < FILE")
    return sys.stdin.buffer


def _standard_output() -> TextIO:
    """UTF-8 whatever the terminal is set to: other programs read it."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdout


def _lines() -> Iterator[str]:
    """What is typed, or the lines of a file."""
    stream = _standard_input()
    if not stream.isatty():
        yield from (line.text for line in read_lines(stream))
        return
    while True:
        try:
            yield input("you> ")
        except EOFError:
            return


def _replay(args: argparse.Namespace, settings: Settings) -> int:
    from voice.replay.command import run

    return run(args, settings)


def _pin(args: argparse.Namespace, settings: Settings) -> int:
    from voice.replay.pins import run_pin

    return run_pin(args, settings)


def _label(args: argparse.Namespace, settings: Settings) -> int:
    from voice.replay.labelling import run_label

    return run_label(args, settings)


def _tune(args: argparse.Namespace, settings: Settings) -> int:
    from voice.replay.tuning import run_tune

    return run_tune(args, settings)


def _export(args: argparse.Namespace, settings: Settings) -> int:
    from voice.exchange.command import run_export

    return run_export(args, settings)


def _restore(args: argparse.Namespace, settings: Settings) -> int:
    from voice.exchange.command import run_restore

    return run_restore(args, settings)


def _calls(args: argparse.Namespace, settings: Settings) -> int:
    from voice.records.show import list_calls

    return asyncio.run(list_calls(settings.records, limit=args.limit, as_json=args.json))


def _show(args: argparse.Namespace, settings: Settings) -> int:
    from voice.records.show import show_call

    return asyncio.run(show_call(settings.records, args.id, as_json=args.json))


def _phone_arguments(parser: argparse.ArgumentParser) -> None:
    from voice.phone.command import add_arguments

    add_arguments(parser)
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the script's say steps")


def _phone(args: argparse.Namespace, settings: Settings) -> int:
    from voice.phone.command import run
    from voice.phone.phone import SAY_RATE
    from voice.speech.voices import Voices

    voices: list[Voices] = []

    async def say(text: str) -> bytes:
        if not voices:
            voices.append(
                Voices(settings.models.folder, settings.speech.voices, settings.speech.voice_threads)
            )
        return await voices[0].speak(text, args.language, SAY_RATE)

    return run(args, say)


def _demo(args: argparse.Namespace, settings: Settings) -> int:
    from voice.demo import run_demo

    return run_demo(settings, args.folder, args.language)


def _tone_arguments(parser: argparse.ArgumentParser) -> None:
    said = "WAV, FLAC, OGG or MP3 of any rate; of a stereo one the left channel is judged"
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=said)


def _tone(args: argparse.Namespace, settings: Settings) -> int:
    from voice.speech.tone_command import run

    return run(args.files)


def _mood_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="of the lines (default: en)")


def _mood(args: argparse.Namespace, settings: Settings) -> int:
    from voice.escalation.mood_command import run

    return run(args.lang, _standard_input(), _standard_output(), sys.stderr)


def _understand_arguments(parser: argparse.ArgumentParser) -> None:
    said = 'rows {"text", "intent"} to learn from; the intent "oos", "out_of_scope" or null means none'
    parser.add_argument("--examples", type=Path, required=True, metavar="TRAIN.jsonl", help=said)


def _understand(args: argparse.Namespace, settings: Settings) -> int:
    from voice.understanding.command import run

    return run(args.examples, _standard_input(), _standard_output(), sys.stderr)


def _forget_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("calls", nargs="*", metavar="CALL", help="a call's id, or its beginning")
    parser.add_argument("--caller", metavar="NUMBER", help="all calls from this number")
    parser.add_argument("--older-than", type=int, metavar="DAYS", help="all calls from before")
    parser.add_argument("--dry-run", action="store_true", help="tell what would be removed, remove nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _forget(args: argparse.Namespace, settings: Settings) -> int:
    from voice.records.forget_command import run

    return run(args, settings.records)


def _publishing() -> dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]]:
    from voice.administration.publishing import arguments

    return {
        "publish": ("Check the dialplans and put them in use.", arguments.add_publish),
        "history": ("List what was published, latest first.", arguments.add_history),
        "rollback": ("Put an earlier version of the dialplans in use again.", arguments.add_rollback),
        "checkout": ("Put the files of a published version into a folder.", arguments.add_checkout),
    }


def _publish(args: argparse.Namespace, settings: Settings) -> int:
    from voice.administration.publishing import command

    run: Run = getattr(command, f"run_{args.verb}")
    return run(args, settings)


def _import(args: argparse.Namespace, settings: Settings) -> int:
    from voice.administration.importing.command import run

    return run(args)


def _password(args: argparse.Namespace, settings: Settings) -> int:
    from voice.console.passwords import hash_password

    print(hash_password(getpass.getpass("Password: ")))
    return 0


def _plan(name: str, settings: Settings) -> tuple[Dialplan, Mapping[str, Dialplan]]:
    """The plan of this name, and all of them."""
    from voice.dialplan.load import load_all

    plans = load_all(settings.dialplans).plans
    if name not in plans:
        raise SettingsError(f"there is no plan {name}; there are: {', '.join(sorted(plans))}")
    return plans[name], plans


if __name__ == "__main__":
    main()
