"""Names and limits that several modules share."""

from __future__ import annotations

import logging
from typing import Final

DOMAIN: Final = "moodbox"
LOGGER: Final = logging.getLogger(__package__)

MANUFACTURER: Final = "moodbox"
DEFAULT_PORT: Final = 8080

AUTO: Final = "auto"
AWAY: Final = "away"
EMOTIONS: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
MOODS: Final = (*EMOTIONS, AWAY)

SERVICE_OVERRIDE: Final = "override"
SERVICE_LIKE: Final = "like"
ATTR_MOOD: Final = "mood"
ATTR_DURATION: Final = "duration"
