"""Music Assistant's own client looks at the server of the tests: every shape is read by its models, and its commands do what they say."""

import asyncio
import json
import sys

from music_assistant_client import MusicAssistantClient
from music_assistant_models.enums import EventType, QueueOption
from music_assistant_models.errors import AuthenticationFailed, MediaNotFoundError, MusicAssistantError


async def main(url: str, token: str) -> dict:
    """Say what the client has seen."""
    refused = None
    try:
        async with MusicAssistantClient(url, None, token="another"):
            pass
    except (AuthenticationFailed, MusicAssistantError) as err:
        refused = type(err).__name__
    async with MusicAssistantClient(url, None, token=token) as client:
        ready = asyncio.Event()
        listening = asyncio.create_task(client.start_listening(ready))
        await asyncio.wait_for(ready.wait(), 20)
        events = []
        client.subscribe(lambda event: events.append((event.event, event.object_id, type(event.data).__name__)))
        player = next(iter(client.players))
        queue = client.player_queues.get(player.player_id)
        playlists = await client.music.get_library_playlists()
        happy = next(each for each in playlists if each.name == "happy")
        songs = await client.music.get_playlist_tracks(happy.item_id, happy.provider)
        await client.player_queues.play_media(queue.queue_id, [song.uri for song in songs], QueueOption.REPLACE)
        await asyncio.sleep(0.5)
        items = await client.player_queues.get_queue_items(queue.queue_id)
        playing = client.player_queues.get(queue.queue_id)
        empty = None
        try:
            await client.player_queues.play_media(queue.queue_id, ["library://track/nowhere"], QueueOption.REPLACE)
        except MediaNotFoundError as err:
            empty = type(err).__name__
        await asyncio.sleep(0.2)
        seen = {
            "schema": client.server_info.schema_version,
            "refused": refused,
            "player": player.name,
            "songs": [song.name for song in songs],
            "artists": sorted({artist.name for song in songs for artist in song.artists}),
            "items": [item.name for item in items],
            "playing": [playing.state.value, playing.current_item.media_item.uri, playing.current_item.media_item.image.path],
            "empty": empty,
            "afterwards": client.player_queues.get(queue.queue_id).state.value,
            "events": sorted({event.value for event, _, _ in events if event in (EventType.QUEUE_UPDATED, EventType.PLAYER_UPDATED)}),
        }
        listening.cancel()
        return seen


print(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2]))))
