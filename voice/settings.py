"""Every setting: voice.toml, overruled by the environment (VOICE_SECTION__KEY); one section per folder.

Only the server, the replay and the command line create these; everybody else is given a section.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SipSettings(_Section):
    """The SIP door."""

    host: str = "127.0.0.1"
    """Address to listen on for SIP and RTP."""
    port: int = Field(default=5060, ge=1, le=65535)
    """UDP and TCP port."""
    max_calls: int = Field(default=20, ge=1)
    """Callers at once; one more is answered 486 Busy Here."""
    trunk: str = Field(default="", pattern=r"^[A-Za-z0-9.:\[\]-]*(;transport=(udp|tcp))?$")
    """Host that telephone numbers are dialled at (pbx.example.org:5060); empty: only SIP URIs are."""
    rtp_first: int = Field(default=30000, ge=1024, le=65534)
    """First UDP port for media."""
    rtp_last: int = Field(default=32000, ge=1025, le=65535)
    """Last UDP port for media."""
    rtp_timeout: int = Field(default=30, ge=0)
    """Seconds without media after which a caller counts as gone; 0 never."""
    expose_headers: tuple[str, ...] = ()
    """SIP headers of a call that plans may read (X-..., P-...); at most 15."""


class WebSettings(_Section):
    """The web pages and the browser door."""

    host: str = "127.0.0.1"
    """Address to listen on; anything but loopback needs users."""
    port: int = Field(default=8080, ge=1, le=65535)
    """TCP port."""
    public_url: str = ""
    """Address that people reach the pages at, for links; empty: http://host:port."""
    users: dict[str, SecretStr] = Field(default_factory=dict)
    """Name to password hash, as printed by `voice password`."""
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Host names that requests may carry; others are refused."""


class RecordsSettings(_Section):
    """What remains of a call, and where."""

    url: str = "sqlite+aiosqlite:///data/voice.db"
    """Database: sqlite+aiosqlite:///… or postgresql+asyncpg://…"""
    recordings: Path = Path("data/recordings")
    """Folder of the stereo WAV files."""
    keep_days: int = Field(default=0, ge=0)
    """Days after which all that is kept of a call is removed, its recording too; 0: never."""
    keep_recordings_days: int = Field(default=0, ge=0)
    """Days after which recordings are removed; 0: with the call."""


class ModelsSettings(_Section):
    """Model weights."""

    folder: Path = Path("models")
    """Where manifest.toml and the fetched weights are."""


class SpeechSettings(_Section):
    """Hearing and speaking."""

    recognizer_workers: int = Field(default=2, ge=1)
    """Recognitions at once; each takes one core."""
    voice_threads: int = Field(default=2, ge=1)
    """Threads of one synthesis."""
    voices: dict[Literal["en", "fr"], str] = Field(default_factory=dict)
    """Name of the voice per language; empty: the manifest's."""


class PlansSettings(_Section):
    """Which dialplans a running gateway uses."""

    source: Literal["folder", "published"] = "folder"
    """folder: those in `dialplans`, as they are edited; published: what `voice publish` put in use."""
    look_every: float = Field(default=2.0, ge=0.1, le=3600)
    """Seconds between two looks for newer ones; SIGHUP makes it look at once."""


class CallSettings(_Section):
    """One call."""

    max_seconds: float = Field(default=1800, gt=0)
    """A call with the bot that lasts longer goes to a person."""
    drain_seconds: float = Field(default=60, ge=0)
    """How long running calls may go on after SIGTERM."""


class HandoffSettings(_Section):
    """Giving calls to people."""

    webhook_url: str = ""
    """Where written summaries are posted; empty: nowhere."""
    webhook_secret: SecretStr = SecretStr("")
    """Key of the HMAC-SHA256 signature; required with webhook_url."""
    accept_seconds: float = Field(default=20, gt=0)
    """How long an agent may think after the summary before the next target is tried."""
    phone_lost_seconds: float = Field(default=4, ge=0, le=60)
    """Without media for so long, the phone of an agent of the desk counts as dead; 0: as sip.rtp_timeout."""
    earlier_calls: Literal["plan", "all", "none"] = "plan"
    """Which earlier calls of the same number a summary tells of: those to the same plan, all, or none."""
    fluent_url: str = Field(default="", pattern=r"^(https?://[^\s]+)?$")
    """Language model (OpenAI's chat completions) that words the written summary fluently; empty: none."""
    fluent_model: str = "default"
    """Name of the model there."""
    fluent_key: SecretStr = SecretStr("")
    """Key for it, if it wants one."""
    fluent_seconds: float = Field(default=15, gt=0, le=120)
    """After so long the summary stays as it is."""


