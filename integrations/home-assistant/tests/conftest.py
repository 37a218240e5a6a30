"""What the tests of the integration share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .fake_box import FakeBox, running

ENTITY = "media_player.living_room"


@pytest.fixture(autouse=True)
def _custom(enable_custom_integrations: None) -> None:
    """Let Home Assistant find the integration."""


@pytest.fixture
async def box(socket_enabled: None) -> AsyncIterator[FakeBox]:
    async with running() as one:
        yield one


@pytest.fixture
def entry(hass: HomeAssistant, box: FakeBox) -> MockConfigEntry:
    one = MockConfigEntry(
        domain="moodbox",
        title="Living room",
        unique_id=box.report["id"],
        data={"url": box.url, "verify_ssl": True, "token": None},
    )
    one.add_to_hass(hass)
    return one


@pytest.fixture
async def added(hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry) -> AsyncIterator[MockConfigEntry]:
    """A box that is set up and followed."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await until(lambda: box.watchers == 1)
    yield entry
    if entry.state.recoverable:
        await hass.config_entries.async_unload(entry.entry_id)


async def until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that happens over a connection."""
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.02)
