import type { MusicConfig } from '../config/schema.ts';
import type { SourceName } from '../domain/music.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { AheadSource } from './ahead.ts';
import { LibrarySource } from './library.ts';
import { LoopSource } from './loops.ts';
import type { Mapping } from './mapping.ts';
import type { MusicSource, Releases } from './port.ts';
import { StreamsSource } from './streams.ts';
import { UpdateAsker } from './update/asker.ts';
import { copiesIn, whichYtDlp } from './update/copies.ts';
import { KnownReleases } from './update/releases.ts';
import { YtDlpSource } from './ytdlp.ts';

/** What the sources share: time, the log of the room, which music fits which mood, and the folder for what lasts. */
export type MusicWorld = { readonly clock: Clock; readonly log: Log; readonly mapping: Mapping; readonly stateDir: string };

/** The sources in the configured order, each once. Nothing is opened yet: a source begins when it is asked. */
export function openSources(config: MusicConfig, world: MusicWorld): readonly MusicSource[] {
  const open: Record<SourceName, () => MusicSource> = {
    youtube: () => youtube(config, world),
    library: () => new LibrarySource({ folder: config.library, ...world }),
    streams: () => new StreamsSource(world.mapping),
    loops: () => new LoopSource({ log: world.log }),
  };
  return [...new Set(config.order)].map((name) => open[name]());
}

/** What is known of yt-dlp's releases; nothing where moodbox does not keep it fresh. */
export function openReleases(config: MusicConfig, stateDir: string, world: Pick<MusicWorld, 'clock' | 'log'>): Releases | undefined {
  return config.order.includes('youtube') && isKept(config) ? new KnownReleases(copiesIn(stateDir), world) : undefined;
}

/** Whether `moodbox update-ytdlp` would bring a newer one. */
const isKept = ({ ytdlp, ytdlp_updates }: MusicConfig): boolean => ytdlp === 'auto' && ytdlp_updates !== 'off';

function youtube(config: MusicConfig, world: MusicWorld): MusicSource {
  const asker = isKept(config) ? new UpdateAsker(copiesIn(world.stateDir), world) : undefined;
  return new AheadSource(new YtDlpSource({ ytdlp: () => whichYtDlp(config, world.stateDir) }, { ...world, asker }), world);
}
