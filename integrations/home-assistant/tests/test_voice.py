"""What people say, in English and German, with the sentences that come with the integration."""

from pathlib import Path
import shutil

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component

from .conftest import ENTITY, until
from .fake_box import FakeBox

SENTENCES = Path(__file__).parent.parent / "custom_components" / "moodbox" / "custom_sentences"


async def say(hass: HomeAssistant, text: str, language: str) -> str:
    result = await conversation.async_converse(hass, text, None, Context(), language)
    return str(result.response.speech["plain"]["speech"]).strip()


@pytest.fixture
async def listening(hass: HomeAssistant, added: MockConfigEntry, tmp_path: Path) -> None:
    """Assist, with the sentences where a user copies them."""
    shutil.copytree(SENTENCES, tmp_path / "custom_sentences")
    hass.config.config_dir = str(tmp_path)
    for component in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, component, {})
    area = ar.async_get(hass).async_create("Living room")
    devices = dr.async_get(hass)
    for device in dr.async_entries_for_config_entry(devices, added.entry_id):
        devices.async_update_device(device.id, area_id=area.id)
    async_expose_entity(hass, "conversation", ENTITY, True)
    await hass.async_block_till_done()


@pytest.mark.parametrize(
    ("language", "text", "command"),
    [
        ("en", "pause the music in the living room", {"type": "pause"}),
        ("en", "something happy", {"type": "override", "mood": "happy"}),
        ("en", "play something calm in the living room", {"type": "override", "mood": "neutral"}),
        ("en", "follow the room", {"type": "override", "mood": "auto"}),
        ("de", "pausiere die Musik im Living room", {"type": "pause"}),
        ("de", "spiele etwas fröhliches", {"type": "override", "mood": "happy"}),
        ("de", "traurige Musik", {"type": "override", "mood": "sad"}),
        ("de", "wieder dem Raum folgen", {"type": "override", "mood": "auto"}),
    ],
)
async def test_what_is_said_is_done(
    hass: HomeAssistant, box: FakeBox, listening: None, language: str, text: str, command: dict[str, str]
) -> None:
    await say(hass, text, language)
    assert box.commands == [command]


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("en", "what is the mood?", "The mood in {name} is happy"),
        ("en", "what's the mood in the living room", "The mood in {name} is happy"),
        ("de", "Wie ist die Stimmung?", "Die Stimmung in {name} ist fröhlich"),
    ],
)
async def test_the_mood_is_said(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, listening: None, language: str, text: str, answer: str
) -> None:
    await box.tell(mood="happy", override="happy")
    await until(lambda: added.runtime_data.data.mood == "happy")
    assert await say(hass, text, language) == answer.format(name=box.report["name"])


async def test_a_mood_that_nothing_tells_is_not_said(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, listening: None
) -> None:
    await box.tell(camera={"kind": "off"}, override="auto", mood="happy", presence={"kind": "unknown", "since": 1})
    await until(lambda: added.runtime_data.data.mood is None)
    assert "does not know" in await say(hass, "what is the mood", "en")


async def test_a_room_without_a_box_is_said_so(hass: HomeAssistant, box: FakeBox, listening: None) -> None:
    ar.async_get(hass).async_create("Kitchen")
    await say(hass, "play something happy in the kitchen", "en")
    assert box.commands == []
