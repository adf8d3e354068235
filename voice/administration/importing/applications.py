"""What is known of Asterisk's applications."""

from __future__ import annotations

NEUTRAL = frozenset(
    [
        "answer",
        "noop",
        "verbose",
        "wait",
        "waitfornoise",
        "waitforsilence",
        "ringing",
        "progress",
        "proceeding",
        "log",
        "stopmusiconhold",
        "startmusiconhold",
        "setmusiconhold",
        "musiconhold",
        "celgenuserevent",
        "digittimeout",
        "responsetimeout",
        "resetcdr",
        "forkcdr",
        "nocdr",
        "stopplaytones",
        "playtones",
        "sendtext",
        "dumpchan",
    ]
)
"""Nothing that a caller would miss: the gateway answers, waits and keeps records by itself."""
ENDS = frozenset({"hangup", "busy", "congestion", "hangupcausehangup"})
SPOKEN = frozenset({"saydigits", "saynumber", "sayalpha", "sayphonetic"})
PROGRAMS = frozenset(
    [
        "agi",
        "eagi",
        "deadagi",
        "fastagi",
        "asyncagi",
        "system",
        "trysystem",
        "externalivr",
        "stasis",
        "odbc_read",
        "mysql",
        "curl",
        "exec",
        "execif",
        "tryexec",
        "dbput",
        "dbget",
        "dbdel",
        "userevent",
    ]
)
"""Applications that run a program or ask for data."""
ROUTINES = frozenset({"gosub", "gosubif", "macro", "macroif", "macroexit", "return", "stackpop"})

BY_ITSELF = frozenset({"monitor", "mixmonitor", "stopmonitor", "stopmixmonitor"})
"""What the gateway does unasked."""

REFUSED: dict[str, tuple[str, str]] = {
    "gotoiftime": ("the times could not be read", "write hours, and an if: with NAME.open"),
    "record": ("callers record nothing but messages", "use voicemail"),
    "monitor": ("the gateway records by itself", "see recording in docs/dialplan.md"),
    "mixmonitor": ("the gateway records by itself", "see recording in docs/dialplan.md"),
    "stopmixmonitor": ("the gateway records by itself", "see recording in docs/dialplan.md"),
    "stopmonitor": ("the gateway records by itself", "see recording in docs/dialplan.md"),
    "directory": ("there is no directory by name", "name people under targets, and let callers ask for them"),
    "dial": (
        "whom this rings is not known here",
        "name the person under targets and write a step with transfer",
    ),
    "queue": ("the queue's name is not known here", "write queues and a step with queue"),
    "disa": ("callers never choose what is dialled", "name people under targets"),
    "confbridge": ("there are no conferences", "transfer to the PBX's number of it"),
    "meetme": ("there are no conferences", "transfer to the PBX's number of it"),
    "park": ("calls are not parked", "use queue"),
    "voicemailmain": ("there are no mailboxes", "messages are on the console"),
    "senddtmf": ("the bot presses no keys", "give the target's own number"),
}
"""Application to why it is not carried over, and what to do."""


def refusal(app: str) -> tuple[str, str]:
    """Why an application is not carried over, and what to do instead."""
    if app in REFUSED:
        return REFUSED[app]
    if app in PROGRAMS:
        return (
            "it runs a program or changes data, which a plan never does",
            "write a lookup (sql or http) for it",
        )
    if app in ROUTINES:
        return "routines are not followed", "write their steps here, or in a shared piece with include"
    return "this application has no counterpart", "see what it did for the caller, and write it as a step"
