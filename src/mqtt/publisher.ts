import { EventEmitter } from 'node:events';
import type { MqttClient } from 'mqtt';
import type { MqttConfig, PresenceConfig } from '../config/schema.ts';
import type { Command } from '../domain/command.ts';
import type { BrokerState, MoodChange, Report } from '../domain/report.ts';
import type { Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import { shownAddress } from '../shared/address.ts';
import { backoff } from '../shared/async/backoff.ts';
import type { Clock } from '../shared/async/clock.ts';
import { supervise } from '../shared/async/supervise.ts';
import type { Log } from '../shared/log.ts';
import { clientIdOf, connectOnce } from './connection.ts';
import { isDuplicateClientId } from './duplicate-client-id.ts';
import { connectionReason, lossOf } from './errors.ts';
import { MqttGroupLine } from './group/line.ts';
import { AnnouncedNames } from './home-assistant/announced-names.ts';
import { greet } from './home-assistant/birth.ts';
import type { DeviceIdentity } from './home-assistant/discovery.ts';
import { deviceOf } from './home-assistant/discovery.ts';
import { beginMove, endMove } from './home-assistant/discovery-move.ts';
import { discoveryText } from './home-assistant/discovery-text.ts';
import type { Capabilities } from './home-assistant/entities.ts';
import type { ShrinkPicture } from './home-assistant/fitted-cover.ts';
import { coverFor, FittedCover } from './home-assistant/fitted-cover.ts';
import { settleNames } from './home-assistant/rename-cleanup.ts';
import { eventOf, restraintsOf, statesOf } from './home-assistant/states.ts';
import { Inbox } from './inbox.ts';
import { EndDiagnosis } from './link/end-diagnosis.ts';
import { Lane } from './link/lane.ts';
import type { BrokerLimits, Qos } from './link/limits.ts';
import { allowedQos, limitSentences } from './link/limits.ts';
import { LogOnce } from './log-once.ts';
import { Outbox } from './outbox.ts';
import { ONLINE } from './payloads.ts';
import type { Publisher } from './port.ts';
import { Sensor } from './sensor/sensor.ts';
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
  /** What else that page says of the box. Asked at every connection, since the network may come late. */
  readonly identity?: () => Omit<DeviceIdentity, 'version'>;
  readonly has: Capabilities;
  /** The topic of a presence sensor, and how long its word counts while the broker is away. Left out: the configuration's defaults. */
  readonly presence?: PresenceConfig;
  /** Makes a cover smaller for a broker that takes no large packets. Left out: such a cover is not sent. */
  readonly shrink?: ShrinkPicture;
  /** The Unix socket of our own broker, while it has one; then the box connects there and not to the address. */
  readonly socket?: () => string | undefined;
  /** Why our own broker did not start, as a sentence; left out if it did, or if the broker is another. */
  readonly unavailable?: string | undefined;
  /** Where the box remembers under which names it was announced. Without it nothing is cleaned up after a renaming. */
  readonly stateDir?: string;
};

const FIRST_RETRY = ms(1000);
const LONGEST_RETRY = ms(60_000);
/** When Home Assistant starts, a whole house answers it: each box waits a random time of up to this first. */
const BIRTH_JITTER_MS = 1000;
const NO_SENSOR: PresenceConfig = { topic: '', hold: ms(300_000) };
const QOS = { '0': 0, '1': 1, '2': 2 } as const satisfies Record<MqttConfig['qos'], Qos>;

/**
 * Publishes the state of the box over MQTT, and takes commands. It expects brokers to be absent, to restart and to refuse: it tries again
 * after 1 s to 60 s, and sends everything again whenever it gets through.
 */
export class MqttPublisher implements Publisher {
  readonly #config: MqttConfig;
  readonly #topics: Topics;
  readonly #world: PublisherWorld;
  readonly #outbox: Outbox;
  readonly #echo: StateEcho;
  /** What is sent first at every connection: the device, and that it is online. */
  #announcement: ReadonlyMap<string, string> = new Map();
  readonly #warnings = new LogOnce();
  readonly #ends: EndDiagnosis;
  readonly #cover: FittedCover;
  readonly #sensor: Sensor;
  /** Where a sensor of the home sends its state; empty if there is none. */
  readonly #sensorTopic: string;
  readonly #events = new EventEmitter<{ command: [Command]; state: [BrokerState] }>();
  /** The line to the other boxes; `undefined` without a group. */
  readonly group: MqttGroupLine | undefined;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #report: Report | undefined;
  #state: BrokerState;
  #isDuplicate = false;
  #isGreeting = false;

