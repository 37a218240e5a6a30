"""The integration's own actions."""

from __future__ import annotations

import voluptuous as vol

from homeassistant.components.media_player import DOMAIN as MEDIA_PLAYER
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_platform_entity_service

from .const import ATTR_DURATION, ATTR_MOOD, AUTO, DOMAIN, MOODS, SERVICE_LIKE, SERVICE_OVERRIDE


@callback
def register_services(hass: HomeAssistant) -> None:
    """Register the actions for the media players of all boxes."""
    async_register_platform_entity_service(
        hass,
        DOMAIN,
        SERVICE_OVERRIDE,
        entity_domain=MEDIA_PLAYER,
        func="async_override",
        schema={
            vol.Required(ATTR_MOOD): vol.In((AUTO, *MOODS)),
            vol.Optional(ATTR_DURATION): cv.positive_time_period,
        },
    )
    async_register_platform_entity_service(
        hass, DOMAIN, SERVICE_LIKE, entity_domain=MEDIA_PLAYER, func="async_like", schema=None
    )
