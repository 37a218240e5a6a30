import { randomBytes } from 'node:crypto';
import { uptime } from 'node:os';
import { join } from 'node:path';
import type { NamedCamera } from '../camera/open.ts';
import { openCameras } from '../camera/open.ts';
import { dayPlan } from '../config/day.ts';
import type { Config, MqttConfig } from '../config/schema.ts';
import type { PlannedMood } from '../domain/plan.ts';
import { plannedAt } from '../domain/plan.ts';
import type { Moment } from '../domain/units.ts';
import { ms, percent } from '../domain/units.ts';
import { GroupCoordinator } from '../group/coordinator.ts';
import { openDiary, openHistory } from '../history/open.ts';
import type { History } from '../history/port.ts';
import { openSharedEyes } from '../inference/open.ts';
import type { FacePipeline } from '../inference/pipeline.ts';
import { OwnBroker } from '../mqtt/broker/broker.ts';
import { BrokerUnavailable } from '../mqtt/broker/plan.ts';
import { clientIdOf } from '../mqtt/connection.ts';
import { MqttPublisher } from '../mqtt/publisher.ts';
import { Chooser } from '../music/choose/chooser.ts';
import type { Mapping } from '../music/choose/mapping.ts';
import { loadMapping } from '../music/choose/mapping.ts';
import { OwnWords } from '../music/choose/own-words.ts';
import { sourceOrder } from '../music/choose/source-order.ts';
import { Covers } from '../music/covers.ts';
import { openMusic, openReleases } from '../music/open.ts';
import { openPlayer } from '../players/open.ts';
import type { Player } from '../players/port.ts';
import type { Clock } from '../shared/async/clock.ts';
import { today } from '../shared/async/clock.ts';
import type { Scope } from '../shared/async/scope.ts';
import type { Log } from '../shared/log.ts';
import type { LogRing } from '../shared/log-ring.ts';
import { smallerJpeg } from '../shared/smaller-jpeg.ts';
import type { PageAnswers } from '../web/api/endpoints.ts';
import type { WebServer } from '../web/open.ts';
import { openWeb } from '../web/open.ts';
import type { Box } from '../web/port.ts';
import { aboutAnswers } from './answers/about.ts';
import type { BoxParts } from './answers/box.ts';
import { boxAnswers } from './answers/box.ts';
import { dayAnswers } from './answers/day.ts';
import { kioskAnswers } from './answers/kiosk.ts';
import type { MusicAnswerParts } from './answers/music.ts';
import { musicAnswers } from './answers/music.ts';
import { roomsAnswers } from './answers/rooms.ts';
import { venueAnswers } from './answers/venue.ts';
import { cameraAnswers } from './answers/camera.ts';
import { Daemon } from './daemon.ts';
import { moodSettings } from './mood-settings.ts';
import type { BookmarkParts } from './playback/bookmark.ts';
import { Bookmark } from './playback/bookmark.ts';
import { clockIsSet } from './process/clock-is-set.ts';
import { PlanStore } from './process/plan-store.ts';
import { SettingsStore } from './process/settings-store.ts';
import { openThermometer } from './process/thermometer.ts';
import type { Viewpoint } from './sensing/camera-set.ts';
import { errands } from './upkeep/errands.ts';
import { mpvVersion } from './upkeep/machine.ts';
import { TallyKeeper } from './upkeep/tally-keeper.ts';
import { unitStates } from './upkeep/units.ts';
import { venueOf } from './venue/venue.ts';
import type { ExplainerParts } from './sensing/explainer.ts';
import { Explainer } from './sensing/explainer.ts';
import { LivePicture } from './sensing/live-picture.ts';
import { Zones } from './sensing/zones.ts';

export type DaemonWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** The newest lines of the log. */
  readonly ring: LogRing;
  readonly scope: Scope;
  readonly stateDir: string;
  readonly version: string;
};

const MACHINE_TIME = { today, clockIsSet, uptime: () => ms(uptime() * 1000) };

/**
 * The one place that opens adapters. What opens last closes first: the page, then the connection to the broker, then the broker itself,
 * then the music. Throws if waiting cannot help: a wrong model file, a port in use, a wrong mapping.
 */
