"""A slow machine that imports the platforms of MQTT while entities are set up, for as long as Home Assistant runs.

Each platform compiles the schema that all of them share, in a thread. While it does, a validator of that schema is half made, and passes
what it is given without filling in what is left out: voluptuous keeps what it has compiled in the validator itself. Here each key of the
schema has a thread that compiles it over and over, and rests between two steps.
"""

import threading
import time

import voluptuous as vol
from homeassistant.components.mqtt.schemas import MQTT_ENTITY_COMMON_SCHEMA

DOMAIN = "slow_import"
REST = 0.02


class SlowSchema(vol.Schema):
    """A schema that takes its time to be compiled."""

    def _compile(self, schema):
        time.sleep(REST)
        return super()._compile(schema)


def _import_for_ever(part):
    while True:
        SlowSchema(part)


def setup(hass, config):
    """Begin."""
    for key, validator in MQTT_ENTITY_COMMON_SCHEMA.schema.items():
        threading.Thread(target=_import_for_ever, args=({key: validator},), daemon=True).start()
    return True
