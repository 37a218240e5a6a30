import { uptime } from 'node:os';
import { join } from 'node:path';
import type { NamedCamera } from '../camera/open.ts';
import { openCameras } from '../camera/open.ts';
import { dayPlan } from '../config/day.ts';
import type { Config } from '../config/schema.ts';
import type { PlannedMood } from '../domain/plan.ts';
import { plannedAt } from '../domain/plan.ts';
import type { Moment } from '../domain/units.ts';
import { ms, percent } from '../domain/units.ts';
import { GroupCoordinator } from '../group/coordinator.ts';
import { openHistory } from '../history/open.ts';
import type { History } from '../history/port.ts';
import { readManifest } from '../inference/manifest.ts';
import { modelsOf, openSharedEyes } from '../inference/open.ts';
import type { FacePipeline } from '../inference/pipeline.ts';
import { energyIn, USUAL_ENERGY } from '../mood/energy.ts';
import type { DeviceIdentity } from '../mqtt/home-assistant/discovery.ts';
import { MqttPublisher } from '../mqtt/publisher.ts';
import { Chooser } from '../music/choose/chooser.ts';
import { loadMapping } from '../music/choose/mapping.ts';
import { OwnWords } from '../music/choose/own-words.ts';
import { sourceOrder } from '../music/choose/source-order.ts';
import { Covers } from '../music/covers.ts';
import type { Fallback } from '../music/fallback.ts';
import { openMusic, openReleases } from '../music/open.ts';
import type { Clock } from '../shared/async/clock.ts';
import { today } from '../shared/async/clock.ts';
import type { Scope } from '../shared/async/scope.ts';
import type { Log } from '../shared/log.ts';
import { smallerJpeg } from '../shared/smaller-jpeg.ts';
import { isOwnMachine } from '../web/access/visitor.ts';
import { announceInNetwork } from '../web/network-name.ts';
import type { WebServer } from '../web/open.ts';
import { openWeb } from '../web/open.ts';
import { isExposed, pageUrl } from '../web/page-url.ts';
import type { Box } from '../web/port.ts';
import { brokerFor } from './compose-broker.ts';
import { guestsOf, openDoor } from './compose-guests.ts';
import { pageBox } from './compose-page.ts';
import { openWorldOf, soundOf } from './compose-sound.ts';
import { updateAtNight } from './compose-updates.ts';
import type { Rooms } from './daemon.ts';
import { Daemon } from './daemon.ts';
import { moodSettings } from './mood-settings.ts';
import { Bookmark } from './playback/bookmark.ts';
import { BiasStore } from './process/bias-store.ts';
import { clockIsSet } from './process/clock-is-set.ts';
import { readHardware } from './process/hardware.ts';
import { PlanStore } from './process/plan-store.ts';
import { SettingsStore } from './process/settings-store.ts';
import { openThermometer } from './process/thermometer.ts';
import type { Viewpoint } from './sensing/camera-set.ts';
import { Correction } from './sensing/correction.ts';
import { LivePicture } from './sensing/live-picture.ts';
import { Zones } from './sensing/zones.ts';
import { venueOf } from './venue/venue.ts';
import type { DaemonWorld } from './world.ts';

const MACHINE_TIME = { today, clockIsSet, uptime: () => ms(uptime() * 1000) };

/**
 * The one place that opens adapters. What opens last closes first: the page, then the connection to the broker, then the broker itself,
 * then the music. Throws if waiting cannot help: a wrong model file, a port in use, a wrong mapping.
 */
