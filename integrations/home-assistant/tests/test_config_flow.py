from ipaddress import ip_address
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.moodbox.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, SOURCE_ZEROCONF
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from .conftest import until
from .fake_box import TOKEN, FakeBox


def announced(box: FakeBox, **told: str) -> ZeroconfServiceInfo:
    address = ip_address("127.0.0.1")
    return ZeroconfServiceInfo(
        ip_address=address,
        ip_addresses=[address],
        port=box.port,
        hostname="box.local.",
        type="_moodbox._tcp.local.",
        name="Living room._moodbox._tcp.local.",
        properties={"id": box.report["id"], "name": "Living room", "tls": "0", **told},
    )


async def begin(hass: HomeAssistant, url: str) -> dict[str, Any]:
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert flow["type"] is FlowResultType.FORM
    return await go_on(hass, flow, url=url, verify_ssl=True)


async def go_on(hass: HomeAssistant, flow: Any, **told: Any) -> dict[str, Any]:
    result: Any = await hass.config_entries.flow.async_configure(flow["flow_id"], told)
    await hass.async_block_till_done()
    return dict(result)


async def test_a_box_without_a_pin_is_added_by_its_address(hass: HomeAssistant, box: FakeBox) -> None:
    result = await begin(hass, box.url)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == box.report["name"]
    assert result["data"] == {"url": box.url, "verify_ssl": True, "token": None}
    assert result["result"].unique_id == box.report["id"]
    await hass.config_entries.async_unload(result["result"].entry_id)


async def test_a_wrong_pin_may_be_corrected(hass: HomeAssistant, box: FakeBox) -> None:
    box.pin = "1234"
    result = await begin(hass, box.url)
    assert result["step_id"] == "pin"
    result = await go_on(hass, result, pin="4321")
    assert result["errors"] == {"base": "wrong_pin"}
    result = await go_on(hass, result, pin="1234")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["token"] == TOKEN
    assert "1234" not in str(result["data"])
    await hass.config_entries.async_unload(result["result"].entry_id)


@pytest.mark.parametrize("url", ["ftp://box", "", "http://a:b@box"])
async def test_what_is_no_address_is_said_so(hass: HomeAssistant, url: str) -> None:
    result = await begin(hass, url)
    assert result["errors"] == {"base": "bad_address"}


async def test_an_address_without_a_box_may_be_corrected(hass: HomeAssistant, box: FakeBox) -> None:
    await box.stop()
    result = await begin(hass, box.url)
    assert result["errors"] == {"base": "cannot_connect"}
    await box.start()
    result = await go_on(hass, result, url=box.url, verify_ssl=True)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.config_entries.async_unload(result["result"].entry_id)


async def test_a_box_that_shows_the_network_nothing_yet_is_explained(hass: HomeAssistant, box: FakeBox) -> None:
    box.has_owner = False
    result = await begin(hass, box.url)
    assert result["errors"] == {"base": "no_pin"}


async def test_another_program_is_no_box(hass: HomeAssistant, box: FakeBox) -> None:
    box.raw["/api/report"] = '{"hello": "world"}'
    result = await begin(hass, box.url)
    assert result["errors"] == {"base": "cannot_connect"}


async def test_a_refusal_is_shown(hass: HomeAssistant, box: FakeBox) -> None:
    box.refusal = (403, {"error": "this name does not belong to moodbox"})
    result = await begin(hass, box.url)
    assert result["errors"] == {"base": "refused"}
    assert "does not belong" in result["description_placeholders"]["why"]


async def test_a_box_is_added_once(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    result = await begin(hass, box.url)
    assert result["reason"] == "already_configured"


async def test_a_box_that_announces_itself_is_added_with_a_click(hass: HomeAssistant, box: FakeBox) -> None:
    flow: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announced(box)
    )
    assert (flow["type"], flow["step_id"]) == (FlowResultType.FORM, "confirm")
    assert flow["description_placeholders"]["name"] == "Living room"
    result = await go_on(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == {"url": box.url, "verify_ssl": False, "token": None}
    await hass.config_entries.async_unload(result["result"].entry_id)


async def test_a_box_that_announces_itself_may_ask_for_its_pin(hass: HomeAssistant, box: FakeBox) -> None:
    box.pin = "1234"
    flow: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announced(box)
    )
    result = await go_on(hass, flow)
    assert result["step_id"] == "pin"
    result = await go_on(hass, result, pin="1234")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.config_entries.async_unload(result["result"].entry_id)


async def test_a_box_that_vanishes_before_the_click_is_explained(hass: HomeAssistant, box: FakeBox) -> None:
    flow: Any = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announced(box)
    )
    await box.stop()
    result = await go_on(hass, flow)
    assert result["errors"] == {"base": "cannot_connect"}


async def test_what_does_not_say_which_box_it_is_is_no_box(hass: HomeAssistant, box: FakeBox) -> None:
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announced(box, id="")
    )
    assert flow["reason"] == "not_moodbox"


async def test_a_box_that_answers_is_not_left_for_who_claims_its_name(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    info = announced(box)
    info.port = 1
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_ZEROCONF}, data=info)
    assert flow["reason"] == "already_configured"
    assert added.data["url"] == box.url


async def test_a_box_that_was_lost_is_found_at_its_new_address(
    hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, "url": "http://127.0.0.1:1"})
    await hass.config_entries.async_setup(entry.entry_id)
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announced(box))
    await hass.async_block_till_done()
    assert flow["reason"] == "already_configured"
    assert entry.data["url"] == box.url
    await until(lambda: box.watchers == 1)
    await hass.config_entries.async_unload(entry.entry_id)


async def test_logs_in_again(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    box.pin = "1234"
    await box.hang_up()
    flows = hass.config_entries.flow
    await until(lambda: len(flows.async_progress_by_handler(DOMAIN)) == 1)
    (flow,) = flows.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "reauth_confirm"
    result = await go_on(hass, flow, pin="4321")
    assert result["errors"] == {"base": "wrong_pin"}
    result = await go_on(hass, flow, pin="1234")
    assert result["reason"] == "reauth_successful"
    assert added.data["token"] == TOKEN
    await until(lambda: box.watchers == 1)


async def test_another_box_at_the_address_does_not_take_over(
    hass: HomeAssistant, box: FakeBox, added: MockConfigEntry
) -> None:
    flow = await added.start_reauth_flow(hass)
    box.pin = "1234"
    box.report["id"] = "another"
    result = await go_on(hass, flow, pin="1234")
    assert result["reason"] == "another_box"


async def test_is_moved_to_another_address(hass: HomeAssistant, box: FakeBox, entry: MockConfigEntry) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, "url": "http://127.0.0.1:1"})
    flow = await entry.start_reconfigure_flow(hass)
    assert flow["step_id"] == "reconfigure"
    result = await go_on(hass, flow, url=f"127.0.0.1:{box.port}", verify_ssl=False)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == {"url": box.url, "verify_ssl": False, "token": None}
    await until(lambda: box.watchers == 1)
    await hass.config_entries.async_unload(entry.entry_id)


async def test_is_not_moved_to_another_box(hass: HomeAssistant, box: FakeBox, added: MockConfigEntry) -> None:
    box.report["id"] = "another"
    flow = await added.start_reconfigure_flow(hass)
    result = await go_on(hass, flow, url=box.url, verify_ssl=True)
    assert result["reason"] == "another_box"
