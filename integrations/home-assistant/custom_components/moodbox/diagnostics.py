"""What helps somebody else to find a fault: the report, without what is nobody's business."""

from __future__ import annotations

from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_TOKEN, CONF_URL
from homeassistant.core import HomeAssistant

from .coordinator import MoodboxConfigEntry

# The session, addresses, titles, and what says something of a person.
HIDDEN: Final = {
    CONF_TOKEN,
    CONF_URL,
    "announceFailed",
    "announcing",
    "cameras",
    "cover",
    "expression",
    "faces",
    "guest",
    "members",
    "name",
    "next",
    "plays",
    "scores",
    "senses",
    "source",
    "title",
    "undoable",
    "unique_id",
    "id",
    "why",
}


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: MoodboxConfigEntry) -> dict[str, Any]:
    """Return the diagnostics of a box."""
    coordinator = entry.runtime_data
    return {
        "entry": async_redact_data(dict(entry.data), HIDDEN),
        "connected": coordinator.last_update_success,
        "clock_ahead": coordinator.client.clock_ahead,
        "report": async_redact_data(coordinator.report, HIDDEN),
    }