export async function compose(config: Config, world: DaemonWorld): Promise<{ readonly daemon: Daemon; readonly web: WebServer }> {
  const { clock, log, scope, stateDir, version } = world;
  const room = (name: string): { clock: Clock; log: Log } => ({ clock, log: log.child({ room: name }) });
  const mapping = await loadMapping(config.music.mapping, config.music.preset);
  const music = scope.own(openMusic(config.music, { ...room('music'), mapping, stateDir }).start());
  const cameras = openCameras(config.camera, room('camera'));
  const memory = scope.own(SettingsStore.open(stateDir, log.child({ room: 'daemon' }), !config.venue));
  const plan = scope.own(PlanStore.open(stateDir, log.child({ room: 'daemon' })));
  const recall: BookmarkParts['recall'] = (track, signal) => music.recall(track, signal);
  const bookmark = scope.own(Bookmark.open(stateDir, { ...room('daemon'), today, recall }));
  const history = scope.own(openHistory(config.history, stateDir, { ...room('history'), ...MACHINE_TIME }));
  const viewpoints = await openViewpoints(config, cameras, scope, room('inference'));
  const volume = memory.remembered.volume ?? percent(config.player.volume);
  const player = scope.own(await openPlayer({ ...config.player, volume }, { ...room('player'), stateDir }));
  const broker = await brokerFor(config, world);
  const ytdlp = openReleases(config.music, { ...room('music'), mapping, stateDir });
  const thermometer = await openThermometer(clock);
  for (const each of [ytdlp, thermometer]) if (each) scope.own(each);
  const has = { temperature: thermometer !== undefined, ytdlp: ytdlp !== undefined, preview: config.web.preview === 'picture' };
  const outside = { has, presence: { ...config.presence, ...moodSettings(config).presence }, shrink: smallerJpeg };
  const publisher = scope.own(MqttPublisher.open(broker.mqtt, { ...room('mqtt'), ...outside, version, stateDir, ...broker }));
  const covers = new Covers(room('music'));
  const words = OwnWords.open(mapping, join(stateDir, 'words.json'), log.child({ room: 'music' }));
  const chooser = chooserOf(config, words, history);
  const sight = openSight(config, cameras, world);
  const daemon = new Daemon(
    {
      ...{ viewpoints, player, publisher, memory, bookmark, history, ytdlp, clock, today, version, log, ...sight },
      ...coordinatorIn(config, publisher, room('group')),
      venue: venueOf(config, { stateDir, today }),
      choose: (query, recent) => chooser.next(query, recent),
      find: (choice, signal) => music.find(choice, signal),
      unplayable: (track, why, at) => music.unplayable(track, why, at),
      heard: (track) => music.heard(track),
      cover: (track, mood, signal) => covers.of(track, mood, signal),
      temperature: () => thermometer?.value,
      plan: () => plannedFor(plan, today()),
      prepare: (name, moods, recent) => music.prepare(name, chooser.ahead(moods, recent)),
    },
    config,
  );
  const answering = { config, world, daemon, viewpoints, plan, history, music, words, player, ...sight };
  const box = boxOf(daemon, answersOf({ ...answering, orderOf: sourceOrder(config.music, mapping) }));
  return { daemon, web: scope.own(await openWeb(config.web, box, { ...room('web'), stateDir })) };
}

