import { openCamera } from '../camera/open.ts';
import type { Config } from '../config/schema.ts';
import { percent } from '../domain/units.ts';
import { openHistory } from '../history/open.ts';
import { openEyes } from '../inference/open.ts';
import { OwnBroker } from '../mqtt/broker.ts';
import { BrokerUnavailable } from '../mqtt/broker-plan.ts';
import { MqttPublisher } from '../mqtt/publisher.ts';
import { Chooser } from '../music/chooser.ts';
import { findInOrder } from '../music/fallback.ts';
import { loadMapping } from '../music/mapping.ts';
import { openSources } from '../music/open.ts';
import { MpvPlayer } from '../players/mpv.ts';
import type { Clock } from '../shared/clock.ts';
import { today } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Scope } from '../shared/scope.ts';
import type { WebServer } from '../web/server.ts';
import { openWeb } from '../web/server.ts';
import { Daemon } from './daemon.ts';
import { Memory } from './memory.ts';

export type World = {
  readonly clock: Clock;
  readonly log: Log;
  readonly scope: Scope;
  readonly stateDir: string;
  readonly version: string;
};

/**
 * The one place that opens adapters. What opens last closes first: the page, then the word to the broker, then the
 * broker, then the music. Throws what cannot be mended by waiting: a wrong model file, a taken port, a wrong mapping.
 */
export async function compose(config: Config, world: World): Promise<{ readonly daemon: Daemon; readonly web: WebServer }> {
  const { clock, log, scope, stateDir, version } = world;
  const room = (name: string): { clock: Clock; log: Log } => ({ clock, log: log.child({ room: name }) });
  const mapping = await loadMapping(config.music.mapping, config.music.preset);
  const sources = openSources(config.music, { ...room('music'), mapping, stateDir });
  const camera = openCamera(config.camera, room('camera'));
  const memory = scope.own(Memory.open(stateDir, log.child({ room: 'daemon' })));
  const history = scope.own(openHistory(config.history, stateDir, { ...room('history'), today }));
  const eyes = scope.own(await openEyes(config.inference, room('inference')));
  const volume = memory.remembered.volume ?? percent(config.player.volume);
  const player = scope.own(await MpvPlayer.open({ ...config.player, volume }, room('player')));
  const url = config.mqtt.url || (await ownBroker(config, world));
  const publisher = scope.own(await MqttPublisher.open({ ...config.mqtt, url }, { ...room('mqtt'), version }));
  const chooser = new Chooser({ mapping, opinions: () => history.opinions(), today });
  const daemon = new Daemon(
    {
      ...{ camera, eyes, player, publisher, memory, history, clock, today, version },
      log,
      choose: (mood, why, recent) => chooser.next(mood, why, recent),
      find: (choice, signal, without) =>
        findInOrder(
          sources.filter(({ name }) => !without.includes(name)),
          choice,
          signal,
          log.child({ room: 'music' }),
        ),
      prepare: (name, moods, recent) => sources.find((source) => source.name === name)?.prepare?.(chooser.ahead(moods, recent)),
    },
    config,
  );
  const web = scope.own(
    await openWeb(
      config.web,
      {
        report: () => daemon.status.report(),
        onReport: (listener) => daemon.status.onReport(listener),
        command: (command) => void daemon.director.command(command),
        health: () => daemon.health(),
      },
      room('web'),
    ),
  );
  return { daemon, web };
}

/** The address of the own broker. A home where it cannot run has no MQTT, but everything else; the publisher keeps trying. */
async function ownBroker(config: Config, { clock, log, scope, stateDir }: World): Promise<string> {
  const room = log.child({ room: 'broker' });
  try {
    return scope.own(await OwnBroker.open(config.mqtt, stateDir, { clock, log: room })).url;
  } catch (err) {
    if (!(err instanceof BrokerUnavailable)) throw err;
    room.error({ why: err.why, message: err.message }, 'broker.unavailable');
    return err.url;
  }
}
