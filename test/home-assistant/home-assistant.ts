import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { vi } from 'vitest';
import { freePort } from '../mqtt/setting.ts';
import { HomeAssistantApi } from './api.ts';
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

/** What a test wants beside the usual: lines of the configuration, files in its folder, a port that is known beforehand. */
export type Added = {
  readonly configuration?: string;
  readonly files?: (folder: string) => void;
  readonly port?: number;
};

/** A real Home Assistant on loopback, with a household of one: set up over its API as a person would with the page. */
export class HomeAssistant extends HomeAssistantApi implements AsyncDisposable {
  readonly #root: string;
  readonly #config: string;
  #child: ChildProcess | undefined;

  private constructor(root: string, config: string, port: number) {
    super(`http://127.0.0.1:${port}`);
    this.#root = root;
    this.#config = config;
  }

  /** Started, with an owner, and connected to the broker at that port, if there is one. */
  static async open({ folder }: HomeAssistantRoot, broker: number | undefined, added: Added = {}): Promise<HomeAssistant> {
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    const config = mkdtempSync(join(home, 'config-'));
    const port = added.port ?? (await freePort());
    writeFileSync(join(config, 'configuration.yaml'), `${configurationOf(port)}${added.configuration ?? ''}`);
    writeFileSync(join(config, 'automations.yaml'), '[]\n');
    added.files?.(config);
    const one = new HomeAssistant(folder, config, port);
    try {
      await one.start();
      await one.#moveIn();
      if (broker !== undefined) await one.#addMqtt(broker);
      return one;
    } catch (err) {
      await one[Symbol.asyncDispose]();
      throw err;
    }
  }

  async start(): Promise<void> {
    const folder = this.#config.slice(this.#root.length);
    const env = { PATH: '/opt/ha/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: folder, LANG: 'C.UTF-8' };
    this.#child = spawn('chroot', [this.#root, '/opt/ha/bin/hass', '--skip-pip', '--config', folder], { env, stdio: 'ignore' });
    await until(() => this.#isUp());
    if (this.isKnown) await this.openLine();
  }

  async #isUp(): Promise<boolean> {
    const answer = await fetch(`${this.url}/api/onboarding`).catch(() => undefined);
    // Once there is an owner, there is no onboarding any more.
    return answer !== undefined && (answer.ok || answer.status === 404);
  }

  /** As somebody who restarts it: it ends properly. */
  async stop(): Promise<void> {
    this.closeLine();
    await end(this.#child);
    this.#child = undefined;
  }

  async #moveIn(): Promise<void> {
    const client_id = `${this.url}/`;
    const { auth_code } = await this.post('/api/onboarding/users', { ...OWNER, client_id });
    await this.signIn(String(auth_code));
    for (const step of ['core_config', 'analytics']) await this.post(`/api/onboarding/${step}`, {});
    await this.post('/api/onboarding/integration', { client_id, redirect_uri: client_id });
    await this.openLine();
  }

  async #addMqtt(port: number): Promise<void> {
    const { flow_id } = await this.beginFlow('mqtt');
    const done = await this.goOn(flow_id, { broker: '127.0.0.1', port });
    if (done.type !== 'create_entry') throw new Error(`the set-up of MQTT says ${JSON.stringify(done)}`);
  }

  /** Waits for these entities of a box; resolves with their ids. Throws with what is missing and what Home Assistant complains of. */
  async entitiesOf(box: string, ...keys: readonly string[]): Promise<Readonly<Record<string, string>>> {
    let ids: Readonly<Record<string, string>> = {};
    await until(async () => {
      ids = await this.idsOf(box);
      const missing = keys.filter((key) => !(key in ids));
      if (missing.length > 0) throw new Error(`${box} lacks ${missing.join()}: ${(await this.complaints()).join(' ')}`);
      return true;
    });
    return ids;
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