  /** Returns at once and connects in the background. `config.url` must not be empty: for our own broker it is that one's address. */
  static open(config: MqttConfig, world: PublisherWorld): MqttPublisher {
    return new MqttPublisher(config, world);
  }

  private constructor(config: MqttConfig, world: PublisherWorld) {
    this.#config = config;
    this.#world = world;
    this.#topics = topicsOf(config);
    this.#outbox = new Outbox(restraintsOf(this.#topics));
    this.#ends = new EndDiagnosis(world.clock, this.#warn);
    this.#cover = new FittedCover(world.shrink ?? (async () => undefined), () => this.#outbox.wake());
    this.#echo = new StateEcho(this.#outbox, this.#topics, world.clock);
    const { topic, hold } = world.presence ?? NO_SENSOR;
    this.#sensorTopic = topic;
    this.#sensor = new Sensor({ clock: world.clock, hold, onWord: (on) => this.#events.emit('command', { type: 'presence', on }) });
    this.group = config.group ? new MqttGroupLine(config, this.#outbox, this.#warn) : undefined;
    this.#state = { kind: 'connecting', url: shownAddress(config.url) };
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
    this.#cover.show(picture);
    this.#outbox.wake();
  }

  onCommand(listener: (command: Command) => void): () => void {
    this.#events.on('command', listener);
    return () => void this.#events.off('command', listener);
  }

  onState(listener: (state: BrokerState) => void): () => void {
    this.#events.on('state', listener);
    return () => void this.#events.off('state', listener);
  }

  /** Sends `offline` and signs off, within 4 s even if the broker does not answer. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#sensor[Symbol.dispose]();
    await this.#running;
    if (this.#state.kind !== 'lost') this.#become({ kind: 'lost', url: this.#state.url, why: 'stopped' });
    this.#events.removeAllListeners();
  }

  #connecting(): Promise<void> {
    const retryDelay = backoff(FIRST_RETRY, LONGEST_RETRY);
    return supervise((signal) => this.#session(signal), {
      signal: this.#stop.signal,
      clock: this.#world.clock,
      // Two boxes with one client id throw each other out at every sign-in: once a minute is enough.
      rest: (failures) => (this.#isDuplicate ? LONGEST_RETRY : retryDelay(this.#ends.isLearnt ? 0 : failures)),
      onFailure: (err, retryMs) => this.#lost(this.#world.unavailable ?? connectionReason(err), retryMs),
    });
  }

  /** One session, from connecting to the loss of the connection, which is thrown, or to the stop, which is not. */
  async #session(stop: AbortSignal): Promise<void> {
    this.#isDuplicate = false;
    this.#ends.isLearnt = false;
    const { client, limits } = await connectOnce(this.#config, this.#topics, stop, this.#world.socket?.());
    const { clock } = this.#world;
    const began = clock.now();
    const lost = lossOf(client);
    const ended = AbortSignal.any([stop, lost]);
    const session = this.#open(client, limits, ended);
    try {
      this.#listen(session);
      await subscribe(session);
      if (!ended.aborted) this.#connected(session);
      const names = this.#world.stateDir === undefined ? undefined : new AnnouncedNames(this.#world.stateDir);
      const old = names && (await beginMove(session, this.#config, names));
      await Promise.all([deliver(session, () => this.#states(session)), names && this.#settle(session, names, old)]);
    } finally {
      this.#outbox.dropEvents();
      await leave(session, stop.aborted);
    }
    if (stop.aborted) return;
    const cause = this.#ends.causeOf(lost.reason, elapsed(began, clock.now()), [this.#topics.availability]);
    this.#isDuplicate = isDuplicateClientId(cause);
    throw cause;
  }

  #open(client: MqttClient, announced: BrokerLimits, ended: AbortSignal): Session {
    const { enders } = this.#ends;
    enders.began();
    const own = { topics: this.#topics, outbox: this.#outbox, foreignTopics: this.#foreignTopics, clock: this.#world.clock };
    const { allowed, leastQos } = enders;
    const retain = announced.retain && allowed.retain;
    // That QoS 2 is not taken has been said when it ended a session.
    const limits = { ...announced, qos: allowed.qos === 0 ? 0 : announced.qos, retain };
    const qos = allowedQos(allowed, allowedQos(limits, Math.max(leastQos, QOS[this.#config.qos]) as Qos));
    return { ...own, client, limits, ended, qos, warn: this.#warn, enders, lane: new Lane() };
  }

  /** Clears what is left of former names and places, while the states are being sent. */
  async #settle(session: Session, names: AnnouncedNames, old: string | undefined): Promise<void> {
    if (old !== undefined) await endMove(session, old);
    await settleNames(session, this.#config, names);
  }

  /** Topics to listen to that are not the box's own. */
  get #foreignTopics(): readonly string[] {
    return [...(this.group?.topics ?? []), ...(this.#sensorTopic === '' ? [] : [this.#sensorTopic])];
  }

  #introduction(): ReadonlyMap<string, string> {
    const { has, identity, version } = this.#world;
    const device = () => discoveryText(deviceOf(this.#config, this.#topics, { ...identity?.(), version }, has), this.#topics.base);
    return new Map([
      // An empty retained payload deletes an earlier announcement.
      [this.#topics.config, this.#config.discovery ? device() : ''],
      [this.#topics.availability, ONLINE],
    ]);
  }

  /** Every retained topic and its payload now. */
  #states(session: Session): ReadonlyMap<string, string> {
    const picture = coverFor(session, this.#cover);
    const cover = picture === undefined ? [] : [[this.#topics.state.cover, picture] as const];
    return new Map([...this.#announcement, ...(this.#report ? statesOf(this.#report, this.#topics) : []), ...cover]);
  }

  #listen(session: Session): void {
    const { client, ended } = session;
    const inbox = new Inbox(
      { topics: this.#topics, sensor: this.#sensorTopic },
      { clock: this.#world.clock, signal: this.#stop.signal, group: this.group },
      {
        onSensor: (word) => this.#sensor.reports(word),
        onCommand: (command) => this.#onCommandMessage(command),
        onCommandTopic: (set) => this.#echo.answer(set, ended),
        onBirth: () => this.#greet(session),
        onNonsense: this.#warn,
      },
    );
    client.on('message', (topic, payload, { retain }) => {
      if (!ended.aborted) inbox.take({ topic, payload, retain });
    });
  }

  #onCommandMessage(command: Command): void {
    if (command.type === 'presence') this.#sensor.commanded(command.on);
    else this.#events.emit('command', command);
  }

  /** Home Assistant has just started: what it would not learn from the broker is sent again, after a moment. */
  #greet(session: Session): void {
    if (this.#isGreeting) return;
    this.#isGreeting = true;
    const waited = this.#world.clock.sleep(ms(Math.random() * BIRTH_JITTER_MS), session.ended);
    void waited
      .then(() => greet(session))
      .catch(() => undefined)
      .finally(() => {
        this.#isGreeting = false;
      });
  }

  #connected({ client, limits }: Session): void {
    this.#announcement = this.#introduction();
    this.#outbox.forget();
    this.#become({ kind: 'connected', url: this.#state.url });
    this.#world.log.info({ url: this.#state.url, version: client.options.protocolVersion }, 'mqtt.connected');
    for (const limit of limitSentences(limits, this.#config)) this.#warn({ limit }, 'mqtt.limited');
  }

  #lost(why: string, retryMs: Ms): void {
    const isKnown = this.#state.kind === 'lost' && this.#state.why === why;
    if (this.#isDuplicate) this.#world.log.error({ client_id: clientIdOf(this.#config), why, retryMs }, 'mqtt.client_id_taken');
    else this.#world.log[isKnown ? 'debug' : 'warn']({ url: this.#state.url, why, retryMs }, 'mqtt.lost');
    if (!isKnown) this.#become({ kind: 'lost', url: this.#state.url, why });
  }

  #become(state: BrokerState): void {
    this.#state = state;
    if (state.kind === 'connected') this.#sensor.connected();
    if (state.kind === 'lost') this.#sensor.lost();
    this.#events.emit('state', state);
  }

  readonly #warn = (fields: object, event: string, kind = JSON.stringify([event, fields])): void => {
    if (this.#warnings.isNew(kind)) this.#world.log.warn(fields, event);
  };
}