class AgentSettings(_Section):
    """One person who takes calls at the desk."""

    title: str = ""
    """As colleagues read it; empty: the user's name."""
    phone: str = Field(default="", pattern=r"^(sips?:[^\s<>\"{}]+)?$")
    """SIP URI of the phone that rings; empty: calls are taken in the browser."""
    skills: tuple[str, ...] = ()
    """Queues and skills served; empty: all."""
    languages: tuple[Literal["en", "fr"], ...] = ()
    """Languages spoken; empty: all."""
    desk_only: bool = False
    """True: this user sees the desk and the summaries, and no other page."""


class DeskSettings(_Section):
    """The desk where agents take calls."""

    agents: dict[str, AgentSettings] = Field(default_factory=dict)
    """The people who take calls, by user name: title, phone, skills, languages, desk_only."""
    offer_seconds: float = Field(default=20, ge=5, le=120)
    """How long a call rings in an agent's browser before the next is asked."""
    wrap_up_seconds: float = Field(default=60, ge=0, le=3600)
    """After a talk, until the agent is available again by himself; 0: until he says so."""
    declined_seconds: float = Field(default=30, ge=5, le=600)
    """How long an agent who declined a caller is not asked again for that caller."""


class CallbackSettings(_Section):
    """Calling back who asked for it, once an agent is free."""

    allowed: tuple[Annotated[str, Field(pattern=r"^(\+|\+?[0-9]{1,15})$")], ...] = ()
    """Beginnings of numbers that the gateway may dial (+33, 0800); empty: people call back by hand."""
    refused: tuple[Annotated[str, Field(pattern=r"^\+?[0-9]{1,15}$")], ...] = ()
    """Beginnings that it may not, among those (+3389); the longest beginning that fits decides."""
    attempts: int = Field(default=3, ge=1, le=10)
    """How often the caller's phone is rung before the desk shows him as to be called by hand."""
    again_seconds: float = Field(default=900, ge=5, le=86400)
    """From one such attempt to the next."""
    ring_seconds: float = Field(default=30, ge=5, le=120)
    """How long the caller's phone rings."""
    look_every: float = Field(default=5, ge=0.5, le=60)
    """Seconds between two looks at who wants to be called back."""


class ReplaySettings(_Section):
    """Replaying recorded calls."""

    folder: Path = Path("data/replay")
    """Where recognized words, spoken sentences and results are kept; may be deleted at any time."""


class QualitySettings(_Section):
    """Judging recorded calls, at /quality."""

    users: tuple[str, ...] = ()
    """Users with the role quality: they alone judge calls; empty: every user but agents with desk_only."""
    search_words: bool = True
    """Whether calls can be found by words that were said in them."""
    drafts: Path = Path("drafts")
    """Folder of plans that are being edited; calls can be replayed under each."""


class Settings(BaseSettings):
    """All sections. Unknown keys are errors."""

    model_config = SettingsConfigDict(
        env_prefix="VOICE_", env_nested_delimiter="__", toml_file="voice.toml", extra="forbid", frozen=True
    )

    dialplans: Path = Path("dialplans")
    """Folder of routes.yaml and the plans."""
    plans: PlansSettings = PlansSettings()
    sip: SipSettings = SipSettings()
    web: WebSettings = WebSettings()
    records: RecordsSettings = RecordsSettings()
    models: ModelsSettings = ModelsSettings()
    speech: SpeechSettings = SpeechSettings()
    call: CallSettings = CallSettings()
    handoff: HandoffSettings = HandoffSettings()
    desk: DeskSettings = DeskSettings()
    callback: CallbackSettings = CallbackSettings()
    replay: ReplaySettings = ReplaySettings()
    quality: QualitySettings = QualitySettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then voice.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
