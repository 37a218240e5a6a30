"""The oldest Home Assistant that this integration runs with. An older one is told so, not which name it lacks."""

from __future__ import annotations

from typing import Final

from homeassistant.const import MAJOR_VERSION, MINOR_VERSION, __version__

OLDEST: Final = (2025, 10)

if (MAJOR_VERSION, MINOR_VERSION) < OLDEST:
    year, month = OLDEST
    too_old = (
        f"moodbox needs Home Assistant {year}.{month} or newer, and this is {__version__}. "
        "Update Home Assistant, or use MQTT alone (docs/home-assistant.md)"
    )
    raise ImportError(too_old)
