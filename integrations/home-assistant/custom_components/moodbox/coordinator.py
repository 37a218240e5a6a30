"""Follows the events of one box, for as long as its entry is set up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryError, HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .client import BoxClient, BoxDenied, BoxError, BoxRefused, BoxSilent, Json
from .const import DOMAIN, LOGGER
from .state import BoxState

type MoodboxConfigEntry = ConfigEntry[MoodboxCoordinator]

# A session ends after 90 days without use; asking who we are is a use.
VISIT: Final = timedelta(days=1)
# Seconds until the next try: the first soon, because a box that restarts is back within seconds.
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 60.0


class MoodboxCoordinator(DataUpdateCoordinator[BoxState]):
    """The newest state of a box. Nothing is polled: the box tells each change."""

    config_entry: MoodboxConfigEntry

    def __init__(self, hass: HomeAssistant, entry: MoodboxConfigEntry, client: BoxClient) -> None:
        """Connect nothing yet."""
        super().__init__(hass, LOGGER, config_entry=entry, name=entry.title, update_interval=None)
        self.client = client
        # The report that the newest state was read from, for diagnostics.
        self.report: Json = {}

    async def _async_update_data(self) -> BoxState:
        """Read the state once, when the entry is set up."""
        try:
            report = await self.client.report()
            state = BoxState.of(report)
        except BoxDenied as err:
            raise ConfigEntryAuthFailed(translation_domain=DOMAIN, translation_key="logged_out") from err
        except BoxError as err:
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="cannot_connect",
                translation_placeholders={"why": str(err)},
            ) from err
        if state.id != self.config_entry.unique_id:
            raise ConfigEntryError(
                translation_domain=DOMAIN,
                translation_key="another_box",
                translation_placeholders={"name": state.name, "id": state.id},
            )
        self.report = report
        return state

    def start(self) -> None:
        """Follow the box until the entry is unloaded."""
        entry = self.config_entry
        entry.async_create_background_task(self.hass, self._listen(), f"{DOMAIN} events of {entry.title}")
        entry.async_on_unload(async_track_time_interval(self.hass, self._visit, VISIT))

    async def command(self, type_: str, **values: Any) -> None:
        """Give the box a command, and take over the report that answers it."""
        report = await self.ask(self.client.command({"type": type_, **values}))
        self._take(report)

    async def ask[T](self, question: Awaitable[T]) -> T:
        """Await a question to the box; what goes wrong is told in the user's language."""
        try:
            return await question
        except BoxDenied as err:
            self.config_entry.async_start_reauth(self.hass)
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="logged_out") from err
        except BoxRefused as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="refused",
                translation_placeholders={"why": err.sentence},
            ) from err
        except BoxError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="cannot_connect",
                translation_placeholders={"why": str(err)},
            ) from err

    async def _visit(self, _now: datetime) -> None:
        try:
            await self.client.access()
        except BoxError as err:
            LOGGER.debug("%s does not answer the daily visit: %s", self.name, err)

    async def _listen(self) -> None:
        """Follow the stream; after a loss, try again with growing pauses."""
        failures = 0
        while True:
            wait: float | None = None
            try:
                async with aclosing(self.client.events(self._page)) as reports:
                    async for report in reports:
                        self._take(report)
                        failures = 0
                why: BoxError = BoxError("the box has ended the connection")
            except BoxDenied:
                self._lose(BoxError("the box asks for its PIN again"))
                self.config_entry.async_start_reauth(self.hass)
                return
            except BoxRefused as err:
                why, wait = err, err.wait
            except BoxError as err:
                why = err
            failures += 1
            # A stream that ends is opened again at once; only if that fails, the box is away.
            # One that is silent has missed two beats.
            if failures > 1 or isinstance(why, BoxSilent):
                self._lose(why)
            await asyncio.sleep(wait_after(failures, wait))

    @property
    def _page(self) -> str:
        return f"home-assistant-{self.config_entry.entry_id}"[:40]

    def _take(self, report: Json) -> None:
        """Take over a report, if it tells anything that an entity shows."""
        state = BoxState.of(report)
        self.report = report
        if not self.last_update_success:
            LOGGER.info("%s is back", self.name)
        elif state == self.data:
            return
        if state.version != self.data.version:
            self._note_release(state.version)
        self.async_set_updated_data(state)

    def _lose(self, why: BoxError) -> None:
        self.async_set_update_error(why)

    def _note_release(self, version: str) -> None:
        """Note the release after an update of the box."""
        devices = dr.async_get(self.hass)
        for device in dr.async_entries_for_config_entry(devices, self.config_entry.entry_id):
            devices.async_update_device(device.id, sw_version=version)


def wait_after(failures: int, told: float | None = None) -> float:
    """Return the seconds to wait after so many failures in a row; ``told`` is what the box asked for."""
    own = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - 1, 10))
    return own if told is None else min(LONGEST_WAIT, max(own, told))
