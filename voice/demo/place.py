"""Where the demonstration takes place: is a gateway there, what is dialled, and who is rung."""

from __future__ import annotations

import asyncio
import re
import socket
from dataclasses import dataclass

import httpx

from voice.demo.failed import DemoFailed
from voice.demo.script import PLAN
from voice.dialplan.load import load_all
from voice.errors import PortInUse
from voice.settings import Settings
from voice.telephony.sip_stack import check_free
from voice.turn import Language, Target

_ADDRESS = re.compile(r"sips?:(?:[^@]*@)?(?P<host>\[[^\]]+\]|[^:;?]+)(?::(?P<port>\d+))?", re.IGNORECASE)
_HEALTH_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Place:
    """All that is known before the call."""

    uri: str
    """What the caller dials."""
    web: str
    """Where the pages are."""
    target: Target
    """The plan's first person."""
    caller_host: str
    agent_host: str
    agent_port: int


async def find_place(settings: Settings, language: Language) -> Place:
    """Look at gateway, plan and ports. Raises DemoFailed when the demonstration cannot take place."""
    web = await _gateway(settings)
    target, number = await asyncio.to_thread(_plan, settings, language)
    host, port = _agent(target)
    sip = settings.sip
    return Place(
        uri=f"sip:{number}@{sip.host}:{sip.port}",
        web=web,
        target=target,
        caller_host=sip.host,
        agent_host=host,
        agent_port=port,
    )


async def _gateway(settings: Settings) -> str:
    """The address of the pages of a gateway that answers."""
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host  # noqa: S104
    web = f"http://{host}:{settings.web.port}"
    known = next((name for name in settings.web.allowed_hosts if "*" not in name), host)
    try:
        async with httpx.AsyncClient(timeout=_HEALTH_SECONDS, trust_env=False) as client:
            answer = await client.get(f"{web}/healthz", headers={"Host": known})
    except httpx.HTTPError:
        raise DemoFailed(
            f"No gateway answers at {web}: start it with `make serve` in another terminal, wait until "
            "it says that it takes calls, and come back."
        ) from None
    if answer.status_code != httpx.codes.OK:
        raise DemoFailed(f"The gateway at {web} takes no calls now ({answer.status_code}): start it again.")
    return web


def _plan(settings: Settings, language: Language) -> tuple[Target, str]:
    """The person that is rung, and the number that is dialled."""
    plans = load_all(settings.dialplans)
    number = next((r.pattern for r in plans.routes if r.plan == PLAN and not r.pattern.endswith("*")), None)
    if number is None:
        raise DemoFailed(f"The caller wants the plan {PLAN}, and no number in routes.yaml leads to it.")
    plan = plans.plans[PLAN]
    if language not in plan.languages:
        raise DemoFailed(f"The plan {PLAN} does not speak {language}: choose another --language.")
    chain = plan.chain()
    if not chain:
        raise DemoFailed(f"The plan {PLAN} has no targets: there is nobody to hand the call to.")
    return chain[0], number


def _agent(target: Target) -> tuple[str, int]:
    """The address to be the person at, free and on this machine."""
    found = _ADDRESS.match(target.address)
    if found is None:
        raise DemoFailed(f"{target.name}'s address {target.address} cannot be read.")
    host, port = found["host"], int(found["port"] or 5060)
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((host, 0))
    except OSError:
        raise DemoFailed(
            f"{target.name} is rung at {target.address}, which is not on this machine: for the "
            f"demonstration, give the first target of the plan {PLAN} a loopback address."
        ) from None
    try:
        check_free(host, port)
    except PortInUse:
        raise DemoFailed(
            f"{target.name} is rung at {host}:{port}, and that port is taken: end the phone that waits there "
            "(a `voice phone`, perhaps) and come back."
        ) from None
    return host, port
