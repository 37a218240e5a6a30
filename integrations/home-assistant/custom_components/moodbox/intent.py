"""What Assist can ask of a box. The sentences are in ``custom_sentences``."""

from __future__ import annotations

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.media_player import DOMAIN as MEDIA_PLAYER
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv, entity_registry as er, intent
from homeassistant.helpers.typing import VolDictType

from .const import ATTR_MOOD, AUTO, DOMAIN, MOODS, SERVICE_OVERRIDE
from .coordinator import MoodboxCoordinator

INTENT_MOOD: Final = "MoodboxMood"
INTENT_OVERRIDE: Final = "MoodboxOverride"
UNKNOWN: Final = "unknown"

PLACE: Final[VolDictType] = {
    vol.Optional("area"): cv.string,
    vol.Optional("name"): cv.string,
    vol.Optional("preferred_area_id"): cv.string,
    vol.Optional("preferred_floor_id"): cv.string,
}


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    intent.async_register(hass, MoodIntent())
    intent.async_register(hass, OverrideIntent())


class MoodIntent(intent.IntentHandler):
    """Says which mood a room is in."""

    intent_type = INTENT_MOOD
    description = "Tells the mood of the room that a moodbox sees"
    platforms = {MEDIA_PLAYER}

    @property
    def slot_schema(self) -> VolDictType:
        """Return the slots: which room."""
        return PLACE

    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Answer with the mood as a slot; the sentence is in the language's own file."""
        slots = self.async_validate_slots(intent_obj.slots)
        state = _box_in(intent_obj, slots)
        coordinator = _coordinator_of(intent_obj.hass, state)
        box = coordinator.data
        response = intent_obj.create_response()
        response.async_set_states([state])
        response.async_set_speech_slots({"mood": box.mood or UNKNOWN, "box": box.name})
        return response


class OverrideIntent(intent.IntentHandler):
    """Plays music for a mood, or follows the room again."""

    intent_type = INTENT_OVERRIDE
    description = "Makes a moodbox play music for a mood"
    platforms = {MEDIA_PLAYER}

    @property
    def slot_schema(self) -> VolDictType:
        """Return the slots: the mood, and which room."""
        return {vol.Required(ATTR_MOOD): vol.In((AUTO, *MOODS)), **PLACE}

    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Hold the mood until somebody chooses another."""
        slots = self.async_validate_slots(intent_obj.slots)
        state = _box_in(intent_obj, slots)
        mood = slots[ATTR_MOOD]["value"]
        await intent_obj.hass.services.async_call(
            DOMAIN,
            SERVICE_OVERRIDE,
            {ATTR_ENTITY_ID: state.entity_id, ATTR_MOOD: mood},
            blocking=True,
            context=intent_obj.context,
        )
        response = intent_obj.create_response()
        response.async_set_states([state])
        return response


def _box_in(intent_obj: intent.Intent, slots: dict[str, Any]) -> State:
    """Return the media player of the box that is meant: that of the room, or the only one."""
    hass = intent_obj.hass
    told = {name: slots[name]["value"] for name in slots}
    constraints = intent.MatchTargetsConstraints(
        name=told.get("name"),
        area_name=told.get("area"),
        domains={MEDIA_PLAYER},
        assistant=intent_obj.assistant,
        single_target=True,
    )
    preferences = intent.MatchTargetsPreferences(
        area_id=told.get("preferred_area_id"), floor_id=told.get("preferred_floor_id")
    )
    players = _players(hass)
    if not players:
        raise intent.IntentHandleError("There is no moodbox")
    result = intent.async_match_targets(hass, constraints, preferences, players)
    if not result.is_match:
        raise intent.MatchFailedError(result, constraints, preferences)
    return result.states[0]


def _players(hass: HomeAssistant) -> list[State]:
    registry = er.async_get(hass)
    entries = [
        entity
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for entity in er.async_entries_for_config_entry(registry, entry.entry_id)
        if entity.domain == MEDIA_PLAYER
    ]
    return [state for entity in entries if (state := hass.states.get(entity.entity_id))]


def _coordinator_of(hass: HomeAssistant, state: State) -> MoodboxCoordinator:
    entity = er.async_get(hass).async_get(state.entity_id)
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        if entity is not None and entry.entry_id == entity.config_entry_id:
            coordinator: MoodboxCoordinator = entry.runtime_data
            return coordinator
    raise intent.IntentHandleError("This moodbox was removed just now")
