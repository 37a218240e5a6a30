"""Whether somebody is in the room of a box."""

from __future__ import annotations

from typing import Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass, BinarySensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import MoodboxConfigEntry, MoodboxCoordinator
from .entity import MoodboxEntity, is_on_mqtt

PARALLEL_UPDATES: Final = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MoodboxConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the presence of a box."""
    async_add_entities([MoodboxPresence(entry.runtime_data)])


class MoodboxPresence(MoodboxEntity, BinarySensorEntity):
    """Somebody is in the room, also where no face is seen. Unknown where nothing tells."""

    _attr_device_class = BinarySensorDeviceClass.OCCUPANCY
    _attr_translation_key = "presence"

    def __init__(self, coordinator: MoodboxCoordinator) -> None:
        """Leave the field to MQTT where that tells the same."""
        super().__init__(coordinator, "presence")
        self._attr_entity_registry_enabled_default = not is_on_mqtt(coordinator)

    @property
    def is_on(self) -> bool | None:
        """Return whether somebody is there."""
        return self.box.presence
