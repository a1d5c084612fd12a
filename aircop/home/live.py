"""`/events/stream`: server-sent events for pages that stand open, thousands in one process.

A small ASGI application beside the pages. Who asks is answered by the pages' own application, in process, under all of
its rules; again when a stream has stood for some minutes, because then it ends and the browser asks anew. One thread
listens to the database; what changed is counted by one statement for everybody whose page stands open.
"""

import asyncio
import json
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import UUID

import psycopg
import structlog
from django.db import Error as DatabaseError

from alerts.services.live import unread_of, wakings

PATH, ASKED = "/events/stream", "/alerts/unread/"
STANDS = 300.0  # seconds that one stream lasts
BREATH = 20.0  # seconds after which a stream says that it lives
GATHER = 0.1  # seconds in which wakings are gathered into one count
AGAIN = 1.0  # seconds until the database is asked for again
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
KEPT = frozenset({b"cookie", b"host", b"x-forwarded-for", b"x-forwarded-proto", b"user-agent", b"accept-language"})

log = structlog.get_logger()

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Application = Callable[[Any, Any, Any], Awaitable[None]]


class Stream:
    """One open page: the number that it should show, and a bell for the task that writes it."""

    def __init__(self, unread: int) -> None:
        self.unread, self.told = unread, -1
        self.changed = asyncio.Event()

    def put(self, unread: int) -> None:
        """Take a new number."""
        self.unread = unread
        if unread != self.told:
            self.changed.set()


class Live:
    """The streams of this process, and the pages behind it."""

    def __init__(self, pages: Application) -> None:
        self.pages = pages
        self.streams: defaultdict[UUID, set[Stream]] = defaultdict(set)
        self.woken: asyncio.Event | None = None

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer the one address of streams; everything else is the pages'."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.pages(scope, receive, send)
            return
        told = await self._ask(scope)
        if told is None or scope["method"] != "GET":
            await send({"type": "http.response.start", "status": 204, "headers": [(b"cache-control", b"no-store")]})
            await send({"type": "http.response.body", "body": b""})
            return
        self._listen()
        person, stream = UUID(told["person"]), Stream(told["unread"])
        self.streams[person].add(stream)
        try:
            await self._tell(stream, receive, send)
        finally:
            self.streams[person].discard(stream)
            if not self.streams[person]:
                del self.streams[person]

    async def _tell(self, stream: Stream, receive: Receive, send: Send) -> None:
        """Write each change to the page until it goes away, or the stream has stood long enough."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        gone = asyncio.ensure_future(_gone(receive))
        until = time.monotonic() + STANDS
        try:
            while not gone.done() and time.monotonic() < until:
                text = ": here\n\n"
                if stream.unread != stream.told:
                    stream.told = stream.unread
                    text = f"event: bell\ndata: {json.dumps({'unread': stream.told})}\n\n"
                stream.changed.clear()
                await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
                rung = asyncio.ensure_future(stream.changed.wait())
                await asyncio.wait({gone, rung}, timeout=BREATH, return_when=asyncio.FIRST_COMPLETED)
                rung.cancel()
            if not gone.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()

    async def _ask(self, scope: Any) -> dict[str, Any] | None:
        """Ask the pages who this is and how much is new; None when nobody is signed in."""
        said: dict[str, Any] = {"status": 0, "body": b""}
        headers = [(name, value) for name, value in scope["headers"] if name in KEPT]
        asked = dict(scope) | {
            "method": "GET",
            "path": ASKED,
            "raw_path": ASKED.encode(),
            "query_string": b"",
            "headers": [*headers, (b"x-page-waits", b"1")],
        }

        async def nothing() -> Message:
            if said.setdefault("asked", False):
                await asyncio.Event().wait()
            said["asked"] = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def take(message: Message) -> None:
            said["status"] = message.get("status", said["status"])
            said["body"] += message.get("body", b"")

        await self.pages(asked, nothing, take)
        if said["status"] != 200:  # noqa: PLR2004
            return None
        told: dict[str, Any] = json.loads(said["body"])
        return told

    # Waking ---------------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Start the thread that listens and the task that counts, with the first stream."""
        if self.woken is not None:
            return
        self.woken, loop = asyncio.Event(), asyncio.get_running_loop()
        threading.Thread(target=self._hear, args=(loop, self.woken), daemon=True, name="inboxes").start()
        self.counting = loop.create_task(self._count(self.woken))

    @staticmethod
    def _hear(loop: asyncio.AbstractEventLoop, woken: asyncio.Event) -> None:
        """Wake the loop whenever the database says so, and now and then anyway; for ever."""
        while not loop.is_closed():
            try:
                for _changed in wakings(BREATH):
                    loop.call_soon_threadsafe(woken.set)
            except (psycopg.Error, OSError):
                time.sleep(AGAIN)
            except RuntimeError:  # the loop ended between two wakings
                return

    async def _count(self, woken: asyncio.Event) -> None:
        while True:
            await woken.wait()
            await asyncio.sleep(GATHER)
            woken.clear()
            people = list(self.streams)
            try:
                found = await asyncio.to_thread(unread_of, people) if people else {}
            except DatabaseError:
                log.warning("streams.count_failed")
                continue
            for person, unread in found.items():
                for stream in tuple(self.streams.get(person, ())):
                    stream.put(unread)


async def _gone(receive: Receive) -> None:
    """Return when the page has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass
