"""How a box is added: found in the network or by its address, with a PIN where it asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.const import CONF_PIN, CONF_TOKEN, CONF_URL, CONF_VERIFY_SSL
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from . import client_at
from .address import url_at, url_from
from .client import BoxClient, BoxDenied, BoxError, BoxRefused
from .const import DOMAIN, LOGGER
from .state import BoxState

PIN_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_PIN): TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off"))}
)
ADDRESS_SCHEMA: Final = vol.Schema({vol.Required(CONF_URL): str, vol.Required(CONF_VERIFY_SSL, default=True): bool})
# What the box's refusals of a PIN are called in our translations.
PIN_ERRORS: Final = {
    "secret_wrong": "wrong_pin",
    "tries_wait": "too_many_tries",
    "tries_of_others": "too_many_tries",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step cannot go on: a key of the translations, and what the box said."""

    key: str
    why: str = ""


class MoodboxConfigFlow(ConfigFlow, domain=DOMAIN):
    """Adds a box, logs in again, or follows it to another address."""

    VERSION = 1

    def __init__(self) -> None:
        """Know no box yet."""
        self._client: BoxClient | None = None
        self._verify = True
        self._name = ""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for an address."""
        return await self._ask_address("user", user_input, {})

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for another address of a box that is known."""
        entry = self._get_reconfigure_entry()
        return await self._ask_address("reconfigure", user_input, entry.data)

    async def _ask_address(
        self, step: str, user_input: dict[str, Any] | None, known: Mapping[str, Any]
    ) -> ConfigFlowResult:
        failure: Failure | None = None
        if user_input is not None:
            url = url_from(user_input[CONF_URL])
            if url is None:
                failure = Failure("bad_address")
            else:
                found = await self._visit(url, user_input[CONF_VERIFY_SSL], known.get(CONF_TOKEN))
                if not isinstance(found, Failure):
                    return found
                failure = found
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(ADDRESS_SCHEMA, user_input or known),
            **_told(failure),
        )

    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Meet a box that announces itself."""
        told = discovery_info.properties
        box = told.get("id")
        if not box:
            return self.async_abort(reason="not_moodbox")
        url = url_at(discovery_info.host, discovery_info.port, told.get("tls") == "1")
        entry = await self.async_set_unique_id(box)
        if entry is not None and not _is_lost(entry):
            # Anybody in the network can announce this id: a box that answers is not left for another address.
            return self.async_abort(reason="already_configured")
        self._abort_if_unique_id_configured(updates={CONF_URL: url})
        self._name = told.get("name") or box
        # In a home network a certificate is seldom one that an authority has signed.
        self._verify = False
        self._client = client_at(self.hass, url, self._verify)
        self.context["title_placeholders"] = {"name": self._name}
        self.context["configuration_url"] = url
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Let a person say whether the box that was found is wanted."""
        failure: Failure | None = None
        if user_input is not None:
            found = await self._visit(self._box.url, self._verify, None)
            if not isinstance(found, Failure):
                return found
            failure = found
        self._set_confirm_only()
        return self.async_show_form(step_id="confirm", **_told(failure, name=self._name))

    async def async_step_pin(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for a PIN."""
        return await self._ask_pin("pin", user_input)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin again with a box whose session has ended."""
        entry = self._get_reauth_entry()
        self._name = entry.title
        self._verify = entry.data[CONF_VERIFY_SSL]
        self._client = client_at(self.hass, entry.data[CONF_URL], self._verify)
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the PIN again."""
        return await self._ask_pin("reauth_confirm", user_input)

    async def _ask_pin(self, step: str, user_input: dict[str, Any] | None) -> ConfigFlowResult:
        failure: Failure | None = None
        if user_input is not None:
            try:
                await self._box.log_in(user_input[CONF_PIN])
                return await self._finish()
            except BoxError as err:
                failure = _failure(err)
        return self.async_show_form(step_id=step, data_schema=PIN_SCHEMA, **_told(failure, name=self._name))

    async def _visit(self, url: str, verify: bool, token: str | None) -> ConfigFlowResult | Failure:
        """Look what is at an address, and go on with what it asks for."""
        self._client = client_at(self.hass, url, verify, token)
        self._verify = verify
        self._name = self._name or url
        try:
            access = await self._client.access()
            if access.is_enough:
                return await self._finish()
        except BoxError as err:
            return _failure(err)
        if not access.has_pin:
            return Failure("no_pin")
        self._client.token = None
        return await self.async_step_pin()

    async def _finish(self) -> ConfigFlowResult:
        """Add the box, or change the entry that this flow is about."""
        box = BoxState.of(await self._box.report())
        data = {
            CONF_URL: self._box.url,
            CONF_VERIFY_SSL: self._verify,
            CONF_TOKEN: self._box.token,
        }
        await self.async_set_unique_id(box.id)
        if self.source == SOURCE_REAUTH:
            self._abort_if_unique_id_mismatch(reason="another_box")
            return self.async_update_reload_and_abort(self._get_reauth_entry(), data_updates=data)
        if self.source == SOURCE_RECONFIGURE:
            self._abort_if_unique_id_mismatch(reason="another_box")
            return self.async_update_reload_and_abort(self._get_reconfigure_entry(), data_updates=data)
        self._abort_if_unique_id_configured(updates=data)
        return self.async_create_entry(title=box.name, data=data)

    @property
    def _box(self) -> BoxClient:
        assert self._client is not None, "a step that needs a box came before it was known"
        return self._client


def _is_lost(entry: ConfigEntry[Any]) -> bool:
    """Tell whether the box of an entry does not answer where it was."""
    if entry.state is ConfigEntryState.LOADED:
        return not entry.runtime_data.last_update_success
    return entry.state is ConfigEntryState.SETUP_RETRY


def _failure(err: BoxError) -> Failure:
    if isinstance(err, BoxRefused):
        return Failure(PIN_ERRORS.get(err.code or "", "refused"), err.sentence)
    if isinstance(err, BoxDenied):
        return Failure("wrong_pin")
    LOGGER.debug("No moodbox there: %s", err)
    return Failure("cannot_connect", str(err))


def _told(failure: Failure | None, **placeholders: str) -> dict[str, Any]:
    """Return what a form shows of a failure."""
    errors = {} if failure is None else {"base": failure.key}
    why = "" if failure is None else failure.why
    return {"errors": errors, "description_placeholders": {**placeholders, "why": why}}
