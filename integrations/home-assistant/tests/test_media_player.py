from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, mock_restore_cache_with_extra_data
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.moodbox.media_player import USUAL_VOLUME
from homeassistant.components.media_player import MediaPlayerEntityFeature as Feature
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .conftest import ENTITY, until
from .fake_box import FakeBox

TRACK = {"title": "Ann – A song", "source": "library", "mood": "happy", "duration": 90_000}


def player(hass: HomeAssistant) -> State:
    state = hass.states.get(ENTITY)
    assert state is not None
    return state


async def call(hass: HomeAssistant, service: str, domain: str = "media_player", **data: Any) -> None:
    await hass.services.async_call(domain, service, {"entity_id": ENTITY, **data}, blocking=True)


async def test_shows_what_is_heard(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    since = dt_util.utcnow() - timedelta(seconds=5)
    await box.tell(
        playback={"kind": "playing", "since": 1, "track": TRACK},
        progress={"position": 12_400, "since": since.timestamp() * 1000, "seekable": True},
        cover="0123456789abcdef",
        liked=True,
        until=3_600_000,
        override="happy",
        volume=40,
    )
    await until(lambda: player(hass).attributes.get("media_artist") == "Ann")
    shown = player(hass)
    assert shown.state == "playing"
    assert shown.attributes["media_title"] == "A song"
    assert shown.attributes["media_duration"] == 90
    assert shown.attributes["media_position"] == 12
    assert abs(shown.attributes["media_position_updated_at"] - since) < timedelta(seconds=0.01)
    assert shown.attributes["volume_level"] == 0.4
    assert shown.attributes["is_volume_muted"] is False
    assert shown.attributes["source"] == "happy"
    assert shown.attributes["source_list"][0] == "auto"
    assert shown.attributes["until"] == "1970-01-01T01:00:00+00:00"
    assert shown.attributes["liked"] is True
    assert shown.attributes["supported_features"] & Feature.SEEK


@pytest.mark.parametrize(
    ("kind", "state"), [("silent", "idle"), ("loading", "buffering"), ("paused", "paused"), ("failed", "idle")]
)
async def test_states(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, kind: str, state: str) -> None:
    track = {} if kind == "silent" else {"track": TRACK}
    await box.tell(playback={"kind": kind, **track}, progress=None)
    await until(lambda: player(hass).state == state)
    assert not player(hass).attributes["supported_features"] & Feature.SEEK


async def test_a_paused_track_stays_where_it_is(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    paused = {"kind": "paused", "track": TRACK}
    await box.tell(playback=paused, progress={"position": 30_000, "seekable": True})
    await until(lambda: player(hass).attributes.get("media_position") == 30)
    at = player(hass).attributes["media_position_updated_at"]
    await box.tell(volume=1)
    await until(lambda: player(hass).attributes["volume_level"] == 0.01)
    assert player(hass).attributes["media_position_updated_at"] == at


@pytest.mark.parametrize(
    ("service", "data", "command"),
    [
        ("media_play", {}, {"type": "play"}),
        ("media_pause", {}, {"type": "pause"}),
        ("media_stop", {}, {"type": "stop"}),
        ("media_next_track", {}, {"type": "next"}),
        ("volume_set", {"volume_level": 0.33}, {"type": "volume", "value": 33}),
        ("select_source", {"source": "sad"}, {"type": "override", "mood": "sad"}),
        ("select_source", {"source": "auto"}, {"type": "override", "mood": "auto"}),
        ("media_seek", {"seek_position": 12.5}, {"type": "seek", "value": 12.5}),
    ],
)
async def test_commands(
    hass: HomeAssistant,
    box: FakeBox,
    added: MockConfigEntry,
    service: str,
    data: dict[str, Any],
    command: dict[str, Any],
) -> None:
    await box.tell(progress={"position": 0, "seekable": True})
    await until(lambda: bool(player(hass).attributes["supported_features"] & Feature.SEEK))
    await call(hass, service, **data)
    assert box.commands == [command]


async def test_the_answer_of_a_command_is_shown_at_once(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    await call(hass, "volume_set", volume_level=0.2)
    assert player(hass).attributes["volume_level"] == 0.2


async def test_mute_brings_the_volume_back(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    await box.tell(volume=64)
    await until(lambda: player(hass).attributes["volume_level"] == 0.64)
    await call(hass, "volume_mute", is_volume_muted=True)
    assert player(hass).attributes["is_volume_muted"] is True
    await call(hass, "volume_mute", is_volume_muted=True)
    await call(hass, "volume_mute", is_volume_muted=False)
    assert [each["value"] for each in box.commands] == [0, 64]


@pytest.mark.parametrize(("stored", "volume"), [({"volume": 0.7}, 70), (None, round(USUAL_VOLUME * 100))])
async def test_a_muted_box_is_remembered_over_a_restart(
    hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry, stored: dict[str, Any] | None, volume: int
) -> None:
    box.report["volume"] = 0
    if stored is not None:
        mock_restore_cache_with_extra_data(hass, [(State(ENTITY, "playing"), stored)])
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await call(hass, "volume_mute", is_volume_muted=False)
    assert box.commands == [{"type": "volume", "value": volume}]
    await hass.config_entries.async_unload(entry.entry_id)


async def test_a_refusal_is_an_error_with_the_words_of_the_box(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    box.refusal = (400, {"error": "there is no loudspeaker", "code": "no_loudspeaker"})
    with pytest.raises(HomeAssistantError, match="no loudspeaker") as failed:
        await call(hass, "media_play")
    assert failed.value.translation_key == "refused"


async def test_a_box_that_does_not_answer_is_an_error(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    await box.stop()
    with pytest.raises(HomeAssistantError):
        await added.runtime_data.command("play")


async def test_a_session_that_ended_is_an_error_and_asks_for_the_pin(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    box.pin = "1234"
    with pytest.raises(HomeAssistantError) as failed:
        await call(hass, "media_play")
    assert failed.value.translation_key == "logged_out"
    await hass.async_block_till_done()
    assert [each["context"]["source"] for each in hass.config_entries.flow.async_progress()] == [SOURCE_REAUTH]


async def test_an_unknown_source_is_refused(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    with pytest.raises(ServiceValidationError):
        await call(hass, "select_source", source="joyful")
    assert box.commands == []


async def test_its_own_actions(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    await call(hass, "override", "moodbox", mood="happy", duration={"minutes": 30})
    await call(hass, "override", "moodbox", mood="auto")
    await call(hass, "like", "moodbox")
    assert box.commands == [
        {"type": "override", "mood": "happy", "for": 1800},
        {"type": "override", "mood": "auto"},
        {"type": "like"},
    ]


@pytest.mark.parametrize(
    ("data", "command"),
    [
        ({"media_content_id": "happy"}, {"type": "override", "mood": "happy"}),
        ({"media_content_id": "moodbox://mood/auto"}, {"type": "override", "mood": "auto"}),
        (
            {"media_content_id": "https://example.org/a.mp3", "extra": {"title": "A"}},
            {"type": "play_url", "url": "https://example.org/a.mp3", "title": "A"},
        ),
        (
            {
                "media_content_id": "http://10.0.0.5:8123/api/tts_proxy/a.mp3",
                "announce": True,
                "extra": {"volume": 40, "duck": 80, "metadata": {"title": "Dinner"}},
            },
            {
                "type": "announce",
                "url": "http://10.0.0.5:8123/api/tts_proxy/a.mp3",
                "title": "Dinner",
                "volume": 40,
                "duck": 80,
            },
        ),
    ],
)
async def test_plays_media(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, data: dict[str, Any], command: dict[str, Any]
) -> None:
    await call(hass, "play_media", media_content_type="music", **data)
    assert box.commands == [command]


async def test_plays_a_track_of_a_list(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    await call(hass, "play_media", media_content_type="music", media_content_id=f"moodbox://track/{'a' * 16}")
    assert box.played == ["a" * 16]


async def test_plays_what_home_assistant_keeps(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, tmp_path: Any
) -> None:
    (tmp_path / "a.mp3").write_bytes(b"x")
    hass.config.media_dirs = {"local": str(tmp_path)}
    hass.config.internal_url = "http://10.0.0.5:8123"
    assert await async_setup_component(hass, "media_source", {})
    await hass.async_block_till_done()
    await call(
        hass,
        "play_media",
        media_content_type="music",
        media_content_id="media-source://media_source/local/a.mp3",
    )
    (command,) = box.commands
    assert command["type"] == "play_url"
    assert command["url"].startswith("http://10.0.0.5:8123/media/local/a.mp3?authSig=")


@pytest.mark.parametrize(
    "data",
    [
        {"media_content_id": "file:///etc/passwd"},
        {"media_content_id": "nonsense"},
        {"media_content_id": "happy", "announce": True},
        {"media_content_id": "http://a/b.mp3", "announce": True, "extra": {"volume": "loud"}},
    ],
)
async def test_what_cannot_be_played_is_refused(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, data: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError):
        await call(hass, "play_media", media_content_type="music", **data)
    assert box.commands == []


async def test_an_announcement_is_shown(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    await box.tell(announcing={"title": "Dinner", "since": 1})
    await until(lambda: player(hass).attributes.get("announcing") == "Dinner")
    await box.tell(announcing=None, announceFailed={"title": "Dinner", "at": 1, "why": {"sentence": "no sound"}})
    await until(lambda: player(hass).attributes.get("announcement_failed") == "no sound")
    assert "announcing" not in player(hass).attributes


async def test_a_guest_is_shown_and_play_ends_its_music(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    guests = [{"name": "AirPlay", "title": "Blue", "since": 1}]
    await box.tell(playback={"kind": "silent"}, progress=None, guest={"kind": "playing", "guests": guests})
    await until(lambda: player(hass).attributes.get("app_name") == "AirPlay")
    assert (player(hass).state, player(hass).attributes["media_title"]) == ("playing", "Blue")
    await call(hass, "media_play")
    assert box.commands[-1] == {"type": "moodbox_now"}
    await box.tell(guest={"kind": "resting", "left": "AirPlay", "until": 3})
    await until(lambda: player(hass).state == "idle")
    assert "app_name" not in player(hass).attributes
    await call(hass, "media_play")
    assert box.commands[-1] == {"type": "play"}


async def test_the_cover_is_fetched_with_our_session(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    await box.tell(cover="0123456789abcdef")
    await until(lambda: "cache=0123456789abcdef" in player(hass).attributes.get("entity_picture", ""))
    client = await hass_client()
    answer = await client.get(player(hass).attributes["entity_picture"])
    assert answer.status == 200
    assert await answer.read() == b"\xff\xd80123456789abcdef"
    box.refusal = (409, {"error": "gone"})
    assert (await client.get(player(hass).attributes["entity_picture"])).status == 500


async def browse(ws: Any, media_id: str | None = None) -> dict[str, Any]:
    where = {} if media_id is None else {"media_content_id": media_id, "media_content_type": "music"}
    await ws.send_json_auto_id({"type": "media_player/browse_media", "entity_id": ENTITY, **where})
    answer = await ws.receive_json()
    return dict(answer["result"] if answer["success"] else answer["error"])


async def test_browses(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    ws = await hass_ws_client()
    root = await browse(ws)
    assert [each["title"] for each in root["children"]] == [
        "Moods",
        "Your own music",
        "What you like",
        "Recently played",
    ]
    moods = await browse(ws, "moodbox://moods")
    assert [each["title"] for each in moods["children"]][:2] == ["Follow the room", "Angry"]
    assert all(each["can_play"] for each in moods["children"])
    library = await browse(ws, "moodbox://library")
    assert [each["title"] for each in library["children"]] == ["Happy (1)"]
    happy = await browse(ws, "moodbox://library/happy")
    assert [each["media_content_id"] for each in happy["children"]] == [f"moodbox://track/{'a' * 16}"]
    assert len((await browse(ws, "moodbox://played"))["children"]) == 1
    assert [each["title"] for each in (await browse(ws, "moodbox://liked"))["children"]] == ["Ann – A song"]
    assert "code" in await browse(ws, "moodbox://nothing")


async def test_a_long_library_has_pages(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    box.total = 3
    ws = await hass_ws_client()
    page = await browse(ws, "moodbox://library/happy/1")
    assert [each["media_content_id"] for each in page["children"]][-1] == "moodbox://library/happy/2"
    page = await browse(ws, "moodbox://library/happy/2")
    assert len(page["children"]) == 1


async def test_browses_in_german(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    hass.config.language = "de"
    ws = await hass_ws_client()
    assert (await browse(ws))["children"][0]["title"] == "Stimmungen"


async def test_browses_what_home_assistant_keeps(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, hass_ws_client: WebSocketGenerator, tmp_path: Path
) -> None:
    (tmp_path / "a.mp3").write_bytes(b"x")
    hass.config.media_dirs = {"local": str(tmp_path)}
    assert await async_setup_component(hass, "media_source", {})
    await hass.async_block_till_done()
    ws = await hass_ws_client()
    titles = [each["title"] for each in (await browse(ws))["children"]]
    assert titles[:1] == ["Moods"]
    assert len(titles) > 4
    folder = await browse(ws, "media-source://media_source/local/.")
    assert [each["title"] for each in folder["children"]] == ["a.mp3"]


async def test_a_source_that_cannot_be_searched_has_found_nothing(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    box.raw["/api/search"] = "not json"
    found: Any = await hass.services.async_call(
        "media_player",
        "search_media",
        {"entity_id": ENTITY, "search_query": "song"},
        blocking=True,
        return_response=True,
    )
    assert found[ENTITY].result == []


async def test_searches_moods_and_the_sources_that_are_ready(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    found: Any = await hass.services.async_call(
        "media_player",
        "search_media",
        {"entity_id": ENTITY, "search_query": "Happy"},
        blocking=True,
        return_response=True,
    )
    result = found[ENTITY].result
    assert [each.media_content_id for each in result] == ["moodbox://mood/happy", f"moodbox://track/{'a' * 16}"]
    assert box.searched == [("Happy", "library")]
