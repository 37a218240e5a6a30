"""A box that answers as the daemon does, over HTTP on loopback, and does as a test says."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# What the daemon reported on a clip with one person.
RECORDED = json.loads((Path(__file__).parent / "report.json").read_text(encoding="utf-8"))
TOKEN = "t" * 43
TRACK = {"id": "a" * 16, "title": "Ann – A song", "source": "library", "mood": "happy", "again": True}
MAY = ["override", "volume", "play"]


class FakeBox:
    """State that tests change, and what the box was asked."""

    def __init__(self) -> None:
        self.report: dict[str, Any] = json.loads(json.dumps(RECORDED))
        self.pin: str | None = None
        self.has_owner = True
        self.commands: list[dict[str, Any]] = []
        self.played: list[str] = []
        self.searched: list[tuple[str, str]] = []
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.retry_after: str | None = None
        self.logged_out = 0
        self.visits = 0
        self.total = 1
        self.date: str | None = None
        self.full = False
        self.raw: dict[str, str] = {}
        self._streams: set[web.StreamResponse] = set()
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def watchers(self) -> int:
        return len(self._streams)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self.hang_up()
            await self._runner.cleanup()
            self._runner = None

    async def tell(self, **changes: Any) -> None:
        """Change the report, and send it to whoever watches."""
        self.report = {**self.report, **changes}
        await self.say(f"data: {json.dumps(self.report)}\n\n")

    async def say(self, text: str) -> None:
        """Send something to whoever watches."""
        for stream in list(self._streams):
            await stream.write(text.encode())

    async def hang_up(self) -> None:
        """End every stream."""
        self._streams.clear()

    def _is_in(self, request: web.Request) -> bool:
        return self.has_owner and (self.pin is None or request.cookies.get("moodbox") == TOKEN)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if path in self.raw:
            return web.Response(text=self.raw[path], content_type="application/json")
        if path == "/api/access":
            self.visits += 1
            may = MAY if self._is_in(request) else []
            return web.json_response(
                {"standing": "household" if may else "stranger", "may": may, "pin": self.pin is not None}
            )
        if path == "/api/access/login":
            return await self._log_in(request)
        if path == "/api/access/logout":
            self.logged_out += 1
            return web.json_response({})
        if not self._is_in(request):
            return web.json_response({"error": "log in first", "code": "log_in"}, status=401)
        if self.refusal is not None and path != "/api/events":
            status, told = self.refusal
            headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
            return web.json_response(told, status=status, headers=headers)
        return await self._serve(request, path)

    async def _log_in(self, request: web.Request) -> web.Response:
        if (await request.json())["pin"] != self.pin:
            return web.json_response({"error": "this is wrong", "code": "secret_wrong"}, status=403)
        response = web.json_response({"standing": "household"})
        response.set_cookie("moodbox", TOKEN, httponly=True, samesite="Strict")
        return response

    async def _serve(self, request: web.Request, path: str) -> web.StreamResponse:
        match path:
            case "/api/report":
                return web.json_response(self.report)
            case "/api/events":
                return await self._events(request)
            case "/api/commands":
                return await self._command(request)
            case "/api/cover":
                return web.Response(body=b"\xff\xd8" + request.query["of"].encode(), content_type="image/jpeg")
            case "/api/library":
                tracks = [TRACK] if "mood" in request.query else []
                return web.json_response(
                    {
                        "state": {"kind": "ready"},
                        "moods": [{"mood": "happy", "tracks": 1}, {"mood": "sad", "tracks": 0}],
                        "tracks": tracks,
                        "total": self.total if tracks else 0,
                    }
                )
            case "/api/plays":
                return web.json_response(
                    {
                        "history": "keeping",
                        "plays": [TRACK, TRACK, {**TRACK, "title": "Gone", "again": False}],
                        "more": False,
                    }
                )
            case "/api/opinions":
                rows = [{**TRACK, "verdict": "liked"}, {**TRACK, "title": "Bah", "verdict": "disliked"}]
                return web.json_response({"history": "keeping", "opinions": rows})
            case "/api/sources":
                resting = {"kind": "resting", "why": "offline", "until": 0}
                rows = [("library", {"kind": "ready"}), ("youtube", resting), ("loops", {"kind": "ready"})]
                return web.json_response({"sources": [{"name": name, "state": state} for name, state in rows]})
            case "/api/search":
                self.searched.append((request.query["q"], request.query["source"]))
                return web.json_response({"tracks": [TRACK], "why": None})
            case "/api/play":
                self.played.append((await request.json())["id"])
                return web.json_response({"title": "A song", "why": None})
        return web.json_response({"error": "there is no such page here"}, status=404)

    async def _command(self, request: web.Request) -> web.Response:
        command = await request.json()
        self.commands.append(command)
        match command["type"]:
            case "volume":
                self.report["volume"] = command["value"]
            case "override":
                self.report["override"] = command["mood"]
            case "pause":
                self.report["playback"]["kind"] = "paused"
        return web.json_response(self.report, status=202)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if self.full:
            return web.json_response({"error": "too many pages"}, status=503, headers={"Retry-After": "1"})
        dated = {} if self.date is None else {"Date": self.date}
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", **dated})
        await stream.prepare(request)
        await stream.write(f"data: {json.dumps(self.report)}\n\n".encode())
        self._streams.add(stream)
        try:
            while stream in self._streams:
                await asyncio.sleep(0.02)
        finally:
            self._streams.discard(stream)
        return stream


@asynccontextmanager
async def running() -> AsyncIterator[FakeBox]:
    """Run a box for as long as the context is open."""
    box = FakeBox()
    await box.start()
    try:
        yield box
    finally:
        await box.stop()
