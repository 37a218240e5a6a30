"""The music of a box as a media player."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.components import media_source
from homeassistant.components.media_player import (
    ATTR_MEDIA_EXTRA,
    BrowseMedia,
    MediaPlayerDeviceClass,
    MediaPlayerEnqueue,
    MediaPlayerEntity,
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState,
    MediaType,
    SearchMedia,
    SearchMediaQuery,
    async_process_play_media_url,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import ExtraStoredData, RestoreEntity
from homeassistant.util import dt as dt_util

from .browse import browse, item_of, search
from .client import BoxError
from .const import AUTO, DOMAIN, LOGGER, MOODS
from .coordinator import MoodboxConfigEntry, MoodboxCoordinator
from .entity import MoodboxEntity

PARALLEL_UPDATES: Final = 0

STATES: Final = {
    "silent": MediaPlayerState.IDLE,
    "loading": MediaPlayerState.BUFFERING,
    "playing": MediaPlayerState.PLAYING,
    "paused": MediaPlayerState.PAUSED,
    "failed": MediaPlayerState.IDLE,
}
FEATURES: Final = (
    Feature.BROWSE_MEDIA
    | Feature.MEDIA_ANNOUNCE
    | Feature.NEXT_TRACK
    | Feature.PAUSE
    | Feature.PLAY
    | Feature.PLAY_MEDIA
    | Feature.SEARCH_MEDIA
    | Feature.SELECT_SOURCE
    | Feature.STOP
    | Feature.VOLUME_MUTE
    | Feature.VOLUME_SET
    | Feature.VOLUME_STEP
)
# After a restart of Home Assistant nobody may know how loud a muted box was.
USUAL_VOLUME: Final = 0.3


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MoodboxConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the media player of a box."""
    async_add_entities([MoodboxPlayer(entry.runtime_data)])


class VolumeBeforeMute(ExtraStoredData):
    """The volume to go back to, kept over a restart of Home Assistant."""

    def __init__(self, volume: float | None) -> None:
        """Keep a volume from 0 to 1."""
        self.volume = volume

    def as_dict(self) -> dict[str, Any]:
        """Return what is stored."""
        return {"volume": self.volume}


