"""Whom Dial and Queue ring, as targets of a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from voice.administration.importing.names import Names

_DEVICE = re.compile(r"(?:PJSIP|SIP|IAX2|DAHDI|Local|SCCP)/([^/]+)(?:/(.+))?", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]{5,15}")
_USER = re.compile(r"[A-Za-z0-9_.+-]{1,60}")


@dataclass(slots=True)
class People:
    """The targets and queues of a plan while it is made."""

    pbx: str
    """Host of the PBX, for addresses."""
    targets: dict[str, dict[str, Any]] = field(default_factory=dict)
    queues: dict[str, dict[str, Any]] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    """Targets of key 0."""
    _names: Names = field(default_factory=Names)

    def dialled(self, devices: str, seconds: str) -> tuple[list[str], list[str]]:
        """Targets for a Dial, in order, and the devices that none could be made of."""
        names, unknown = [], []
        for device in filter(None, (part.strip() for part in devices.split("&"))):
            address = self._address(device)
            if address is None:
                unknown.append(device)
            else:
                names.append(self._target(address, seconds))
        return list(dict.fromkeys(names)), unknown

    def queue(self, name: str, seconds: str) -> str | None:
        """The queue of this name, with a target behind it; None when the name cannot be one."""
        if not _USER.fullmatch(name):
            return None
        made = self._names.of(("queue", name), name, "queue")
        target = self._target(f"sip:{name}@{self.pbx}", "", f"{name} pbx")
        spec: dict[str, Any] = {"to": [target]}
        if seconds.isdecimal() and len(seconds) < 6:
            spec["wait"] = min(3600, max(10, int(seconds)))
        self.queues.setdefault(made, spec)
        return made

    def _address(self, device: str) -> str | None:
        found = _DEVICE.fullmatch(device)
        if not found:
            return None
        first, second = found[1].split("@")[0], found[2] or ""
        if _NUMBER.fullmatch(second):
            return second
        if second and not _USER.fullmatch(second):
            return None
        user = second or first
        return f"sip:{user}@{self.pbx}" if _USER.fullmatch(user) else None

    def _target(self, address: str, seconds: str, wanted: str = "") -> str:
        user = wanted or address.removeprefix("sip:").partition("@")[0]
        name = self._names.of(("target", address), user, "person")
        spec: dict[str, Any] = {"address": address}
        if seconds.isdecimal() and len(seconds) < 6:
            spec["ring"] = min(180, max(3, int(seconds)))
        self.targets.setdefault(name, spec)
        return name
