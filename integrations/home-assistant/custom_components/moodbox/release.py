"""The oldest Home Assistant that this integration runs with. An older one is told so, instead of which name it lacks."""

from __future__ import annotations

from typing import Final

from homeassistant.const import MAJOR_VERSION, MINOR_VERSION, __version__

OLDEST: Final = (2026, 2)

if (MAJOR_VERSION, MINOR_VERSION) < OLDEST:
    year, month = OLDEST
    raise ImportError(
        f"moodbox needs Home Assistant {year}.{month} or newer, and this is {__version__}. Update Home Assistant, or "
        "use MQTT alone (docs/home-assistant.md)"
    )
