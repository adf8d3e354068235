"""Carries out a Lookup of the dialogue with the connector its data calls for."""

from __future__ import annotations

from voice.connectors import http, sql
from voice.connectors.environment import filled_in
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.turn import Lookup


async def look_up(plan: Dialplan, lookup: Lookup) -> list[dict[str, str]]:
    """Rows of a plan's lookup, as text by field; only the fields that the plan names.

    Raises LookupFailed when the database or service does not answer in time, refuses, or answers with
    something else.
    """
    spec = plan.lookups[lookup.name]
    if spec.http is not None:
        return await http.look_up(spec.http, spec.gives, lookup.parameters, spec.timeout)
    address = filled_in(spec.data, "the database URL")
    rows = await sql.look_up(address, spec, lookup.parameters)
    missing = [column for column in spec.gives if rows and column not in rows[0]]
    if missing:
        raise LookupFailed(
            f"lookup {lookup.name} gives no column {missing[0]}; mend its SELECT or its gives:"
        )
    return [{column: row[column] for column in spec.gives} for row in rows]