class MoodboxPlayer(MoodboxEntity, MediaPlayerEntity, RestoreEntity):
    """What plays, and everything that makes it play something else.

    The box has no mute. Muted is a volume of 0, and the volume before it comes back.
    """

    _attr_name = None
    _attr_translation_key = "moodbox"
    _attr_device_class = MediaPlayerDeviceClass.SPEAKER
    _attr_media_content_type = MediaType.MUSIC
    _attr_source_list = [AUTO, *MOODS]
    _attr_volume_step = 0.05

    def __init__(self, coordinator: MoodboxCoordinator) -> None:
        """Show the state with which the entry was set up."""
        super().__init__(coordinator, "player")
        self._loud: float | None = None
        self._progress_at: datetime | None = None
        self._show()

    async def async_added_to_hass(self) -> None:
        """Remember the volume from before a mute."""
        await super().async_added_to_hass()
        stored = await self.async_get_last_extra_data()
        if self._loud is None and stored is not None:
            self._loud = stored.as_dict().get("volume")

    @property
    def extra_restore_state_data(self) -> VolumeBeforeMute:
        """Return what a restart must not forget."""
        return VolumeBeforeMute(self._loud)

    @callback
    def _handle_coordinator_update(self) -> None:
        if self.coordinator.last_update_success:
            self._show()
        super()._handle_coordinator_update()

    def _show(self) -> None:
        """Take over the newest state."""
        box = self.box
        track = box.track
        self._attr_state = STATES.get(box.playback, MediaPlayerState.IDLE)
        self._attr_source = box.override
        self._attr_media_title = track.title if track else None
        self._attr_media_artist = track.artist if track else None
        self._attr_media_duration = None if track is None or track.duration is None else round(track.duration)
        self._attr_media_image_hash = box.cover
        self._attr_volume_level = box.volume
        self._attr_is_volume_muted = box.volume == 0
        if box.volume > 0:
            self._loud = box.volume
        seekable = box.progress is not None and box.progress.seekable
        self._attr_supported_features = FEATURES | Feature.SEEK if seekable else FEATURES
        self._attr_extra_state_attributes = self._extra()
        self._show_position()
        self._show_guest()

    def _show_guest(self) -> None:
        """Show whose music is heard instead: the box itself is silent then."""
        guest = self.box.guest
        self._attr_app_name = guest.name if guest else None
        if guest:
            self._attr_state = MediaPlayerState.PLAYING
            self._attr_media_title = guest.title or guest.name

    def _extra(self) -> dict[str, Any]:
        box = self.box
        track = {"media_source": box.track.source, "liked": box.liked} if box.track else {}
        held = {"until": box.until.isoformat()} if box.until else {}
        announcing = {} if box.announcing is None else {"announcing": box.announcing}
        failed = {} if box.announcement_failed is None else {"announcement_failed": box.announcement_failed}
        return track | held | announcing | failed

    def _show_position(self) -> None:
        """Show where the track is, by our own clock."""
        progress = self.box.progress
        if progress is None:
            self._attr_media_position = self._attr_media_position_updated_at = None
            return
        position = round(progress.position)
        ahead = timedelta(seconds=self.coordinator.client.clock_ahead)
        if progress.since is not None:
            self._attr_media_position_updated_at = progress.since - ahead
        elif position != self._attr_media_position:
            # A paused track has no moment: it is there since we were told.
            self._attr_media_position_updated_at = dt_util.utcnow()
        self._attr_media_position = position

    async def async_get_media_image(self) -> tuple[bytes | None, str | None]:
        """Fetch the cover with our session: the box shows it to nobody else."""
        cover = self.box.cover
        if cover is None:
            return None, None
        try:
            return await self.coordinator.client.cover(cover), "image/jpeg"
        except BoxError as err:
            LOGGER.debug("No cover of %s: %s", self.coordinator.name, err)
            return None, None

    async def async_media_play(self) -> None:
        """Play, or go on. Where a guest plays, that is what ends its music."""
        await self.coordinator.command("moodbox_now" if self.box.guest else "play")

    async def async_media_pause(self) -> None:
        """Pause."""
        await self.coordinator.command("pause")

    async def async_media_stop(self) -> None:
        """Stop; the music stays silent until somebody wants it again."""
        await self.coordinator.command("stop")

    async def async_media_next_track(self) -> None:
        """Skip the track. The box counts that a little against it."""
        await self.coordinator.command("next")

    async def async_media_seek(self, position: float) -> None:
        """Move in the track, to a position in seconds."""
        await self.coordinator.command("seek", value=position)

    async def async_set_volume_level(self, volume: float) -> None:
        """Set the volume, from 0 to 1."""
        await self.coordinator.command("volume", value=round(volume * 100))

    async def async_mute_volume(self, mute: bool) -> None:
        """Mute, or go back to the volume from before."""
        if mute == self._attr_is_volume_muted:
            return
        loud = USUAL_VOLUME if self._loud is None else self._loud
        await self.async_set_volume_level(0.0 if mute else loud)

    async def async_select_source(self, source: str) -> None:
        """Hold a mood, or follow the room again."""
        if source not in self._attr_source_list:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="no_such_source",
                translation_placeholders={"source": source},
            )
        await self.async_override(source)

    async def async_override(self, mood: str, duration: timedelta | None = None) -> None:
        """Hold a mood, for a while or until somebody chooses another."""
        held = {} if duration is None else {"for": duration.total_seconds()}
        await self.coordinator.command("override", mood=mood, **held)

    async def async_like(self) -> None:
        """Like the track that plays."""
        await self.coordinator.command("like")

    async def async_play_media(
        self,
        media_type: MediaType | str,
        media_id: str,
        enqueue: MediaPlayerEnqueue | None = None,
        announce: bool | None = None,
        **kwargs: Any,
    ) -> None:
        """Play something once, hold a mood, or announce something over the music."""
        title = _title(kwargs.get(ATTR_MEDIA_EXTRA))
        if media_source.is_media_source_id(media_id):
            found = await media_source.async_resolve_media(self.hass, media_id, self.entity_id)
            media_id = found.url
        item = item_of(media_id)
        if item is None:
            url = self._address(media_id)
            if announce:
                await self.coordinator.command("announce", url=url, **title, **_loudness(kwargs.get(ATTR_MEDIA_EXTRA)))
            else:
                await self.coordinator.command("play_url", url=url, **title)
        elif announce:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="announce_needs_address")
        elif item.kind == "mood":
            await self.async_override(item.name)
        else:
            await self.coordinator.ask(self.coordinator.client.play(item.name))

    def _address(self, media_id: str) -> str:
        """Return an address that the box can fetch; one of Home Assistant's own is signed."""
        url = async_process_play_media_url(self.hass, media_id)
        if not url.startswith(("http://", "https://")):
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="no_such_media",
                translation_placeholders={"media": media_id},
            )
        return url

    async def async_browse_media(
        self,
        media_content_type: MediaType | str | None = None,
        media_content_id: str | None = None,
    ) -> BrowseMedia:
        """Show what can be chosen."""
        return await browse(self.hass, self.coordinator, media_content_id)

    async def async_search_media(self, query: SearchMediaQuery) -> SearchMedia:
        """Search the moods, then the sources of the box."""
        return SearchMedia(result=await search(self.coordinator, query.search_query))


def _title(extra: Mapping[str, Any] | None) -> dict[str, str]:
    """Return the title that Home Assistant gave the medium, if any."""
    told = extra or {}
    title = told.get("title") or (told.get("metadata") or {}).get("title")
    return {"title": str(title)[:200]} if title else {}


def _loudness(extra: Mapping[str, Any] | None) -> dict[str, float]:
    """Return how loud an announcement is to be, and how far the music is lowered for it (0 to 100)."""
    told = extra or {}
    try:
        return {key: float(told[key]) for key in ("volume", "duck") if told.get(key) is not None}
    except (TypeError, ValueError) as err:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="bad_loudness") from err
