import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from aiohttp import web
import pytest

from custom_components.moodbox.client import BoxClient, BoxDenied, BoxError, BoxRefused, BoxUnreachable

from .fake_box import TOKEN, FakeBox


@pytest.fixture
async def session(socket_enabled: None) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as one:
        yield one


@pytest.fixture
def client(session: aiohttp.ClientSession, box: FakeBox) -> BoxClient:
    return BoxClient(session, box.url)


async def test_logs_in_and_out(client: BoxClient, box: FakeBox) -> None:
    box.pin = "1234"
    assert not (await client.access()).is_enough
    with pytest.raises(BoxDenied):
        await client.report()
    with pytest.raises(BoxRefused) as refused:
        await client.log_in("9999")
    assert refused.value.code == "secret_wrong"
    assert await client.log_in("1234") == TOKEN
    assert (await client.access()).is_enough
    assert (await client.report())["id"] == box.report["id"]
    await client.log_out()
    assert box.logged_out == 1
    assert client.token is None


async def test_a_refusal_keeps_its_words(client: BoxClient, box: FakeBox) -> None:
    box.refusal = (429, {"error": "too often", "code": "commands_wait"})
    box.retry_after = "7"
    with pytest.raises(BoxRefused) as refused:
        await client.command({"type": "next"})
    assert (refused.value.sentence, refused.value.code, refused.value.wait) == ("too often", "commands_wait", 7.0)


async def test_a_refusal_without_words_says_its_status(client: BoxClient, box: FakeBox) -> None:
    box.refusal = (503, {})
    with pytest.raises(BoxRefused, match="503"):
        await client.sources()


@pytest.mark.parametrize("text", ["not json", "[]", '{"standing": 1}', "x" * 3_000_000])
async def test_what_is_no_moodbox_is_said_to_be_none(client: BoxClient, box: FakeBox, text: str) -> None:
    box.raw["/api/access"] = text
    with pytest.raises(BoxUnreachable):
        await client.access()


async def test_nobody_there(session: aiohttp.ClientSession, box: FakeBox) -> None:
    await box.stop()
    client = BoxClient(session, box.url)
    with pytest.raises(BoxUnreachable):
        await client.report()
    with pytest.raises(BoxUnreachable):
        await anext(client.events("test"))


async def test_follows_the_events(client: BoxClient, box: FakeBox) -> None:
    events = client.events("test")
    assert (await anext(events))["id"] == box.report["id"]
    await box.say("event: beat\ndata: {}\n\n")
    await box.tell(volume=7)
    assert (await anext(events))["volume"] == 7
    await box.hang_up()
    with pytest.raises(StopAsyncIteration):
        await anext(events)


async def test_a_message_that_never_ends_is_given_up(client: BoxClient, box: FakeBox) -> None:
    events = client.events("test")
    await anext(events)
    with pytest.raises(BoxUnreachable):
        await asyncio.gather(anext(events), box.say("data: " + "x" * 3_000_000))


async def test_a_message_that_is_no_report_is_given_up(client: BoxClient, box: FakeBox) -> None:
    events = client.events("test")
    await anext(events)
    await box.say("data: {\n\n")
    with pytest.raises(BoxUnreachable):
        await anext(events)


async def leading(session: aiohttp.ClientSession, to: str) -> None:
    """Ask a server that leads elsewhere for what we may do."""

    async def lead(_request: web.Request) -> web.Response:
        raise web.HTTPPermanentRedirect(to)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", lead)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    try:
        await BoxClient(session, f"http://127.0.0.1:{port}", TOKEN).access()
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("to", ["http://127.0.0.1:1/api/access", "https://localhost:1/api/access", "//evil.example/"])
async def test_leads_us_to_no_other_machine_and_off_no_https(session: aiohttp.ClientSession, to: str) -> None:
    with pytest.raises(BoxUnreachable, match="another machine"):
        await leading(session, to)


async def test_is_followed_to_https(session: aiohttp.ClientSession) -> None:
    with pytest.raises(BoxUnreachable) as failed:
        await leading(session, "https://127.0.0.1:1/api/access")
    assert "another machine" not in str(failed.value)


async def test_a_log_in_without_a_session_is_no_moodbox(client: BoxClient, box: FakeBox) -> None:
    box.raw["/api/access/login"] = "{}"
    with pytest.raises(BoxUnreachable, match="session"):
        await client.log_in("1234")


@pytest.mark.parametrize(("date", "ahead"), [("Thu, 01 Jan 2099 00:00:00 GMT", True), ("nonsense", False)])
async def test_a_clock_that_is_wrong_is_noted(client: BoxClient, box: FakeBox, date: str, ahead: bool) -> None:
    box.date = date
    events = client.events("test")
    await anext(events)
    await events.aclose()
    assert (client.clock_ahead > 1_000_000) == ahead


async def test_clocks_that_agree_are_left_alone(client: BoxClient, box: FakeBox) -> None:
    events = client.events("test")
    await anext(events)
    await events.aclose()
    assert client.clock_ahead == 0


async def test_all_it_asks_for(client: BoxClient, box: FakeBox) -> None:
    answers: list[Any] = [
        await client.library(),
        await client.library("happy", 3),
        await client.plays(),
        await client.opinions(),
        await client.search("song", "library"),
        await client.play("a" * 16),
    ]
    assert all(answers)
    assert box.searched == [("song", "library")]
    assert box.played == ["a" * 16]
    assert (await client.cover("f" * 16)).startswith(b"\xff\xd8")
    with pytest.raises(BoxError):
        await client._send("GET", "/api/nothing")
