"""A run as JUnit XML, for the pages of a build server: a test case a call.

A call fails when it is pinned and a decision is not the expected one; a change of another call is told in its
`system-out`. The format is the one that Jenkins and GitLab read (testsuites, testsuite, testcase, failure).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from voice.output import xml_text
from voice.replay.told import Compared, one_line, rows


def junit(compared: Sequence[Compared]) -> bytes:
    """The XML document."""
    suites = ET.Element("testsuites")
    broken = sum(one.broken for one in compared)
    errors = sum(bool(one.outcome.error) for one in compared)
    about = {
        "name": "voice replay",
        "tests": str(len(compared)),
        "failures": str(broken),
        "errors": str(errors),
    }
    suite = ET.SubElement(suites, "testsuite", about)
    for one in compared:
        _case(suite, one)
    ET.indent(suites)
    document: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return document


def write_junit(path: Path, compared: Sequence[Compared]) -> None:
    """Write the document. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(junit(compared))


def _case(suite: ET.Element, compared: Compared) -> None:
    name = {"name": xml_text(compared.name), "classname": f"replay.{compared.outcome.job.plan.name}"}
    case = ET.SubElement(suite, "testcase", name)
    if compared.outcome.error:
        ET.SubElement(case, "error", {"message": xml_text(compared.outcome.error)})
    elif compared.broken:
        failure = ET.SubElement(case, "failure", {"message": xml_text(one_line(compared))})
        failure.text = xml_text(_sides(compared))
    elif compared.comparison is not None and not compared.comparison.same:
        ET.SubElement(case, "system-out").text = xml_text(f"{one_line(compared)}\n{_sides(compared)}")


def _sides(compared: Compared) -> str:
    comparison = compared.expected if compared.broken else compared.comparison
    if comparison is None or comparison.first is None:
        return ""
    sides = rows(comparison.first.then, comparison.first.now)
    return "\n".join(f"{row.label}: {row.then} → {row.now}" for row in sides if row.differs)
