"""What a box reports, as a value: only what an entity shows, so that nothing else counts as a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from .client import BoxUnreachable
from .const import AUTO, AWAY

# The daemon joins the performer and the title of these sources in this way.
PERFORMER_SEPARATOR: Final = " – "
JOINED: Final = ("library", "subsonic")


@dataclass(frozen=True, slots=True)
class Track:
    """What is heard. ``duration`` in seconds; an endless track has none."""

    title: str
    artist: str | None
    source: str
    mood: str
    duration: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The track was at ``position`` (s) at the moment ``since``; without a moment it is paused."""

    position: float
    since: datetime | None
    seekable: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """Who plays their own music on the loudspeaker of the box, such as ``AirPlay``."""

    name: str
    title: str | None


@dataclass(frozen=True, slots=True)
class BoxState:
    """A box at one moment. ``None`` is what the box does not know, or does not have."""

    id: str
    name: str
    version: str
    mood: str | None
    expression: str
    override: str
    until: datetime | None
    presence: bool | None
    presence_by: str | None
    people: int | None
    playback: str
    track: Track | None
    progress: Progress | None
    cover: str | None
    volume: float
    liked: bool
    announcing: str | None
    announcement_failed: str | None
    guest: Guest | None

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> BoxState:
        """Read a report. Raises ``BoxUnreachable`` if it is none."""
        try:
            return _read(report)
        except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as err:
            raise BoxUnreachable("what answers there does not report like a moodbox") from err


def _read(report: Mapping[str, Any]) -> BoxState:
    playback = report["playback"]
    presence = report["presence"]
    announcing = report.get("announcing")
    failed = report.get("announceFailed")
    return BoxState(
        id=str(report["id"]),
        name=str(report.get("name") or report["id"]),
        version=str(report["version"]),
        mood=str(report["mood"]) if _mood_is_told(report) else None,
        expression=str(report["expression"]),
        override=str(report["override"]),
        until=_moment(report.get("until")),
        presence={"present": True, "absent": False}.get(presence["kind"]),
        presence_by=presence.get("by"),
        people=len(report["faces"]) if report["sees"] else None,
        playback=str(playback["kind"]),
        track=_track(playback["track"]) if "track" in playback else None,
        progress=_progress(report.get("progress")),
        cover=report.get("cover"),
        volume=float(report["volume"]) / 100,
        liked=bool(report["liked"]),
        announcing=None if announcing is None else str(announcing.get("title") or ""),
        announcement_failed=None if failed is None else str(failed["why"]["sentence"]),
        guest=_guest(report.get("guest")),
    )


def _mood_is_told(report: Mapping[str, Any]) -> bool:
    """Tell whether the mood rests on something, by the rule that the box has for MQTT."""
    is_chosen = report["override"] != AUTO
    is_empty = report["mood"] == AWAY and report["presence"]["kind"] == "absent"
    is_seen = report["camera"]["kind"] == "watching" or (report.get("group") or {}).get("sees") is True
    return is_chosen or is_empty or (is_seen and report.get("assumed") is not True)


def _track(told: Mapping[str, Any]) -> Track:
    title = str(told["title"])
    artist: str | None = None
    if told["source"] in JOINED and PERFORMER_SEPARATOR in title:
        artist, title = title.split(PERFORMER_SEPARATOR, 1)
    duration = told.get("duration")
    return Track(
        title=title,
        artist=artist,
        source=str(told["source"]),
        mood=str(told["mood"]),
        duration=None if duration is None or told.get("endless") else float(duration) / 1000,
    )


def _guest(told: Mapping[str, Any] | None) -> Guest | None:
    """Read the guest that came last. One that has left is none."""
    if told is None or told["kind"] != "playing":
        return None
    newest = told["guests"][-1]
    title = newest.get("title")
    return Guest(name=str(newest["name"]), title=None if title is None else str(title))


def _progress(told: Mapping[str, Any] | None) -> Progress | None:
    if told is None:
        return None
    return Progress(
        position=float(told["position"]) / 1000,
        since=_moment(told.get("since")),
        seekable=bool(told["seekable"]),
    )


def _moment(told: float | None) -> datetime | None:
    """Read milliseconds since 1970."""
    return None if told is None else datetime.fromtimestamp(told / 1000, UTC)
