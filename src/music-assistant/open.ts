import { join } from 'node:path';
import type { Ms } from '../domain/units.ts';
import type { Mapping } from '../music/choose/mapping.ts';
import { moodMatcher } from '../music/library/mood-matching.ts';
import type { MusicSource } from '../music/port.ts';
import type { Player } from '../players/port.ts';
import type { AssistantSettings, LinkWorld } from './link.ts';
import { AssistantLink } from './link.ts';
import { OwnItems } from './own-items.ts';
import { AssistantPlayer } from './player.ts';
import { Programmes } from './programmes.ts';
import { AssistantSource } from './source.ts';

export type AssistantWorld = LinkWorld & {
  readonly mapping: Mapping;
  /** The folder for what must outlast a restart. */
  readonly stateDir: string;
  readonly fade: Ms;
};

/** A Music Assistant: what it has, and the player that plays it. The player is closed by whoever plays on it, the rest by `close`. */
export type OpenAssistant = AsyncDisposable & {
  readonly source: MusicSource;
  /** To be called once. `speaker` speaks the messages. */
  readonly playerBeside: (speaker: Player) => Player;
};

/** Begins to connect, and does not wait for it. Undefined if no server is configured. */
export function openAssistant(settings: AssistantSettings, world: AssistantWorld): OpenAssistant | undefined {
  if (settings.url === '') return undefined;
  const { clock, fade, log, mapping, stateDir } = world;
  const link = new AssistantLink(settings, world);
  const programmes = new Programmes(link, { matcher: moodMatcher(mapping), clock, random: Math.random });
  let player: AssistantPlayer | undefined;
  return {
    source: new AssistantSource({ link, programmes, ongoing: { current: (mood) => player?.current(mood) }, url: settings.url, clock }),
    playerBeside: (speaker) => {
      const own = new OwnItems(join(stateDir, 'music-assistant.json'), log);
      const speak: Player['announce'] = (message, signal) => speaker.announce(message, signal);
      player = new AssistantPlayer({ link, own, url: settings.url, fade, speak, clock, log });
      return player;
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}
