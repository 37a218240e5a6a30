import { EventEmitter } from 'node:events';
import type { MqttClient } from 'mqtt';
import type { MqttConfig, PresenceConfig } from '../config/schema.ts';
import type { Command } from '../domain/command.ts';
import type { BrokerState, MoodChange, Report } from '../domain/report.ts';
import type { Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { backoff } from '../shared/async/backoff.ts';
import type { Clock } from '../shared/async/clock.ts';
import { supervise } from '../shared/async/supervise.ts';
import type { Log } from '../shared/log.ts';
import { clientIdOf, connectOnce } from './connection.ts';
import { shownUrl } from './credentials.ts';
import { DuplicateClientIdWatch, isDuplicateClientId } from './duplicate-client-id.ts';
import { connectionReason, lossOf } from './errors.ts';
import { MqttGroupLine } from './group/line.ts';
import { deviceOf } from './home-assistant/discovery.ts';
import type { Capabilities } from './home-assistant/entities.ts';
import { settleNames } from './home-assistant/rename-cleanup.ts';
import { eventOf, flushingOf, statesOf, throttlesOf } from './home-assistant/states.ts';
import { dispatch } from './inbox.ts';
import { LogOnce } from './log-once.ts';
import { Outbox } from './outbox.ts';
import { ONLINE } from './payloads.ts';
import type { Publisher } from './port.ts';
import { Sensor } from './sensor.ts';
import type { Session } from './session.ts';
import { deliver, leave, subscribe } from './session.ts';
import { StateEcho } from './state-echo.ts';
import type { Topics } from './topics.ts';
import { topicsOf } from './topics.ts';

export type PublisherWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** The release of moodbox, for Home Assistant's device page. */
  readonly version: string;
  readonly has: Capabilities;
  /** The topic of a presence sensor, and how long its word counts while the broker is away; the configuration's defaults where left out. */
  readonly presence?: PresenceConfig;
  /** Where it is remembered under which names the box was announced; without it nothing is taken back after a renaming. */
  readonly stateDir?: string;
};

const FIRST_REST = ms(1000);
const LONGEST_REST = ms(60_000);
/** At its birth Home Assistant has a whole house to listen to: everybody waits up to this long first. */
const BIRTH_JITTER_MS = 1000;
const NO_SENSOR: PresenceConfig = { topic: '', hold: ms(300_000) };
const QOS = { '0': 0, '1': 1, '2': 2 } as const;

/**
 * Tells the world over MQTT and takes commands from it. A broker that is absent, restarts or refuses is ordinary life: the
 * publisher tries again after 1 s to 60 s, and tells everything anew whenever it gets through.
 */
export class MqttPublisher implements Publisher {
  readonly #config: MqttConfig;
  readonly #topics: Topics;
  readonly #world: PublisherWorld;
  readonly #outbox: Outbox;
  readonly #answers: StateEcho;
  /** What is true whenever we are connected: the device, and that it is online. */
  readonly #about: ReadonlyMap<string, string>;
  readonly #complaints = new LogOnce();
  readonly #clashes = new DuplicateClientIdWatch();
  readonly #sensor: Sensor;
  /** Where a sensor of the home tells its state; empty where there is none. */
  readonly #sensorTopic: string;
  readonly #told = new EventEmitter<{ command: [Command]; state: [BrokerState] }>();
  /** The way to the other boxes; `undefined` without a group. */
  readonly group: MqttGroupLine | undefined;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #report: Report | undefined;
  #picture: string | undefined;
  #state: BrokerState;
  #clash = false;
  #greeting = false;

  /** Returns at once and connects behind the scenes. `config.url` must be filled in, with the own broker's address if need be. */
  static open(config: MqttConfig, world: PublisherWorld): MqttPublisher {
    return new MqttPublisher(config, world);
  }

