"""A player that plays what it is told, and says in its attributes what that was and how often it was told."""

import voluptuous as vol

from homeassistant.components.media_player import (
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, entity_platform

# The fields and kinds of the real action; what else comes is refused.
FIELDS = {
    vol.Required("media_id"): vol.All(cv.ensure_list, [cv.string]),
    vol.Optional("media_type"): vol.In(["artist", "album", "playlist", "radio", "track"]),
    vol.Optional("enqueue"): vol.In(["play", "replace", "next", "replace_next", "add"]),
    vol.Optional("artist"): cv.string,
    vol.Optional("album"): cv.string,
    vol.Optional("radio_mode"): vol.Coerce(bool),
}


async def async_setup_platform(hass, config, async_add_entities, discovery_info=None):
    """Add the one player, and the action."""
    async_add_entities([StubPlayer()])
    entity_platform.async_get_current_platform().async_register_entity_service(
        "play_media", FIELDS, "async_play_from_library"
    )


class StubPlayer(MediaPlayerEntity):
    """As a player of Music Assistant; a playlist called `nowhere` is not found."""

    _attr_name = "Stub"
    _attr_unique_id = "music_assistant_stub"
    _attr_should_poll = False
    _attr_state = MediaPlayerState.IDLE
    _attr_volume_level = 0.3
    _attr_supported_features = (
        MediaPlayerEntityFeature.PLAY_MEDIA
        | MediaPlayerEntityFeature.STOP
        | MediaPlayerEntityFeature.PLAY
        | MediaPlayerEntityFeature.PAUSE
        | MediaPlayerEntityFeature.VOLUME_SET
    )

    def __init__(self):
        """Begin with nothing."""
        self._attr_extra_state_attributes = {"told": []}

    def _note(self, **what):
        told = self._attr_extra_state_attributes["told"]
        self._attr_extra_state_attributes = {"told": [*told, what]}
        self.async_write_ha_state()

    async def async_play_from_library(self, media_id, **how):
        """Play a playlist."""
        if "nowhere" in media_id:
            raise HomeAssistantError(f"Could not resolve {media_id} to playable media item")
        self._attr_state = MediaPlayerState.PLAYING
        self._note(play=media_id, **how)

    async def async_media_stop(self):
        """Fall silent."""
        self._attr_state = MediaPlayerState.IDLE
        self._note(stop=True)

    async def async_set_volume_level(self, volume):
        """Be louder or softer."""
        self._attr_volume_level = volume
        self._note(volume=volume)
