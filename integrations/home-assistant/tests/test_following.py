"""Setting up, following, losing and removing a box."""

import aiohttp
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.moodbox.const import DOMAIN
from custom_components.moodbox.coordinator import VISIT, wait_after
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .conftest import ENTITY, until
from .fake_box import TOKEN, FakeBox


def state(hass: HomeAssistant, entity: str = ENTITY) -> str:
    found = hass.states.get(entity)
    assert found is not None
    return found.state


async def test_each_change_is_told_without_polling(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    assert added.state is ConfigEntryState.LOADED
    await box.tell(playback={"kind": "silent"})
    await until(lambda: state(hass) == "idle")


async def test_what_no_entity_shows_writes_no_state(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    before = hass.states.get(ENTITY)
    assert before is not None
    await box.tell(fps=99, dropped=1)
    await until(lambda: added.runtime_data.report["fps"] == 99)
    after = hass.states.get(ENTITY)
    assert after is not None
    assert after.last_reported == before.last_reported


async def test_a_box_that_is_lost_is_unavailable_and_comes_back(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    await box.stop()
    await until(lambda: state(hass) == "unavailable")
    await box.start()
    await until(lambda: state(hass) == "playing")
    assert caplog.text.count("Error requesting Living room data") == 1
    assert caplog.text.count("Living room is back") == 1


async def test_a_stream_that_ends_once_is_no_loss(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    seen: list[str] = []
    hass.bus.async_listen("state_changed", lambda event: seen.append(event.data["new_state"].state))
    await box.hang_up()
    await until(lambda: box.watchers == 1)
    assert "unavailable" not in seen


async def test_a_box_that_is_full_is_asked_again(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    box.full = True
    await box.hang_up()
    await until(lambda: state(hass) == "unavailable")
    box.full = False
    await until(lambda: state(hass) == "playing")


async def test_a_box_that_falls_silent_is_unavailable_without_another_try(
    hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=1)
    monkeypatch.setattr("custom_components.moodbox.client.STREAM_TIMEOUT", silence)
    # So long that no second try can be what makes it unavailable.
    monkeypatch.setattr("custom_components.moodbox.coordinator.FIRST_WAIT", 600.0)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: box.watchers == 1)
    await until(lambda: state(hass) == "unavailable")
    await hass.config_entries.async_unload(entry.entry_id)


async def test_a_box_that_reports_nonsense_is_unavailable(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    box.report["playback"] = None
    await box.tell()
    await until(lambda: state(hass) == "unavailable")


async def test_a_box_that_is_away_at_the_start_is_tried_again(
    hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry
) -> None:
    await box.stop()
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY


async def test_a_box_that_asks_for_its_pin_at_the_start(
    hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry
) -> None:
    box.pin = "1234"
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "reauth_confirm"


async def test_another_box_at_the_address_is_an_error(
    hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry
) -> None:
    box.report["id"] = "another"
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert "another" in str(entry.reason)


async def test_unloading_ends_the_stream(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    assert await hass.config_entries.async_unload(added.entry_id)
    await until(lambda: box.watchers == 0)


@pytest.mark.parametrize("is_there", [True, False])
async def test_removing_logs_out(hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry, is_there: bool) -> None:
    box.pin = "1234"
    hass.config_entries.async_update_entry(entry, data={**entry.data, "token": TOKEN})
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    if not is_there:
        await box.stop()
    await hass.config_entries.async_remove(entry.entry_id)
    assert box.logged_out == (1 if is_there else 0)
    devices = dr.async_get(hass)
    assert dr.async_entries_for_config_entry(devices, entry.entry_id) == []


async def test_the_session_is_used_once_a_day(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    visits = box.visits
    async_fire_time_changed(hass, dt_util.utcnow() + VISIT)
    await until(lambda: box.visits == visits + 1)


async def test_an_update_of_the_box_is_noted(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    def releases() -> set[str | None]:
        devices = dr.async_get(hass)
        return {each.sw_version for each in dr.async_entries_for_config_entry(devices, added.entry_id)}

    assert releases() == {box.report["version"]}
    await box.tell(version="9.9.9")
    await until(lambda: releases() == {"9.9.9"})


async def test_it_sits_on_the_device_that_mqtt_has_made(
    hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry
) -> None:
    mqtt = MockConfigEntry(domain="mqtt", title="MQTT")
    mqtt.add_to_hass(hass)
    devices = dr.async_get(hass)
    made = devices.async_get_or_create(
        config_entry_id=mqtt.entry_id, identifiers={("mqtt", f"moodbox_{box.report['id']}")}, name="Living room"
    )
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    (device,) = dr.async_entries_for_config_entry(devices, entry.entry_id)
    assert device.id == made.id
    assert device.config_entries == {mqtt.entry_id, entry.entry_id}
    assert hass.states.get(ENTITY) is not None
    assert hass.states.get("sensor.living_room_mood") is None
    await hass.config_entries.async_unload(entry.entry_id)


def test_pauses_grow_to_a_bound() -> None:
    assert [wait_after(each) for each in (1, 2, 3, 8, 900)] == [1, 2, 4, 60, 60]
    assert (wait_after(1, 15), wait_after(1, 900), wait_after(5, 1)) == (15, 60, 16)
