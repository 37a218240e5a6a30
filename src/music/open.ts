import { join } from 'node:path';
import type { MusicConfig, SubsonicConfig } from '../config/schema.ts';
import { MOODS } from '../domain/emotion.ts';
import type { SourceName } from '../domain/music.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Clock } from '../shared/async/clock.ts';
import { today } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Mapping } from './choose/mapping.ts';
import { isYoutubeInUse, sourceOrder } from './choose/source-order.ts';
import { renderSection } from './composed/following/render-section.ts';
import type { FollowingParts } from './composed/following/source.ts';
import { FollowingSource } from './composed/following/source.ts';
import type { RenderFailure } from './composed/programs.ts';
import { render } from './composed/render.ts';
import { Shelf } from './composed/shelf.ts';
import { ComposedSource } from './composed/source.ts';
import type { Tools } from './composed/tools.ts';
import { findTools } from './composed/tools.ts';
import type { Rendering } from './composed/workshop.ts';
import { Fallback } from './fallback.ts';
import { LibrarySource } from './library/source.ts';
import { TagProcess } from './library/tag-process.ts';
import { LoopSource } from './loops.ts';
import type { MusicSource, Releases } from './port.ts';
import { PrefetchingSource } from './prefetch.ts';
import { StreamsSource } from './streams.ts';
import { SubsonicSource } from './subsonic/source.ts';
import { unitOf } from './youtube/runner.ts';
import { SearchCache } from './youtube/search-cache.ts';
import { YtDlpSource } from './youtube/source.ts';
import { copiesIn, requestsIn, whichYtDlp } from './youtube/update/copies.ts';
import { KnownReleases } from './youtube/update/releases.ts';
import { UpdateTrigger } from './youtube/update/update-trigger.ts';

/** What the sources share. `stateDir` is the folder for what must outlast a restart. */
export type MusicWorld = {
  readonly clock: Clock;
  readonly log: Log;
  readonly mapping: Mapping;
  readonly stateDir: string;
  /** The music server. Default: there is none. */
  readonly subsonic?: SubsonicConfig;
  /** The songs of a Music Assistant. Default: there is none. */
  readonly musicAssistant?: MusicSource;
  /** How lively the room is for its mood, 0 to 1. Default: in the middle. */
  readonly energy?: () => number;
};

/**
 * Opens the music as configured: each mood's sources in its own order or in that of `music.order`. A source starts work when first asked.
 */
export function openMusic(config: MusicConfig, world: MusicWorld): Fallback {
  const orderOf = sourceOrder(config, world.mapping);
  return new Fallback({ ...world, orderOf, sources: openSources(MOODS.flatMap(orderOf), config, world) });
}

const NO_SERVER: SubsonicConfig = {
  ...{ url: '', username: '', password: '', password_file: '', ca: '' },
  ...{ plain_password: false, give_back: 'off' },
};

const NO_ASSISTANT: MusicSource = {
  name: 'music_assistant',
  state: { kind: 'off', lacks: 'assistant' },
  find: async () => failed('off'),
};

/** Opens these sources, each once. */
function openSources(names: readonly SourceName[], config: MusicConfig, world: MusicWorld): readonly MusicSource[] {
  const open: Record<SourceName, () => MusicSource> = {
    youtube: () => youtube(config, world),
    library: () => library(config, world),
    subsonic: () => subsonic(world),
    music_assistant: () => world.musicAssistant ?? NO_ASSISTANT,
    streams: () => new StreamsSource(world.mapping),
    composed: () => (config.composed === 'follow' ? following(world) : composed(config, world)),
    loops: () => new LoopSource({ log: world.log }),
  };
  return [...new Set(names)].map((name) => open[name]());
}

/** What is known of yt-dlp's releases; undefined if moodbox does not keep yt-dlp up to date. */
export function openReleases(config: MusicConfig, world: MusicWorld): Releases | undefined {
  return isYoutubeInUse(config, world.mapping) && isMaintained(config) ? knownReleases(config, world) : undefined;
}

function knownReleases(config: MusicConfig, world: MusicWorld): Releases {
  const { clock, log, stateDir } = world;
  return new KnownReleases(copiesIn(stateDir), { clock, log, requests: requestsIn(stateDir), unit: unitOf(config) });
}

/** Whether moodbox keeps yt-dlp up to date, by `moodbox update-ytdlp`. */
const isMaintained = ({ ytdlp, ytdlp_updates }: MusicConfig): boolean => ytdlp === 'auto' && ytdlp_updates !== 'off';

function library(config: MusicConfig, world: MusicWorld): MusicSource {
  const reader = new TagProcess(world);
  const closeReader = (): Promise<void> => reader[Symbol.asyncDispose]();
  return new PrefetchingSource(new LibrarySource({ folder: config.library, ...world, read: reader.read, closeReader }), world);
}

function subsonic(world: MusicWorld): MusicSource {
  return new PrefetchingSource(new SubsonicSource({ config: world.subsonic ?? NO_SERVER, ...world }), world);
}

/** The tools for one rendering. They are looked for each time, because somebody may have installed or removed them. */
function toolsNow(): Result<Tools, RenderFailure> {
  const found = findTools();
  return typeof found === 'string' ? failed({ step: 'synthesis', detail: `${found} is missing` }) : done(found);
}

/** Priorities for `nice`: of a piece that somebody waits for, and of one that is made ahead. */
const [SOON, AT_LEISURE] = [2, 19];

function composed({ composed_cache }: MusicConfig, { clock, log, stateDir }: MusicWorld): MusicSource {
  const rendering: Rendering = async (score, file, tags, { signal, urgent }) => {
    const found = toolsNow();
    if (!found.ok) return found;
    return render(score, file, tags, { tools: found.value, clock, signal, niceness: urgent ? SOON : AT_LEISURE });
  };
  const shelf = new Shelf(join(stateDir, 'composed'), { bytes: composed_cache * 1_000_000 });
  return new ComposedSource({ shelf, rendering, clock, log, random: Math.random, tools: findTools, today });
}

/** Sections are wanted within seconds. */
function following({ clock, energy = () => 0.5, log }: MusicWorld): MusicSource {
  const rendering: FollowingParts['rendering'] = async (section, midi, signal) => {
    const found = toolsNow();
    if (!found.ok) return found;
    return renderSection(section, midi, { tools: found.value, clock, signal, niceness: SOON });
  };
  return new FollowingSource({ tools: findTools, rendering, energy, clock, log, random: Math.random });
}

function youtube(config: MusicConfig, world: MusicWorld): MusicSource {
  const updateTrigger = isMaintained(config) ? new UpdateTrigger(requestsIn(world.stateDir), world) : undefined;
  const searches = new SearchCache({ ...world, today, file: join(world.stateDir, 'searches.json') });
  const program = { ytdlp: () => whichYtDlp(config, world.stateDir), unit: unitOf(config), lengths: config };
  return new PrefetchingSource(new YtDlpSource(program, { ...world, updateTrigger, searches }), world);
}