/** What the page may change and see of the cameras: the ignored zones and the live picture. */
function openSight({ camera, venue, web }: Config, cameras: readonly NamedCamera[], { clock, log, scope, stateDir }: DaemonWorld) {
  const names = cameras.map(({ name }) => name);
  const room = log.child({ room: 'camera' });
  const zones = scope.own(Zones.open({ dir: stateDir, configured: camera.ignore, cameras: names, log: room }));
  return { zones, livePicture: new LivePicture({ clock, log: room, today, allowed: web.preview === 'picture' && !venue }) };
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

/** The daemon as the web page sees it. */
const boxOf = (daemon: Daemon, answers: PageAnswers): Box => ({
  report: () => daemon.status.report(),
  onReport: (listener) => daemon.status.onReport(listener),
  command: (command, by) => daemon.command(command, by),
  health: () => daemon.health(),
  answers,
});

/** What the plan of the day says about a moment, while it is in use. */
const plannedFor = ({ decision: { plan, state } }: PlanStore, at: Moment): PlannedMood | undefined =>
  state === 'used' && plan ? plannedAt(plan, at) : undefined;

/** What the answers to the page rest on. */
type Answering = Pick<MusicAnswerParts, 'history' | 'music' | 'words' | 'orderOf'> & Pick<CameraAnswerParts, 'zones' | 'livePicture'> & Pick<ExplainerParts, 'viewpoints'> & {
  readonly config: Config;
  readonly world: DaemonWorld;
  readonly daemon: Daemon;
  readonly plan: PlanStore;
  readonly player: Player;
};

/** What answers the page's endpoints. */
function answersOf({ config, world, daemon, plan, player, viewpoints, zones, livePicture, ...rooms }: Answering): PageAnswers {
  const { clock, stateDir, version } = world;
  return {
    ...aboutAnswers({ id: config.mqtt.id, name: config.mqtt.name, version }),
    ...dayAnswers({ diary: openDiary(config.history, stateDir, today), plan }),
    ...kioskAnswers(config.player),
    ...musicAnswers({
      ...{ ...rooms, clock, today },
      mood: () => daemon.director.mood,
      playOnce: (track, by) => daemon.playOnce(track, by),
      judge: (track, as) => daemon.judge(track, as),
    }),
    ...roomsAnswers({
      volume: () => player.volume,
      rooms: player.rooms,
      group: () => daemon.group,
      handOver: (to) => daemon.handOver(to),
    }),
    ...venueAnswers({ config, venue: venueOf(config, { stateDir, today }) }),
    ...boxAnswers(boxParts(config, daemon, world)),
    ...cameraAnswers({
      ...{ daemon, viewpoints, zones, livePicture },
      preview: config.web.preview,
      explainer: new Explainer({ viewpoints, livePicture, clock, allowed: !config.venue }),
      faces: () => daemon.faces,
    }),
  };
}

/** What the box itself can be asked. What it runs for that ends with the daemon. */
function boxParts(config: Config, daemon: Daemon, world: DaemonWorld): BoxParts {
  const { clock, log, ring, scope, stateDir, version } = world;
  const over = new AbortController();
  scope.own({ [Symbol.asyncDispose]: async () => over.abort() });
  const { signal } = over;
  const tally = new TallyKeeper(daemon.status);
  return {
    ...{ clock, config, ring, stateDir, today, version },
    report: () => daemon.status.report(),
    eyes: () => daemon.eyes,
    tally: () => tally.tally,
    errand: errands({ clock, log: log.child({ room: 'daemon' }), signal }),
    mpv: mpvVersion(config.player.mpv, clock, signal),
    units: () => unitStates(clock, signal),
  };
}

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

/** How the box reaches its broker. `socket`: that of its own one, while it runs. */
type AccessRules = { readonly mqtt: MqttConfig; readonly socket: () => string | undefined; readonly unavailable?: string | undefined };

/** The broker of the configuration, or the box's own. */
async function brokerFor(config: Config, world: DaemonWorld): Promise<AccessRules> {
  if (config.mqtt.url !== '') return { mqtt: config.mqtt, socket: () => undefined };
  const broker = await ownBroker(config, world);
  // Somebody else with the box's client id would take its place, so nobody may know it.
  const client_id = `${clientIdOf(config.mqtt)}-${randomBytes(8).toString('hex')}`;
  return { mqtt: { ...config.mqtt, url: broker.url, client_id }, socket: () => broker.socket, unavailable: broker.unavailable };
}

type ReachedBroker = Pick<OwnBroker, 'url' | 'socket'> & { readonly unavailable?: string };

/** The box's own broker. If it cannot run, everything but MQTT still works, and the publisher keeps trying to connect. */
async function ownBroker(config: Config, { clock, log, scope, stateDir }: DaemonWorld): Promise<ReachedBroker> {
  const room = log.child({ room: 'broker' });
  try {
    return scope.own(await OwnBroker.open(config.mqtt, stateDir, { clock, log: room }));
  } catch (err) {
    if (!(err instanceof BrokerUnavailable)) throw err;
    room.error({ why: err.why, message: err.message }, 'broker.unavailable');
    return { url: err.url, socket: undefined, unavailable: `moodbox's own broker did not start: ${err.message}` };
  }
}
