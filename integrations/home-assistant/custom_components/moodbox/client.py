"""The HTTP API of a box: requests, commands and the stream of events.

Knows nothing of Home Assistant. Every wait has a limit, and so has everything that is read.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
import json
from typing import Any, Final, cast

import aiohttp
from yarl import URL

type Json = dict[str, Any]

LOGIN_PATH: Final = "/api/access/login"
# The box answers within 20 seconds, or says that it cannot.
ANSWER_TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)
# There is a beat every 15 seconds; the page of the box waits for as long.
STREAM_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=40)
MOST_BYTES: Final = 2 * 1024 * 1024
# A line of the stream holds a whole report.
LINE_BYTES: Final = 256 * 1024
# Seconds. The clocks of two machines that ask the network for the time differ by less.
CLOCK_SLACK: Final = 2.0
# The box names a device by this header in its list of the devices that are logged in.
USER_AGENT: Final = "Home Assistant/1 (moodbox integration)"


class BoxError(Exception):
    """The box cannot do what was asked of it."""


class BoxUnreachable(BoxError):
    """The box does not answer, or what answers is no moodbox."""


class BoxSilent(BoxUnreachable):
    """The box says nothing any more, not even that it ends the connection."""


class BoxMoved(BoxUnreachable):
    """The box leads to another address."""

    def __init__(self, to: URL) -> None:
        """Keep the address."""
        super().__init__("the box leads to another address")
        self.to = to


class BoxDenied(BoxError):
    """The box asks for a PIN: nobody is logged in, or not any more."""


class BoxRefused(BoxError):
    """The box answers, and says no.

    ``sentence`` is in English. ``code`` stays the same over releases, but not every refusal has one.
    ``wait`` says how many seconds later it is worth another try.
    """

    def __init__(self, sentence: str, code: str | None = None, wait: float | None = None) -> None:
        """Keep what the box said."""
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Access:
    """What the caller may do. ``has_pin``: the box asks somebody for a PIN."""

    standing: str
    may: frozenset[str]
    has_pin: bool

    @property
    def is_enough(self) -> bool:
        """Whether the caller may do all that the integration does."""
        return {"override", "volume"} <= self.may


class BoxClient:
    """One box at one address. ``token`` is that of a session that began with a PIN."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str | None = None) -> None:
        """Open nothing yet. ``url`` is the origin of the box's page."""
        self._session = session
        self._url = URL(url)
        self.token = token
        # Seconds by which the clock of the box is ahead of ours, as far as the last stream told.
        self.clock_ahead = 0.0

    @property
    def url(self) -> str:
        """The origin of the box's page, without a slash at its end."""
        return str(self._url).rstrip("/")

    async def access(self) -> Access:
        """Say who we are to the box. Keeps the session alive, and follows the box to https."""
        try:
            told = await self._send("GET", "/api/access")
        except BoxMoved as moved:
            self._follow(moved.to)
            told = await self._send("GET", "/api/access")
        try:
            return Access(str(told["standing"]), frozenset(map(str, told["may"])), bool(told["pin"]))
        except (KeyError, TypeError) as err:
            raise BoxUnreachable("what answers there is no moodbox") from err

    def _follow(self, to: URL) -> None:
        """Adopt https where the box leads to it; never another machine."""
        if to.host != self._url.host or to.scheme != "https":
            raise BoxUnreachable("that address leads to another machine")
        self._url = to.origin()

    async def log_in(self, pin: str) -> str:
        """Begin a session, and return its token. Raises ``BoxRefused`` if the PIN is wrong."""
        async with self._request("POST", LOGIN_PATH, json={"pin": pin}) as response:
            await _json(response)
            for name, cookie in response.cookies.items():
                if name == self._cookie_name:
                    self.token = cookie.value
                    return cookie.value
        raise BoxUnreachable("the box began no session")

    async def log_out(self) -> None:
        """End the session."""
        await self._send("POST", "/api/access/logout", {})
        self.token = None

    async def report(self) -> Json:
        """Return what the box says of itself now."""
        return await self._send("GET", "/api/report")

    async def command(self, command: Mapping[str, Any]) -> Json:
        """Give a command, and return the report after it."""
        return await self._send("POST", "/api/commands", command)

    async def library(self, mood: str | None = None, start: int = 0) -> Json:
        """Return how many tracks each mood has, and those of one mood from ``start`` on."""
        query = {"from": str(start)} | ({"mood": mood} if mood else {})
        return await self._send("GET", "/api/library", query=query)

    async def plays(self) -> Json:
        """Return what was played last."""
        return await self._send("GET", "/api/plays")

    async def opinions(self) -> Json:
        """Return what people liked, skipped or did not want."""
        return await self._send("GET", "/api/opinions")

    async def sources(self) -> Json:
        """Return the sources of music that are in use."""
        return await self._send("GET", "/api/sources")

    async def search(self, words: str, source: str) -> Json:
        """Search one source for tracks."""
        return await self._send("GET", "/api/search", query={"q": words, "source": source})

    async def play(self, track: str) -> Json:
        """Play a track of a list of this box once."""
        return await self._send("POST", "/api/play", {"id": track})

    async def cover(self, cover: str) -> bytes:
        """Return the picture (JPEG) with the id that the report names."""
        async with self._request("GET", "/api/cover", params={"of": cover}) as response:
            return await _bytes(response)

    async def events(self, page: str) -> AsyncGenerator[Json]:
        """Yield the report, and each later one. Ends when the box closes the stream.

        ``page`` names this stream: a newer one of the same name takes its place.
        """
        request = self._request(
            "GET",
            "/api/events",
            params={"page": page},
            timeout=STREAM_TIMEOUT,
            read_bufsize=LINE_BYTES,
        )
        async with request as response:
            self.clock_ahead = _clock_ahead(response)
            async for report in _reports(response):
                yield report

    async def _send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Json:
        async with self._request(method, path, json=body, params=query) as response:
            return await _json(response)

    @asynccontextmanager
    async def _request(self, method: str, path: str, **options: Any) -> AsyncGenerator[aiohttp.ClientResponse]:
        """Ask, and check the status. What goes wrong, here or while the answer is read, becomes a ``BoxError``."""
        headers = {"User-Agent": USER_AGENT}
        if self.token is not None:
            headers["Cookie"] = f"{self._cookie_name}={self.token}"
        asked = {"timeout": ANSWER_TIMEOUT, "allow_redirects": False, "headers": headers, **options}
        try:
            async with self._session.request(method, self._url.join(URL(path)), **asked) as response:
                await _check(response)
                yield response
        except TimeoutError as err:
            raise BoxSilent(str(err) or type(err).__name__) from err
        except (aiohttp.ClientError, OSError) as err:
            raise BoxUnreachable(str(err) or type(err).__name__) from err

    @property
    def _cookie_name(self) -> str:
        return "__Host-moodbox" if self._url.scheme == "https" else "moodbox"


