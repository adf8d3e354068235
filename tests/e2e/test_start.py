"""What does not start: each says what is wrong and how to mend it, and exits with 2."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from tests.e2e.gateway import ROOT, Gateway

pytestmark = pytest.mark.weights

MODELS = ROOT / "models"


def refused(gateway: Gateway) -> str:
    """What it said on stderr instead of starting."""
    ended = gateway.run("serve")
    assert ended.returncode == 2, ended
    assert "The gateway takes calls" not in ended.stdout
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_broken_plans_are_all_told_with_file_and_line(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, sip=28010)
    retail, hospital = gateway.plans / "retail" / "plan.yaml", gateway.plans / "hospital" / "plan.yaml"
    line = retail.read_text().splitlines().index("    goto: opening_hours") + 1
    retail.write_text(retail.read_text().replace("goto: opening_hours", "goto: opening_ours", 1))
    retail.write_text(retail.read_text() + "colour: blue\n")
    last = len(retail.read_text().splitlines())
    hospital.write_text(hospital.read_text().replace("    pattern:", "    patern:", 1))
    told = refused(gateway)
    assert f"{retail}:{line}:" in told
    assert "opening_ours" in told
    assert f"{retail}:{last}:" in told
    assert "colour" in told
    assert f"{hospital}:" in told
    assert "patern" in told


def test_pages_that_everybody_could_read_are_refused(tmp_path: Path) -> None:
    told = refused(Gateway(tmp_path, sip=28010, env={"VOICE_WEB__HOST": "0.0.0.0"}))
    assert "0.0.0.0" in told
    assert "users" in told
    assert "voice password" in told


def test_a_setting_that_does_not_exist_is_named(tmp_path: Path) -> None:
    assert "sip.prot" in refused(Gateway(tmp_path, sip=28010, env={"VOICE_SIP__PROT": "5060"}))


@pytest.mark.parametrize(("door", "port"), [("SIP", 28010), ("web", 28012)])
def test_a_port_in_use_is_named_before_anything_is_loaded(tmp_path: Path, door: str, port: int) -> None:
    no_models = {"VOICE_MODELS__FOLDER": str(tmp_path / "none")}
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        told = refused(Gateway(tmp_path, sip=28010, env=no_models))
    assert str(port) in told
    assert f"VOICE_{door.upper()}__PORT" in told


@pytest.mark.parametrize("harm", ["altered", "missing"])
def test_a_harmed_model_is_named(tmp_path: Path, harm: str) -> None:
    models = tmp_path / "models"
    models.mkdir()
    shutil.copy(MODELS / "manifest.toml", models)
    for folder in MODELS.iterdir():
        if not (folder / ".stamp.json").exists():
            continue
        (models / folder.name).mkdir()
        for file in folder.iterdir():
            (models / folder.name / file.name).symlink_to(file)
    voice = models / "en_US-joe-medium" / "en_US-joe-medium.onnx"
    data = bytearray(voice.read_bytes())
    voice.unlink()
    if harm == "altered":
        data[len(data) // 2] ^= 1
        voice.write_bytes(data)
    told = refused(Gateway(tmp_path, sip=28010, env={"VOICE_MODELS__FOLDER": str(models)}))
    assert "en_US-joe-medium.onnx" in told
    assert "make models" in told
