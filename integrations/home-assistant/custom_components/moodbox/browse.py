"""What the media browser shows: moods, the library, what was played, and Home Assistant's own media."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.components import media_source
from homeassistant.components.media_player import (
    BrowseError,
    BrowseMedia,
    MediaClass,
    MediaType,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .client import BoxError, Json
from .const import AUTO, DOMAIN, LOGGER, MOODS
from .coordinator import MoodboxCoordinator

SCHEME: Final = "moodbox://"
# The kinds of items that the box can play; the others are folders.
PLAYABLE: Final = ("mood", "track")
# Sources that can be searched; the loops of the box are its last resort.
SEARCHED: Final = ("library", "subsonic", "streams", "youtube", "composed")


@dataclass(frozen=True, slots=True)
class Item:
    """What a media id names, such as ``moodbox://mood/happy``."""

    kind: str
    name: str


def item_of(media_id: str) -> Item | None:
    """Read a media id of the box, or the bare name of a mood. Another id is ``None``."""
    if media_id in (AUTO, *MOODS):
        return Item("mood", media_id)
    kind, _, name = media_id.removeprefix(SCHEME).partition("/")
    is_item = media_id.startswith(SCHEME) and kind in PLAYABLE and name != ""
    return Item(kind, name) if is_item else None


class Words:
    """The words of the media browser, in the language of this Home Assistant."""

    def __init__(self, translations: dict[str, str]) -> None:
        """Take the translations of the integration's own folder names."""
        self._translations = translations

    @classmethod
    async def of(cls, hass: HomeAssistant) -> Words:
        """Load the words."""
        language = hass.config.language
        return cls(
            await async_get_translations(hass, language, "common", [DOMAIN])
            | await async_get_translations(hass, language, "entity", [DOMAIN])
        )

    def folder(self, key: str) -> str:
        """Return the name of a folder."""
        return self._translations.get(f"component.{DOMAIN}.common.{key}", key.capitalize())

    def mood(self, mood: str) -> str:
        """Return the name of a mood, or of ``auto``."""
        at = f"component.{DOMAIN}.entity.media_player.moodbox.state_attributes.source.state.{mood}"
        return self._translations.get(at, mood.capitalize())


async def browse(hass: HomeAssistant, coordinator: MoodboxCoordinator, media_id: str | None) -> BrowseMedia:
    """Return a folder with what is in it."""
    if media_id is not None and media_source.is_media_source_id(media_id):
        return await media_source.async_browse_media(hass, media_id, content_filter=_is_audio)
    words = await Words.of(hass)
    path = (media_id or "").removeprefix(SCHEME).strip("/")
    if path == "":
        return await _root(hass, words)
    title, children = await _inside(coordinator, words, path)
    return _folder(path, title, children)


async def _inside(coordinator: MoodboxCoordinator, words: Words, path: str) -> tuple[str, list[BrowseMedia]]:
    """Return the title of a folder of the box, and what is in it."""
    client = coordinator.client
    match path.split("/"):
        case ["moods"]:
            return words.folder("moods"), [_mood(words, each) for each in (AUTO, *MOODS)]
        case ["library"]:
            counts = (await coordinator.ask(client.library()))["moods"]
            return words.folder("library"), list(_library_folders(words, counts))
        case ["library", mood, *rest] if mood in MOODS:
            start = int(rest[0]) if rest and rest[0].isdecimal() else 0
            told = await coordinator.ask(client.library(mood, start))
            return words.mood(mood), _page(words, mood, start, told)
        case ["played"]:
            plays = (await coordinator.ask(client.plays()))["plays"]
            return words.folder("played"), _tracks(_playable_once(plays))
        case ["liked"]:
            told = await coordinator.ask(client.opinions())
            liked = [each for each in told["opinions"] if each["verdict"] == "liked"]
            return words.folder("liked"), _tracks(_playable_once(liked))
    raise BrowseError(translation_domain=DOMAIN, translation_key="no_such_folder")


