"""What a box knows of its room, as sensors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .const import EMOTIONS, MOODS
from .coordinator import MoodboxConfigEntry, MoodboxCoordinator
from .entity import MoodboxEntity, is_on_mqtt
from .state import BoxState

PARALLEL_UPDATES: Final = 0
# How often a value of a lively room becomes a row in Home Assistant's database.
PACE: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class MoodboxSensorDescription(SensorEntityDescription):
    """A sensor, and how its value is read. ``pace``: how often it may change."""

    value: Callable[[BoxState], str | int | None]
    pace: timedelta | None = None


SENSORS: Final = (
    MoodboxSensorDescription(
        key="mood",
        translation_key="mood",
        device_class=SensorDeviceClass.ENUM,
        options=list(MOODS),
        value=lambda box: box.mood,
    ),
    MoodboxSensorDescription(
        key="expression",
        translation_key="expression",
        device_class=SensorDeviceClass.ENUM,
        options=[*EMOTIONS, "none"],
        entity_registry_enabled_default=False,
        value=lambda box: box.expression if box.people is not None else None,
        pace=PACE,
    ),
    MoodboxSensorDescription(
        key="people",
        translation_key="people",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda box: box.people,
        pace=PACE,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MoodboxConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of a box."""
    coordinator = entry.runtime_data
    async_add_entities(MoodboxSensor(coordinator, each) for each in SENSORS)


class MoodboxSensor(MoodboxEntity, SensorEntity):
    """A value of the room. A new mood tells every value, whether it is its turn or not."""

    entity_description: MoodboxSensorDescription

    def __init__(self, coordinator: MoodboxCoordinator, description: MoodboxSensorDescription) -> None:
        """Show the state with which the entry was set up."""
        super().__init__(coordinator, description.key)
        self.entity_description = description
        if is_on_mqtt(coordinator):
            self._attr_entity_registry_enabled_default = False
        self._told_at = dt_util.utcnow()
        self._told_mood: str | None = None
        self._later: CALLBACK_TYPE | None = None
        self._tell()

    async def async_will_remove_from_hass(self) -> None:
        """Wait for nothing any more."""
        self._cancel()
        await super().async_will_remove_from_hass()

    @callback
    def _handle_coordinator_update(self) -> None:
        """Show the value at once, or when it is its turn."""
        pace = self.entity_description.pace
        due = None if pace is None else self._told_at + pace
        is_news = not self.coordinator.last_update_success or self.box.mood != self._told_mood
        if due is None or is_news or self._attr_native_value is None or dt_util.utcnow() >= due:
            self._turn()
        elif self._later is None:
            self._later = async_call_later(self.hass, due - dt_util.utcnow(), self._turn)

    @callback
    def _turn(self, _now: datetime | None = None) -> None:
        self._cancel()
        if self.coordinator.last_update_success:
            self._tell()
        self.async_write_ha_state()

    def _tell(self) -> None:
        self._attr_native_value = self.entity_description.value(self.box)
        self._told_at = dt_util.utcnow()
        self._told_mood = self.box.mood

    def _cancel(self) -> None:
        if self._later is not None:
            self._later()
            self._later = None
