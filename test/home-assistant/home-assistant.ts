import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { vi } from 'vitest';
import { freePort } from '../mqtt/setting.ts';
import { Line } from './line.ts';
import type { HomeAssistantRoot } from './root.ts';

/** A loaded machine takes ten times as long as an idle one. */
export const PATIENCE = { timeout: 180_000, interval: 250 };

/** Waits for something that a hook may wait for, too. */
export const until = (isDone: () => Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => {
    if (!(await isDone())) throw new Error('not yet');
  }, PATIENCE);

const OWNER = { name: 'Owner', username: 'owner', password: 'a password for a test', language: 'en' };

const configurationOf = (port: number): string => `
http:
  server_host: 127.0.0.1
  server_port: ${port}
frontend:
config:
history:
logbook:
system_log:
automation: !include automations.yaml
recorder:
  commit_interval: 0
logger:
  default: warning
`;

/** What a test adds to the configuration: lines, and files in its folder. */
export type Added = { readonly configuration: string; readonly files: (folder: string) => void };

/** What a step of a flow answers. */
export type FlowStep = {
  readonly flow_id: string;
  readonly type: string;
  readonly step_id?: string;
  readonly errors?: object | null;
  readonly reason?: string;
};

export type EntityState = {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What the registry says of an entity. */
export type Registered = { readonly entity_id: string; readonly unique_id: string; readonly disabled_by: string | null };

/** What the registry says of a device. */
export type RegisteredDevice = Readonly<Record<string, unknown>> & {
  readonly identifiers: readonly (readonly string[])[];
  readonly connections: readonly (readonly string[])[];
};

/** A real Home Assistant on loopback, with a household of one: set up over its API as a person would with the page. */
export class HomeAssistant implements AsyncDisposable {
  readonly #root: string;
  readonly #config: string;
  readonly #port: number;
  #child: ChildProcess | undefined;
  #token = '';
  #line: Line | undefined;

  private constructor(root: string, config: string, port: number) {
    this.#root = root;
    this.#config = config;
    this.#port = port;
  }

  /** Started, with an owner, and connected to the broker at that port. `added` fills the folder of its configuration beforehand. */
  static async open({ folder }: HomeAssistantRoot, broker: number, added?: Added): Promise<HomeAssistant> {
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    const config = mkdtempSync(join(home, 'config-'));
    const port = await freePort();
    writeFileSync(join(config, 'configuration.yaml'), `${configurationOf(port)}${added?.configuration ?? ''}`);
    added?.files(config);
    writeFileSync(join(config, 'automations.yaml'), '[]\n');
    const one = new HomeAssistant(folder, config, port);
    try {
      await one.start();
      await one.#moveIn();
      await one.#addMqtt(broker);
      return one;
    } catch (err) {
      await one[Symbol.asyncDispose]();
      throw err;
    }
  }

  get #url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const folder = this.#config.slice(this.#root.length);
    const env = { PATH: '/opt/ha/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: folder, LANG: 'C.UTF-8' };
    this.#child = spawn('chroot', [this.#root, '/opt/ha/bin/hass', '--skip-pip', '--config', folder], { env, stdio: 'ignore' });
    await until(() => this.#isUp());
    if (this.#token) await this.#open();
  }

  async #isUp(): Promise<boolean> {
    const answer = await fetch(`${this.#url}/api/onboarding`).catch(() => undefined);
    // Once there is an owner, there is no onboarding any more.
    return answer !== undefined && (answer.ok || answer.status === 404);
  }

  /** As somebody who restarts it: it ends properly. */
  async stop(): Promise<void> {
    this.#line?.[Symbol.dispose]();
    this.#line = undefined;
    await end(this.#child);
    this.#child = undefined;
  }

  async #moveIn(): Promise<void> {
    const client_id = `${this.#url}/`;
    const { auth_code } = await this.#post('/api/onboarding/users', { ...OWNER, client_id });
    const form = new URLSearchParams({ grant_type: 'authorization_code', code: String(auth_code), client_id });
    const answer = await fetch(`${this.#url}/auth/token`, { method: 'POST', body: form });
    this.#token = ((await answer.json()) as { access_token: string }).access_token;
    for (const step of ['core_config', 'analytics']) await this.#post(`/api/onboarding/${step}`, {});
    await this.#post('/api/onboarding/integration', { client_id, redirect_uri: client_id });
    await this.#open();
  }

  async #open(): Promise<void> {
    this.#line = await Line.open(`ws://127.0.0.1:${this.#port}/api/websocket`, this.#token);
  }

  async #addMqtt(port: number): Promise<void> {
    const { flow_id } = await this.beginFlow('mqtt');
    const done = await this.goOn(flow_id, { broker: '127.0.0.1', port });
    if (done.type !== 'create_entry') throw new Error(`the set-up of MQTT says ${JSON.stringify(done)}`);
  }

  /** Begins to add an integration, as the page does. */
  beginFlow(handler: string): Promise<FlowStep> {
    return this.#post('/api/config/config_entries/flow', { handler }) as Promise<FlowStep>;
  }

  /** Answers a step of a flow. */
  goOn(flow: string, answer: object): Promise<FlowStep> {
    return this.#post(`/api/config/config_entries/flow/${flow}`, answer) as Promise<FlowStep>;
  }

  /** Fetches something of its own, such as a picture or the diagnostics. */
  async get(path: string): Promise<Response> {
    const answer = await fetch(`${this.#url}${path}`, { headers: { authorization: `Bearer ${this.#token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** Removes an integration, by the id of its entry. */
  async removeEntry(id: string): Promise<void> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const answer = await fetch(`${this.#url}/api/config/config_entries/entry/${id}`, { method: 'DELETE', headers });
    if (!answer.ok) throw new Error(`removing ${id}: ${answer.status} ${await answer.text()}`);
  }

  async #post(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const headers = { 'content-type': 'application/json', ...(this.#token && { authorization: `Bearer ${this.#token}` }) };
    const answer = await fetch(`${this.#url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /** Asks over the WebSocket API. Rejects with Home Assistant's own words if it refuses. */
  ask<T>(type: string, more: object = {}): Promise<T> {
    if (!this.#line) throw new Error('Home Assistant is not running');
    return this.#line.ask({ type, ...more });
  }

  /** What each entity says, by its id. */
  async states(): Promise<ReadonlyMap<string, EntityState>> {
    const all = await this.ask<readonly EntityState[]>('get_states');
    return new Map(all.map((each) => [each.entity_id, each]));
  }

  async state(entity: string): Promise<string | undefined> {
    return (await this.states()).get(entity)?.state;
  }

  /** What the registry knows of moodbox's entities. */
  async registered(): Promise<readonly Registered[]> {
    const all = await this.ask<readonly Registered[]>('config/entity_registry/list');
    return all.filter(({ unique_id }) => String(unique_id).startsWith('moodbox_'));
  }

  async device(): Promise<RegisteredDevice | undefined> {
    const all = await this.ask<readonly RegisteredDevice[]>('config/device_registry/list');
    return all.find(({ identifiers }) => identifiers.some(([domain, id]) => domain === 'mqtt' && id?.startsWith('moodbox_')));
  }

  /** Calls a service for one entity. */
  async call(service: string, entity_id: string, service_data: object = {}): Promise<void> {
    const [domain, name] = service.split('.');
    await this.ask('call_service', { domain, service: name, service_data, target: { entity_id } });
  }

  /** What it complains of: warnings and errors of its log, and repairs. */
  async complaints(): Promise<readonly string[]> {
    const logged = await this.ask<readonly { readonly name: string; readonly message: readonly string[] }[]>('system_log/list');
    const { issues } = await this.ask<{ readonly issues: readonly object[] }>('repairs/list_issues');
    return [...logged.map(({ name, message }) => `${name}: ${message.join(' ')}`), ...issues.map((issue) => JSON.stringify(issue))];
  }

  /** How many rows the recorder has written since that moment (s since 1970), by entity. */
  rowsSince(seconds: number): Readonly<Record<string, number>> {
    const db = new SQLite(join(this.#config, 'home-assistant_v2.db'), { readonly: true });
    try {
      const rows = db
        .prepare<[number], { entity_id: string; rows: number }>(
          'SELECT states_meta.entity_id, count(*) AS rows FROM states JOIN states_meta USING (metadata_id) WHERE last_updated_ts > ? GROUP BY metadata_id',
        )
        .all(seconds);
      return Object.fromEntries(rows.map(({ entity_id, rows: count }) => [entity_id, count]));
    } finally {
      db.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#config, { recursive: true, force: true });
  }
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await gone;
  clearTimeout(late);
}