export async function compose(config: Config, world: DaemonWorld): Promise<{ readonly daemon: Daemon; readonly web: WebServer }> {
  const { clock, log, scope, stateDir, version } = world;
  const room = (name: string): { clock: Clock; log: Log } => ({ clock, log: log.child({ room: name }) });
  const mapping = await loadMapping(config.music.mapping, config.music.preset);
  const live: { daemon?: Daemon } = {};
  const { assistant, sources } = openWorldOf(config, mapping, world);
  const music = scope.own(openMusic(config.music, { ...sources, energy: () => energyOf(live.daemon) }).start());
  const cameras = openCameras(config.camera, room('camera'));
  const memory = scope.own(SettingsStore.open(stateDir, log.child({ room: 'daemon' }), !config.venue));
  const plan = scope.own(PlanStore.open(stateDir, log.child({ room: 'daemon' })));
  const bookmark = scope.own(Bookmark.open(stateDir, { ...room('daemon'), today, recall: (track, signal) => music.recall(track, signal) }));
  const history = scope.own(openHistory(config.history, stateDir, { ...room('history'), ...MACHINE_TIME }));
  const viewpoints = await openViewpoints(config, cameras, scope, room('inference'));
  const volume = memory.remembered.volume ?? percent(config.player.volume);
  const player = await soundOf({ ...config.player, volume }, assistant, world);
  const broker = await brokerFor(config, world);
  const ytdlp = openReleases(config.music, sources);
  const thermometer = await openThermometer(clock);
  for (const each of [ytdlp, thermometer]) if (each) scope.own(each);
  const publisher = scope.own(
    MqttPublisher.open(broker.mqtt, { ...room('mqtt'), ...outsideOf(config, { thermometer, ytdlp }), version, stateDir, ...broker }),
  );
  const words = OwnWords.open(mapping, join(stateDir, 'words.json'), log.child({ room: 'music' }));
  const chooser = chooserOf(config, words, history);
  const sight = openSight(config, cameras, world);
  const venue = venueOf(config, { stateDir, today });
  const learning = await openLearning(config, world);
  const daemon = new Daemon(
    {
      ...{ viewpoints, player, publisher, memory, bookmark, history, ytdlp, clock, today, version, log, ...sight },
      ...coordinatorIn(config, publisher, room('group')),
      ...{ venue, correction: learning.correction },
      ...musicAsHeard(music, chooser, new Covers(room('music'))),
      ...guestsOf(config, world),
      ...{ temperature: () => thermometer?.value, plan: () => plannedFor(plan, today()) },
    },
    config,
  );
  live.daemon = daemon;
  await openDoor(daemon, world);
  updateAtNight(config, daemon, world);
  const pageParts = { config, world, daemon, viewpoints, plan, history, music, words, player, venue, ytdlp, learning, ...sight };
  return { daemon, web: await openPage(config, pageBox({ ...pageParts, orderOf: sourceOrder(config.music, mapping) }), world) };
}

/** What the publisher needs to know of the box besides its report. */
const outsideOf = (
  config: Config,
  { thermometer, ytdlp }: { readonly thermometer: object | undefined; readonly ytdlp: object | undefined },
) => ({
  has: { temperature: thermometer !== undefined, ytdlp: ytdlp !== undefined, preview: config.web.preview === 'picture' },
  identity: () => identityOf(config),
  presence: { ...config.presence, ...moodSettings(config).presence },
  shrink: smallerJpeg,
});

/** Opens the page, and lets the network know of it if others can open it. */
async function openPage(
  { mqtt, web: settings }: Config,
  box: Box,
  { clock, log, scope, stateDir, version }: DaemonWorld,
): Promise<WebServer> {
  const room = { clock, log: log.child({ room: 'web' }) };
  const web = scope.own(await openWeb(settings, box, { ...room, stateDir }));
  const { id, name } = mqtt;
  if (settings.discoverable && isReachable(settings, web.url)) scope.own(announceInNetwork({ id, name, version, url: web.url }, room));
  return web;
}

/** How lively the room is. The music is opened before the daemon that looks at the room. */
const energyOf = (daemon: Daemon | undefined): number => (daemon ? energyIn(daemon.director.room.feeling) : USUAL_ENERGY);