async def _root(hass: HomeAssistant, words: Words) -> BrowseMedia:
    own = [_folder(key, words.folder(key)) for key in ("moods", "library", "liked", "played")]
    return _folder("", "moodbox", [*own, *await _media_of_home_assistant(hass)])


async def _media_of_home_assistant(hass: HomeAssistant) -> list[BrowseMedia]:
    if media_source.DOMAIN not in hass.config.components:
        return []
    try:
        found = await media_source.async_browse_media(hass, None, content_filter=_is_audio)
    except BrowseError:
        return []
    return [each for each in (found.children or []) if isinstance(each, BrowseMedia)]


def _is_audio(item: BrowseMedia) -> bool:
    return item.media_content_type.startswith("audio/")


def _library_folders(words: Words, counts: Iterable[Json]) -> Iterable[BrowseMedia]:
    for each in counts:
        if each["tracks"] > 0:
            mood = str(each["mood"])
            yield _folder(f"library/{mood}", f"{words.mood(mood)} ({each['tracks']})")


def _page(words: Words, mood: str, start: int, told: Json) -> list[BrowseMedia]:
    """Return the tracks of a page, and the way to the next one."""
    tracks = _tracks(told["tracks"])
    end = start + len(tracks)
    more = [_folder(f"library/{mood}/{end}", words.folder("more"))] if len(tracks) > 0 and end < told["total"] else []
    return [*tracks, *more]


def _playable_once(tracks: Iterable[Json]) -> list[Json]:
    """Return each track once, and none whose source is not in use."""
    return list({(each["source"], each["title"]): each for each in tracks if each["again"]}.values())


def _mood(words: Words, mood: str) -> BrowseMedia:
    return BrowseMedia(
        media_class=MediaClass.GENRE,
        media_content_id=f"{SCHEME}mood/{mood}",
        media_content_type=MediaType.MUSIC,
        title=words.mood(mood),
        can_play=True,
        can_expand=False,
    )


def _tracks(tracks: Iterable[Json]) -> list[BrowseMedia]:
    return [_track(each) for each in tracks]


def _track(told: Json) -> BrowseMedia:
    return BrowseMedia(
        media_class=MediaClass.TRACK,
        media_content_id=f"{SCHEME}track/{told['id']}",
        media_content_type=MediaType.MUSIC,
        title=str(told["title"]),
        can_play=True,
        can_expand=False,
    )


def _folder(path: str, title: str, children: list[BrowseMedia] | None = None) -> BrowseMedia:
    return BrowseMedia(
        media_class=MediaClass.DIRECTORY,
        media_content_id=f"{SCHEME}{path}",
        media_content_type=MediaType.MUSIC,
        title=title,
        can_play=False,
        can_expand=True,
        children=children,
    )


async def search(coordinator: MoodboxCoordinator, query: str) -> list[BrowseMedia]:
    """Search the moods by their names, then the sources that are ready, all at once."""
    words = await Words.of(coordinator.hass)
    asked = query.strip().casefold()
    moods = [_mood(words, each) for each in MOODS if asked in (each, words.mood(each).casefold())]
    sources = (await coordinator.ask(coordinator.client.sources()))["sources"]
    names = [each["name"] for each in sources if each["name"] in SEARCHED and each["state"]["kind"] == "ready"]
    found = await asyncio.gather(*(_found(coordinator, query, name) for name in names))
    return [*moods, *(track for tracks in found for track in tracks)]


async def _found(coordinator: MoodboxCoordinator, query: str, source: str) -> list[BrowseMedia]:
    """Search one source; one that fails has found nothing."""
    try:
        told: dict[str, Any] = await coordinator.client.search(query[:80], source)
    except BoxError as err:
        LOGGER.debug("%s cannot search %s: %s", coordinator.name, source, err)
        return []
    return _tracks(told["tracks"])