  private constructor(config: MqttConfig, world: PublisherWorld) {
    this.#config = config;
    this.#world = world;
    this.#topics = topicsOf(config);
    this.#outbox = new Outbox(flushingOf(this.#topics), throttlesOf(this.#topics));
    this.#answers = new StateEcho(this.#outbox, this.#topics, world.clock);
    const { topic, hold } = world.presence ?? NO_SENSOR;
    this.#sensorTopic = topic;
    this.#sensor = new Sensor({ clock: world.clock, hold, say: (on) => this.#told.emit('command', { type: 'presence', on }) });
    this.group = config.group ? new MqttGroupLine(config, this.#outbox, this.#complain) : undefined;
    // An empty retained payload takes an earlier announcement back.
    const device = config.discovery ? JSON.stringify(deviceOf(config, this.#topics, world.version, world.has)) : '';
    this.#about = new Map([
      [this.#topics.config, device],
      [this.#topics.availability, ONLINE],
    ]);
    this.#state = { kind: 'connecting', url: shownUrl(config.url) };
    this.#running = this.#connecting();
  }

  get state(): BrokerState {
    return this.#state;
  }

  publish(report: Report): void {
    this.#report = report;
    this.#outbox.wake();
  }

  announce(change: MoodChange): void {
    if (this.#state.kind === 'connected') this.#outbox.add(this.#topics.moodChanged, eventOf(change));
  }

  illustrate(picture: Uint8Array): void {
    this.#picture = Buffer.from(picture).toString('base64');
    this.#outbox.wake();
  }

  onCommand(listener: (command: Command) => void): () => void {
    this.#told.on('command', listener);
    return () => void this.#told.off('command', listener);
  }

  onState(listener: (state: BrokerState) => void): () => void {
    this.#told.on('state', listener);
    return () => void this.#told.off('state', listener);
  }

  /** Says `offline` and signs off; done within 4 s even if the broker does not answer. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#sensor[Symbol.dispose]();
    await this.#running;
    if (this.#state.kind !== 'lost') this.#become({ kind: 'lost', url: this.#state.url, why: 'stopped' });
    this.#told.removeAllListeners();
  }

  #connecting(): Promise<void> {
    const doubling = backoff(FIRST_REST, LONGEST_REST);
    return supervise((signal) => this.#session(signal), {
      signal: this.#stop.signal,
      clock: this.#world.clock,
      // Two boxes with one client id throw each other out at every sign-in: once a minute is often enough.
      rest: (failures) => (this.#clash ? LONGEST_REST : doubling(failures)),
      onFailure: (err, retryMs) => this.#lost(connectionReason(err), retryMs),
    });
  }

  /** From one connection to its loss, which is thrown, or to the stop, which is not. */
  async #session(stop: AbortSignal): Promise<void> {
    this.#clash = false;
    const client = await connectOnce(this.#config, this.#topics, stop);
    const { clock } = this.#world;
    const began = clock.now();
    const lost = lossOf(client);
    const ended = AbortSignal.any([stop, lost]);
    const own = { topics: this.#topics, outbox: this.#outbox, qos: QOS[this.#config.qos], complain: this.#complain };
    const session: Session = { ...own, client, clock, ended, also: this.#others };
    try {
      this.#listen(session);
      await subscribe(session);
      if (!ended.aborted) this.#connected(client);
      await Promise.all([deliver(session, () => this.#states()), settleNames(session, this.#config, this.#world.stateDir)]);
    } finally {
      this.#outbox.dropEvents();
      await leave(session, stop.aborted);
    }
    if (stop.aborted) return;
    const cause = this.#clashes.judged(lost.reason, elapsed(began, clock.now()));
    this.#clash = isDuplicateClientId(cause);
    throw cause;
  }

  /** Topics of others that are listened to. */
  get #others(): readonly string[] {
    return [...(this.group?.asked ?? []), ...(this.#sensorTopic === '' ? [] : [this.#sensorTopic])];
  }

  #states(): ReadonlyMap<string, string> {
    const picture = this.#picture === undefined ? [] : [[this.#topics.state.cover, this.#picture] as const];
    return new Map([...this.#about, ...(this.#report ? statesOf(this.#report, this.#topics) : []), ...picture]);
  }

  #listen({ client, ended }: Session): void {
    client.on('message', (topic, payload, { retain }) => {
      if (ended.aborted || this.group?.takes({ topic, payload, retain })) return;
      dispatch(
        { topic, payload, retain },
        { topics: this.#topics, sensor: this.#sensorTopic },
        {
          onSensor: (word) => this.#sensor.reports(word),
          onCommand: (command) => this.#commanded(command),
          onAsked: (set) => this.#answers.answer(set, ended),
          onBirth: () => this.#greet(ended),
          onNonsense: this.#complain,
        },
      );
    });
  }

  #commanded(command: Command): void {
    if (command.type === 'presence') this.#sensor.told(command.on);
    else this.#told.emit('command', command);
  }

  /** Home Assistant knows nothing of us yet: everything again, after a moment. */
  #greet(ended: AbortSignal): void {
    if (this.#greeting) return;
    this.#greeting = true;
    const greeted = this.#world.clock.sleep(ms(Math.random() * BIRTH_JITTER_MS), ended);
    void greeted
      .catch(() => undefined)
      .then(() => {
        this.#greeting = false;
        this.#outbox.forget();
      });
  }

  #connected(client: MqttClient): void {
    this.#outbox.forget();
    this.#become({ kind: 'connected', url: this.#state.url });
    this.#world.log.info({ url: this.#state.url, version: client.options.protocolVersion }, 'mqtt.connected');
  }

  #lost(why: string, retryMs: Ms): void {
    const known = this.#state.kind === 'lost' && this.#state.why === why;
    if (this.#clash) this.#world.log.error({ client_id: clientIdOf(this.#config), why, retryMs }, 'mqtt.client_id_taken');
    else this.#world.log[known ? 'debug' : 'warn']({ url: this.#state.url, why, retryMs }, 'mqtt.lost');
    if (!known) this.#become({ kind: 'lost', url: this.#state.url, why });
  }

  #become(state: BrokerState): void {
    this.#state = state;
    if (state.kind === 'connected') this.#sensor.connected();
    if (state.kind === 'lost') this.#sensor.lost();
    this.#told.emit('state', state);
  }

  readonly #complain = (fields: object, event: string): void => {
    if (this.#complaints.isNew(JSON.stringify([event, fields]))) this.#world.log.warn(fields, event);
  };
}
