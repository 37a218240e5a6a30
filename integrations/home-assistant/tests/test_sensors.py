from datetime import timedelta
import json
from pathlib import Path
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.moodbox.diagnostics import async_get_config_entry_diagnostics
from homeassistant.components.diagnostics import REDACTED
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import until
from .fake_box import RECORDED, TOKEN, FakeBox

FACE = RECORDED["faces"][0] if RECORDED["faces"] else {"id": 1, "unsure": False, "counts": True}
FOLDER = Path(__file__).parent.parent / "custom_components" / "moodbox"


def state(hass: HomeAssistant, entity: str) -> str | None:
    found = hass.states.get(entity)
    return None if found is None else found.state


async def test_the_room_is_told(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    await box.tell(
        mood="sad",
        override="sad",
        sees=True,
        faces=[FACE, FACE],
        presence={"kind": "present", "by": "face", "since": 1},
    )
    await until(lambda: state(hass, "sensor.living_room_mood") == "sad")
    assert state(hass, "sensor.living_room_people") == "2"
    assert state(hass, "binary_sensor.living_room_presence") == "on"
    await box.tell(presence={"kind": "absent", "since": 1})
    await until(lambda: state(hass, "binary_sensor.living_room_presence") == "off")
    await box.tell(presence={"kind": "unknown", "since": 1})
    await until(lambda: state(hass, "binary_sensor.living_room_presence") == "unknown")


async def test_people_who_come_and_go_are_a_row_a_minute(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    people = added.runtime_data
    await box.tell(mood="sad", override="sad", sees=True, faces=[FACE])
    await until(lambda: state(hass, "sensor.living_room_people") == "1")
    for count in (0, 1, 0, 3):
        await box.tell(faces=[FACE] * count)
        await until(lambda count=count: people.data.people == count)
    assert state(hass, "sensor.living_room_people") == "1"
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=61))
    await until(lambda: state(hass, "sensor.living_room_people") == "3")


async def test_a_new_mood_tells_the_people_with_it(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    await box.tell(mood="sad", override="sad", sees=True, faces=[FACE])
    await until(lambda: state(hass, "sensor.living_room_people") == "1")
    await box.tell(faces=[FACE, FACE])
    await until(lambda: added.runtime_data.data.people == 2)
    await box.tell(mood="happy", override="happy")
    await until(lambda: state(hass, "sensor.living_room_people") == "2")


async def test_diagnostics_tell_no_secret(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    hass.config_entries.async_update_entry(added, data={**added.data, "token": TOKEN})
    track = {"title": "A very private song", "source": "library", "mood": "happy"}
    await box.tell(
        playback={"kind": "playing", "since": 1, "track": track},
        broker={"kind": "lost", "url": "mqtt://10.9.8.7", "why": "secret words"},
        announcing={"title": "A private message", "since": 1},
    )
    await until(lambda: added.runtime_data.data.announcing == "A private message")
    told: Any = await async_get_config_entry_diagnostics(hass, added)
    text = json.dumps(told)
    for secret in (TOKEN, "private", "10.9.8.7", "secret words", box.url, box.report["id"] + '"'):
        assert secret not in text
    assert told["entry"]["token"] == REDACTED
    assert told["report"]["playback"]["kind"] == "playing"
    assert told["connected"] is True


def keys(value: Any, at: str = "") -> set[str]:
    if not isinstance(value, dict):
        return {at}
    return {key for name, each in value.items() for key in keys(each, f"{at}.{name}")}


def translations(language: str) -> Any:
    return json.loads((FOLDER / "translations" / f"{language}.json").read_text(encoding="utf-8"))


def test_both_languages_say_the_same() -> None:
    assert keys(translations("en")) == keys(translations("de"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_exception_has_words(language: str) -> None:
    used = {
        key
        for file in FOLDER.glob("*.py")
        for key in re.findall(r'translation_key="(\w+)"', file.read_text(encoding="utf-8"))
    }
    words = translations(language)
    known = {*words["exceptions"], *words["entity"]["sensor"], *words["entity"]["binary_sensor"]}
    assert used <= known
