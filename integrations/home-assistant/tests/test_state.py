from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.moodbox.client import BoxUnreachable
from custom_components.moodbox.state import BoxState, Guest

from .fake_box import RECORDED


def told(**changes: Any) -> BoxState:
    return BoxState.of({**deepcopy(RECORDED), **changes})


def track(**changes: Any) -> dict[str, Any]:
    one = {"title": "Ann – A – song", "source": "library", "mood": "happy", "duration": 61_500, **changes}
    return {"kind": "playing", "since": 1, "track": one}


def test_reads_what_the_daemon_reports() -> None:
    box = told()
    assert box.id == RECORDED["id"]
    assert box.version == RECORDED["version"]
    assert box.playback == RECORDED["playback"]["kind"]
    assert box.volume == RECORDED["volume"] / 100


@pytest.mark.parametrize("report", [{}, {**RECORDED, "playback": None}, {**RECORDED, "volume": "loud"}])
def test_what_is_no_report_is_no_moodbox(report: dict[str, Any]) -> None:
    with pytest.raises(BoxUnreachable):
        BoxState.of(report)


@pytest.mark.parametrize("source", ["library", "subsonic"])
def test_performer_and_title_of_a_file_are_told_apart(source: str) -> None:
    box = told(playback=track(source=source))
    assert box.track is not None
    assert (box.track.artist, box.track.title, box.track.duration) == ("Ann", "A – song", 61.5)


def test_a_title_of_the_web_is_left_as_it_is() -> None:
    box = told(playback=track(source="youtube", endless=True))
    assert box.track is not None
    assert (box.track.artist, box.track.title, box.track.duration) == (None, "Ann – A – song", None)


@pytest.mark.parametrize(
    ("changes", "mood"),
    [
        ({}, "happy"),
        ({"camera": {"kind": "off"}}, None),
        ({"camera": {"kind": "lost", "why": "gone"}}, None),
        ({"camera": {"kind": "off"}, "override": "happy"}, "happy"),
        ({"camera": {"kind": "off"}, "group": {"sees": True}}, "happy"),
        ({"assumed": True}, None),
        ({"mood": "away", "camera": {"kind": "off"}, "presence": {"kind": "absent", "since": 0}}, "away"),
    ],
)
def test_a_mood_that_nothing_tells_is_unknown(changes: dict[str, Any], mood: str | None) -> None:
    seen = {"mood": "happy", "camera": {"kind": "watching", "source": "x", "width": 1, "height": 1}, "override": "auto"}
    assert told(**{**seen, "assumed": False, **changes}).mood == mood


def test_nobody_is_counted_where_nothing_is_seen() -> None:
    assert told(sees=False).people is None
    assert told(sees=True, faces=[]).people == 0
    assert told(presence={"kind": "unknown", "since": 0}).presence is None


def test_moments_are_in_utc() -> None:
    box = told(until=1_000, progress={"position": 2_500, "since": 3_000, "seekable": True})
    assert box.until == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert box.progress is not None
    assert (box.progress.position, box.progress.since) == (2.5, datetime(1970, 1, 1, 0, 0, 3, tzinfo=UTC))


def test_an_announcement_is_told() -> None:
    assert told().announcing is None
    assert told(announcing=None).announcing is None
    assert told(announcing={"title": "Dinner", "since": 1}).announcing == "Dinner"


def test_an_announcement_that_failed_says_why() -> None:
    failed = {"title": "Dinner", "at": 1, "why": {"sentence": "nothing answers there", "code": "announce_unreachable"}}
    assert told(announceFailed=failed).announcement_failed == "nothing answers there"
    assert told().announcement_failed is None


def test_what_no_entity_shows_is_no_change() -> None:
    assert told(fps=1, dropped=2) == told(fps=3, dropped=4)


def test_the_guest_that_came_last_is_told() -> None:
    assert told().guest is None
    guests = [{"name": "Spotify", "since": 1}, {"name": "AirPlay", "title": "Blue", "since": 2}]
    assert told(guest={"kind": "playing", "guests": guests}).guest == Guest("AirPlay", "Blue")
    assert told(guest={"kind": "playing", "guests": guests[:1]}).guest == Guest("Spotify", None)
    assert told(guest={"kind": "resting", "left": "AirPlay", "until": 3}).guest is None


def test_guests_without_anybody_are_no_report() -> None:
    with pytest.raises(BoxUnreachable):
        told(guest={"kind": "playing", "guests": []})
