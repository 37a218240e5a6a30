import { join } from 'node:path';
import type { MusicConfig } from '../config/schema.ts';
import type { Mood } from '../domain/emotion.ts';
import { MOODS } from '../domain/emotion.ts';
import type { SourceName } from '../domain/music.ts';
import type { Clock } from '../shared/clock.ts';
import { today } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { AheadSource } from './ahead.ts';
import { Fallback } from './fallback.ts';
import { LibrarySource } from './library.ts';
import { LoopSource } from './loops.ts';
import type { Mapping } from './mapping.ts';
import type { MusicSource } from './port.ts';
import { Searches } from './searches.ts';
import { StreamsSource } from './streams.ts';
import { UpdateAsker } from './update/asker.ts';
import { copiesIn, whichYtDlp } from './update/copies.ts';
import { YtDlpSource } from './ytdlp.ts';

/** What the sources share: time, the log of the room, which music fits which mood, and the folder for what lasts. */
export type MusicWorld = { readonly clock: Clock; readonly log: Log; readonly mapping: Mapping; readonly stateDir: string };

/** The music as configured: each mood's sources in its own order, or in that of `music.order`. A source begins when it is asked. */
export function openMusic(config: MusicConfig, world: MusicWorld): Fallback {
  const orderOf = (mood: Mood): readonly SourceName[] => world.mapping[mood].order ?? config.order;
  return new Fallback({ ...world, orderOf, sources: openSources(MOODS.flatMap(orderOf), config, world) });
}

/** These sources, each once. */
function openSources(names: readonly SourceName[], config: MusicConfig, world: MusicWorld): readonly MusicSource[] {
  const open: Record<SourceName, () => MusicSource> = {
    youtube: () => youtube(config, world),
    library: () => new LibrarySource({ folder: config.library, ...world }),
    streams: () => new StreamsSource(world.mapping),
    loops: () => new LoopSource({ log: world.log }),
  };
  return [...new Set(names)].map((name) => open[name]());
}

/** Asks for updates only where `moodbox update-ytdlp` would bring one. */
function youtube(config: MusicConfig, world: MusicWorld): MusicSource {
  const kept = config.ytdlp === 'auto' && config.ytdlp_updates !== 'off';
  const asker = kept ? new UpdateAsker(copiesIn(world.stateDir), world) : undefined;
  const searches = new Searches({ ...world, today, file: join(world.stateDir, 'searches.json') });
  const program = { ytdlp: () => whichYtDlp(config, world.stateDir), lengths: config };
  return new AheadSource(new YtDlpSource(program, { ...world, asker, searches }), world);
}
