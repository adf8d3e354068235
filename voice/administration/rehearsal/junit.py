"""How rehearsed conversations went, as JUnit XML for a build server."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as Xml

from voice.administration.rehearsal.report import summed
from voice.administration.rehearsal.suite import Result
from voice.output import xml_text


def as_junit(results: Sequence[Result]) -> str:
    """The XML document: a test suite a file, a test case a conversation."""
    root = Xml.Element("testsuites", _counts(results))
    for file, of_file in groupby(results, key=lambda result: result.file):
        listed = list(of_file)
        suite = Xml.SubElement(
            root, "testsuite", {"name": f"{listed[0].plan}.{file.stem}", **_counts(listed)}
        )
        for result in listed:
            _case(suite, result)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _counts(results: Sequence[Result]) -> dict[str, str]:
    sums = summed(results)
    counts = {"tests": str(sums.conversations), "failures": str(sums.failed), "errors": "0"}
    return {**counts, "time": f"{sums.seconds:.3f}"}


def _case(suite: Xml.Element, result: Result) -> None:
    case = Xml.SubElement(
        suite,
        "testcase",
        {
            "classname": f"{result.plan}.{result.file.stem}",
            "name": xml_text(result.played.name),
            "file": str(result.file),
            "line": str(result.place.line),
            "time": f"{result.played.seconds:.3f}",
        },
    )
    if result.passed:
        return
    first = result.played.failures[0].mismatch
    failure = Xml.SubElement(case, "failure", {"type": first.name, "message": xml_text(str(first))})
    failure.text = xml_text(_told(result))


def _told(result: Result) -> str:
    lines = [
        f"{place.file}:{place.line}:{place.column}: {failure.mismatch}"
        for failure, place in zip(result.played.failures, result.places, strict=True)
    ]
    lines += [f"{said.who}: {said.text}" for said in result.played.transcript]
    return "\n".join(lines)
