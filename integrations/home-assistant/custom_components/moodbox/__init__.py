"""moodbox in Home Assistant: a media player, and what a box knows of its room."""

from __future__ import annotations

from typing import Final

import aiohttp

from homeassistant.const import CONF_TOKEN, CONF_URL, CONF_VERIFY_SSL, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.typing import ConfigType

# First of all: what comes after it cannot be imported by a release that is too old.
from . import release  # isort: skip  # noqa: F401
from .client import BoxClient, BoxError
from .const import DOMAIN, LOGGER
from .coordinator import MoodboxConfigEntry, MoodboxCoordinator
from .services import register_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
PLATFORMS: Final = (Platform.BINARY_SENSOR, Platform.MEDIA_PLAYER, Platform.SENSOR)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, also while no box is set up."""
    register_services(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: MoodboxConfigEntry) -> bool:
    """Read the box once, then follow it."""
    coordinator = MoodboxCoordinator(hass, entry, client_of(hass, entry))
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    coordinator.start()
    return True


async def async_unload_entry(hass: HomeAssistant, entry: MoodboxConfigEntry) -> bool:
    """Take the entities off. What was started ends with the entry."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: MoodboxConfigEntry) -> None:
    """Log this Home Assistant out of the box."""
    client = client_of(hass, entry)
    if client.token is None:
        return
    try:
        await client.log_out()
    except BoxError as err:
        LOGGER.debug("%s was not there to log out: %s", entry.title, err)


def client_of(hass: HomeAssistant, entry: MoodboxConfigEntry) -> BoxClient:
    """Return a client with the session of this entry."""
    verify = entry.data[CONF_VERIFY_SSL]
    return client_at(hass, entry.data[CONF_URL], verify, entry.data.get(CONF_TOKEN))


def client_at(hass: HomeAssistant, url: str, verify: bool, token: str | None = None) -> BoxClient:
    """Return a client that keeps no cookies but its own: boxes on one host have one name for theirs."""
    jar = aiohttp.DummyCookieJar()
    session = async_create_clientsession(hass, verify_ssl=verify, cookie_jar=jar)
    return BoxClient(session, url, token)
