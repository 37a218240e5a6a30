"""What all entities of a box have in common."""

from __future__ import annotations

from typing import Final

from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN, MANUFACTURER
from .coordinator import MoodboxCoordinator
from .state import BoxState

MQTT: Final = "mqtt"


def mqtt_identifier(box: str) -> tuple[str, str]:
    """Return the identifier under which MQTT discovery announces the box with this id."""
    return (MQTT, f"moodbox_{box}")


def is_on_mqtt(coordinator: MoodboxCoordinator) -> bool:
    """Tell whether MQTT has announced this box, and so brings sensors of its own."""
    devices = dr.async_get(coordinator.hass)
    device = devices.async_get_device(identifiers={mqtt_identifier(coordinator.data.id)})
    if device is None:
        return False
    entries = map(coordinator.hass.config_entries.async_get_entry, device.config_entries)
    return any(entry is not None and entry.domain == MQTT for entry in entries)


class MoodboxEntity(CoordinatorEntity[MoodboxCoordinator]):
    """An entity of one box, on the device that MQTT has made, if it has."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: MoodboxCoordinator, key: str) -> None:
        """Take the ids from the state with which the entry was set up."""
        super().__init__(coordinator)
        box = coordinator.data
        self._attr_unique_id = f"{box.id}_{key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, box.id), mqtt_identifier(box.id)},
            name=box.name,
            manufacturer=MANUFACTURER,
            model="moodbox",
            sw_version=box.version,
            configuration_url=coordinator.client.url,
        )

    @property
    def box(self) -> BoxState:
        """The newest state of the box."""
        return self.coordinator.data
