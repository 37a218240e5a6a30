import { randomBytes } from 'node:crypto';
import { uptime } from 'node:os';
import { offeredCameras } from '../camera/offered.ts';
import type { NamedCamera } from '../camera/open.ts';
import { openCameras } from '../camera/open.ts';
import { dayPlan } from '../config/day.ts';
import type { Config, MqttConfig } from '../config/schema.ts';
import { ms, percent } from '../domain/units.ts';
import { GroupCoordinator } from '../group/coordinator.ts';
import { openHistory } from '../history/open.ts';
import { openSharedEyes } from '../inference/open.ts';
import { OwnBroker } from '../mqtt/broker/broker.ts';
import { BrokerUnavailable } from '../mqtt/broker/plan.ts';
import { clientIdOf } from '../mqtt/connection.ts';
import { findNearby } from '../mqtt/nearby/find.ts';
import { MqttPublisher } from '../mqtt/publisher.ts';
import { tryBroker } from '../mqtt/sign-in.ts';
import { Chooser } from '../music/choose/chooser.ts';
import { loadMapping } from '../music/choose/mapping.ts';
import { Covers } from '../music/covers.ts';
import { openMusic, openReleases } from '../music/open.ts';
import { openPlayer } from '../players/open.ts';
import { offeredOutputs } from '../players/output/offered.ts';
import { playTone } from '../players/output/tone.ts';
import type { Clock } from '../shared/async/clock.ts';
import { today } from '../shared/async/clock.ts';
import type { Scope } from '../shared/async/scope.ts';
import type { Log } from '../shared/log.ts';
import { smallerJpeg } from '../shared/smaller-jpeg.ts';
import type { PageAnswers } from '../web/api/endpoints.ts';
import type { WebServer } from '../web/open.ts';
import { openWeb } from '../web/open.ts';
import type { Box } from '../web/port.ts';
import { aboutAnswers } from './answers/about.ts';
import type { SettingsParts } from './answers/settings.ts';
import { configAnswers } from './answers/settings.ts';
import type { SetupParts } from './answers/setup.ts';
import { setupAnswers } from './answers/setup.ts';
import { Daemon } from './daemon.ts';
import { moodSettings } from './mood-settings.ts';
import type { BookmarkParts } from './playback/bookmark.ts';
import { Bookmark } from './playback/bookmark.ts';
import { clockIsSet } from './process/clock-is-set.ts';
import { SettingsStore } from './process/settings-store.ts';
import { openThermometer } from './process/thermometer.ts';
import type { Viewpoint } from './sensing/camera-set.ts';

export type DaemonWorld = {
  readonly clock: Clock;
  readonly log: Log;
  readonly scope: Scope;
  readonly stateDir: string;
  readonly version: string;
  readonly settings: SettingsParts;
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
  const memory = scope.own(SettingsStore.open(stateDir, log.child({ room: 'daemon' })));
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
  const has = { temperature: thermometer !== undefined, ytdlp: ytdlp !== undefined };
  const outside = { has, presence: { ...config.presence, ...moodSettings(config).presence }, shrink: smallerJpeg };
  const publisher = scope.own(MqttPublisher.open(broker.mqtt, { ...room('mqtt'), ...outside, version, stateDir, ...broker }));
  const covers = new Covers(room('music'));
  const chooser = new Chooser({
    mapping,
    opinions: () => history.opinions(),
    today,
    terms: config.music,
    day: dayPlan(config.music.day),
  });
  const daemon = new Daemon(
    {
      ...{ viewpoints, player, publisher, memory, bookmark, history, ytdlp, clock, today, version },
      ...coordinatorIn(config, publisher, room('group')),
      log,
      choose: (query, recent) => chooser.next(query, recent),
      find: (choice, signal) => music.find(choice, signal),
      unplayable: (track, why, at) => music.unplayable(track, why, at),
      heard: (track) => music.heard(track),
      cover: (track, mood, signal) => covers.of(track, mood, signal),
      temperature: () => thermometer?.value,
      prepare: (name, moods, recent) => music.prepare(name, chooser.ahead(moods, recent)),
    },
    config,
  );
  return { daemon, web: scope.own(await openWeb(config.web, boxOf(daemon, answersOf(config, world)), { ...room('web'), stateDir })) };
}

/** Pairs each camera with its own eyes. */
async function openViewpoints(
  config: Config,
  cameras: readonly NamedCamera[],
  scope: Scope,
  room: Pick<DaemonWorld, 'log'>,
): Promise<Viewpoint[]> {
  const { eyes } = scope.own(await openSharedEyes(config.inference, cameras.length, { ...room, sight: config.camera }));
  return cameras.flatMap((camera, index) => {
    const own = eyes[index];
    return own ? [{ ...camera, eyes: own }] : [];
  });
}

/** The daemon as the web page sees it. */
const boxOf = (daemon: Daemon, answers: PageAnswers): Box => ({
  report: () => daemon.status.report(),
  onReport: (listener) => daemon.status.onReport(listener),
  command: (command, by) => daemon.command(command, by),
  health: () => daemon.health(),
  answers,
});

/** What answers the page's endpoints. */
const answersOf = (config: Config, { clock, settings, version }: DaemonWorld): PageAnswers => ({
  ...aboutAnswers({ id: config.mqtt.id, name: config.mqtt.name, version }),
  ...configAnswers(settings),
  ...setupAnswers(setupOf(config, clock)),
});

/** Longer than a search, a tone or a sign-in takes; the page gives up after 20 s. */
const SETUP_LIMIT = 12_000;

const setupOf = ({ mqtt, player }: Config, clock: Clock): SetupParts => ({
  cameras: () => offeredCameras(),
  outputs: () => offeredOutputs(player.mpv, clock, AbortSignal.timeout(SETUP_LIMIT)),
  playTone: (output) => playTone(player.mpv, output, clock, AbortSignal.timeout(SETUP_LIMIT)),
  findNearby: () => findNearby({ clock, signal: AbortSignal.timeout(SETUP_LIMIT) }),
  tryBroker: (typed) => tryBroker(mqtt, typed, AbortSignal.timeout(SETUP_LIMIT)),
});

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
