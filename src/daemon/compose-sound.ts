import type { Config, PlayerConfig } from '../config/schema.ts';
import type { Mapping } from '../music/choose/mapping.ts';
import type { MusicWorld } from '../music/open.ts';
import type { OpenAssistant } from '../music-assistant/open.ts';
import { openAssistant } from '../music-assistant/open.ts';
import { openPlayer } from '../players/open.ts';
import { PlayerPair } from '../players/pair.ts';
import type { Player } from '../players/port.ts';
import { today } from '../shared/async/clock.ts';
import type { DaemonWorld } from './world.ts';

type SoundWorld = Pick<DaemonWorld, 'clock' | 'log' | 'scope' | 'stateDir'>;

/** The Music Assistant of the home, if one is configured, and what the sources of music share. */
export function openWorldOf(
  { music_assistant, player: { fade }, subsonic }: Config,
  mapping: Mapping,
  { clock, log, scope, stateDir }: SoundWorld,
): { readonly assistant?: OpenAssistant; readonly sources: MusicWorld } {
  const shared = { clock, mapping, stateDir };
  const assistant = openAssistant(music_assistant, { ...shared, log: log.child({ room: 'music-assistant' }), today, fade });
  if (assistant) scope.own(assistant);
  return {
    sources: { ...shared, log: log.child({ room: 'music' }), subsonic, ...(assistant && { musicAssistant: assistant.source }) },
    ...(assistant && { assistant }),
  };
}

/** This box's own loudspeaker, and the player of Music Assistant beside it. Throws as `openPlayer` does. */
export async function soundOf(
  config: PlayerConfig,
  assistant: OpenAssistant | undefined,
  { clock, log, scope, stateDir }: SoundWorld,
): Promise<Player> {
  const own = scope.own(await openPlayer(config, { clock, log: log.child({ room: 'player' }), stateDir }));
  return assistant ? scope.own(new PlayerPair(own, assistant.playerBeside(own))) : own;
}