/** What Home Assistant is told of the machine, and where the page is, if it can be opened from elsewhere. */
function identityOf({ web }: Config): Omit<DeviceIdentity, 'version'> {
  const page = pageUrl(web, web.port);
  return { arch: process.arch, hardware: readHardware(), ...(web.port > 0 && isReachable(web, page) && { page }) };
}

/** Whether other machines can open the page at its own address, without a proxy. */
const isReachable = ({ host }: Config['web'], page: string): boolean =>
  isExposed({ host, proxies: [] }) && !isOwnMachine(new URL(page).hostname);

/** What the daemon asks of the sources of music. */
const musicAsHeard = (music: Fallback, chooser: Chooser, covers: Covers) =>
  ({
    choose: (query, recent) => chooser.next(query, recent),
    find: (choice, signal) => music.find(choice, signal),
    unplayable: (track, why, at) => music.unplayable(track, why, at),
    heard: (track) => music.heard(track),
    liked: (track) => music.liked(track),
    cover: (track, mood, signal) => covers.of(track, mood, signal),
    upcoming: (mood) => music.upcoming(mood),
    prepare: (name, moods, recent) => music.prepare(name, chooser.ahead(moods, recent)),
  }) satisfies Partial<Rooms>;

/** What the page may change and see of the cameras: the ignored zones and the live picture. */
function openSight({ camera, web }: Config, cameras: readonly NamedCamera[], { clock, log, scope, stateDir }: DaemonWorld) {
  const names = cameras.map(({ name }) => name);
  const room = log.child({ room: 'camera' });
  const zones = scope.own(Zones.open({ dir: stateDir, configured: camera.ignore, cameras: names, log: room }));
  return { zones, livePicture: new LivePicture({ clock, log: room, today, allowed: web.preview === 'picture' }) };
}

/** What this room has taught, and where it is applied. */
async function openLearning(config: Config, { log, stateDir }: DaemonWorld) {
  const { version: weights } = await readManifest(modelsOf(config.inference));
  const biases = BiasStore.open({ stateDir, weights, log: log.child({ room: 'inference' }) });
  return { biases, weights, correction: new Correction({ biases, weights, settings: config.mood }) };
}

/** Chooses with the words as they are when it is asked, since people may change them. */
const chooserOf = ({ music }: Config, words: OwnWords, history: History): Chooser =>
  new Chooser({
    get mapping() {
      return words.mapping;
    },
    ...{ opinions: () => history.opinions(), today, terms: music, day: dayPlan(music.day) },
  });

/** Pairs each camera with its own eyes. */
async function openViewpoints(
  config: Config,
  cameras: readonly NamedCamera[],
  scope: Scope,
  room: Pick<DaemonWorld, 'log'>,
): Promise<(Viewpoint & { readonly eyes: FacePipeline })[]> {
  const { eyes } = scope.own(await openSharedEyes(config.inference, cameras.length, { ...room, sight: config.camera, ...crowdOf(config) }));
  return cameras.flatMap((camera, index) => {
    const own = eyes[index];
    return own ? [{ ...camera, eyes: own }] : [];
  });
}

/** In a venue no face is read unless enough people are in sight. */
const crowdOf = ({ venue, venue_people }: Config): { readonly people?: number } => (venue ? { people: venue_people } : {});

/** What the plan of the day says about a moment, while it is in use. */
const plannedFor = ({ decision: { plan, state } }: PlanStore, at: Moment): PlannedMood | undefined =>
  state === 'used' && plan ? plannedAt(plan, at) : undefined;

/** The other boxes of the group, if this box is in one. A box without a loudspeaker plays only if no box has one. */
function coordinatorIn(
  config: Config,
  broker: MqttPublisher,
  room: Pick<DaemonWorld, 'clock' | 'log'>,
): { readonly coordinator?: GroupCoordinator } {
  const { group, id } = config.mqtt;
  if (!broker.group) return {};
  return {
    coordinator: new GroupCoordinator(
      { line: broker.group, broker, ...room },
      group,
      { id, sound: config.player.output !== 'null' },
      moodSettings(config),
    ),
  };
}