async def _check(response: aiohttp.ClientResponse) -> None:
    """Raise what the status of an answer means."""
    if response.status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if response.status < HTTPStatus.BAD_REQUEST:
        raise BoxMoved(response.url.join(URL(response.headers.get("Location", ""))))
    told = await _problem(response)
    sentence = str(told.get("error") or f"the box answers with status {response.status}")
    if response.status == HTTPStatus.UNAUTHORIZED:
        raise BoxDenied(sentence)
    code = told.get("code")
    raise BoxRefused(sentence, None if code is None else str(code), _wait(response))


async def _problem(response: aiohttp.ClientResponse) -> Json:
    try:
        return await _json(response)
    except BoxUnreachable:
        return {}


def _wait(response: aiohttp.ClientResponse) -> float | None:
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else None


async def _bytes(response: aiohttp.ClientResponse) -> bytes:
    """Read a whole body, up to a limit."""
    read = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        read += chunk
        if len(read) > MOST_BYTES:
            raise BoxUnreachable("the answer is too long for a moodbox")
    return bytes(read)


async def _json(response: aiohttp.ClientResponse) -> Json:
    return _object(await _bytes(response))


def _object(text: bytes) -> Json:
    try:
        told = json.loads(text)
    except ValueError as err:
        raise BoxUnreachable("what answers there is no moodbox") from err
    if not isinstance(told, dict):
        raise BoxUnreachable("what answers there is no moodbox")
    return cast(Json, told)


async def _reports(response: aiohttp.ClientResponse) -> AsyncIterator[Json]:
    """Yield the messages of a stream of server-sent events. Events with a name are only beats."""
    name = b""
    data = b""
    while line := await _line(response):
        field, _, value = line.rstrip(b"\r\n").partition(b":")
        if field == b"event":
            name = value.strip()
        elif field == b"data":
            data = value
        elif field == b"":
            if data and not name:
                yield _object(data)
            name = data = b""


async def _line(response: aiohttp.ClientResponse) -> bytes:
    """Read a line; empty at the end of the stream."""
    try:
        return await response.content.readline()
    except ValueError as err:
        raise BoxUnreachable("a message of the box is too long") from err


def _clock_ahead(response: aiohttp.ClientResponse) -> float:
    """Seconds by which the clock of the box is ahead. The header is exact to the second."""
    try:
        ahead = parsedate_to_datetime(response.headers["Date"]) - datetime.now(UTC)
    except (KeyError, TypeError, ValueError):
        return 0.0
    seconds = ahead.total_seconds()
    return seconds if abs(seconds) > CLOCK_SLACK else 0.0
