import { Line } from './line.ts';

/** What a step of a flow answers. */
export type FlowStep = {
  readonly flow_id: string;
  readonly type: string;
  readonly step_id?: string;
  readonly errors?: object | null;
  readonly reason?: string;
};

/** A flow that waits for somebody, such as one that the network began. */
export type WaitingFlow = {
  readonly flow_id: string;
  readonly handler: string;
  readonly step_id: string;
  readonly context: Readonly<Record<string, unknown>>;
};

export type EntityState = {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What the registry says of an entity. */
export type Registered = {
  readonly entity_id: string;
  readonly unique_id: string;
  readonly platform: string;
  readonly device_id: string | null;
  readonly disabled_by: string | null;
};

/** What the registry says of a device. */
export type RegisteredDevice = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly name: string | null;
  readonly identifiers: readonly (readonly string[])[];
  readonly connections: readonly (readonly string[])[];
  readonly config_entries: readonly string[];
};

/** How a page is signed in: what Home Assistant's own log-in would have stored. */
export type Tokens = Readonly<Record<string, unknown>> & { readonly access_token: string };

/** A Home Assistant at an address, asked as its own page asks it: over HTTP, and over a WebSocket. */
export class HomeAssistantApi {
  readonly url: string;
  #tokens: Tokens | undefined;
  #line: Line | undefined;

  constructor(url: string) {
    this.url = url;
  }

  get tokens(): Tokens {
    if (!this.#tokens) throw new Error('nobody has signed in');
    return this.#tokens;
  }

  protected get isKnown(): boolean {
    return this.#tokens !== undefined;
  }

  /** Signs in with the code that the set-up gave. */
  protected async signIn(code: string): Promise<void> {
    const client_id = `${this.url}/`;
    const form = new URLSearchParams({ grant_type: 'authorization_code', code, client_id });
    const answer = await fetch(`${this.url}/auth/token`, { method: 'POST', body: form });
    this.#tokens = (await answer.json()) as Tokens;
  }

  protected async openLine(): Promise<void> {
    this.#line = await Line.open(`${this.url.replace('http', 'ws')}/api/websocket`, this.tokens.access_token);
  }

  protected closeLine(): void {
    this.#line?.[Symbol.dispose]();
    this.#line = undefined;
  }

  /** Begins to add an integration, as the page does. */
  beginFlow(handler: string): Promise<FlowStep> {
    return this.post<FlowStep>('/api/config/config_entries/flow', { handler });
  }

  /** Answers a step of a flow. */
  goOn(flow: string, answer: object): Promise<FlowStep> {
    return this.post<FlowStep>(`/api/config/config_entries/flow/${flow}`, answer);
  }

  /** The flows of moodbox that wait for somebody. */
  async waitingFlows(): Promise<readonly WaitingFlow[]> {
    const all = await this.ask<readonly WaitingFlow[]>('config_entries/flow/progress');
    return all.filter(({ handler }) => handler === 'moodbox');
  }

  /** Fetches something of its own, such as a picture or the diagnostics. */
  get(path: string): Promise<Response> {
    return this.#fetch(path, {});
  }

  /** Removes an integration, by the id of its entry. */
  async removeEntry(id: string): Promise<void> {
    await this.#fetch(`/api/config/config_entries/entry/${id}`, { method: 'DELETE' });
  }

  /** Tells it the state of something that is not in this test, such as a television. */
  async pretend(entity_id: string, state: string): Promise<void> {
    await this.post(`/api/states/${entity_id}`, { state });
  }

  async post<T = Readonly<Record<string, unknown>>>(path: string, body: object): Promise<T> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await this.#fetch(path, init)).json() as Promise<T>;
  }

  async #fetch(path: string, init: { readonly method?: string; readonly headers?: object; readonly body?: string }): Promise<Response> {
    const signed = this.#tokens && { authorization: `Bearer ${this.#tokens.access_token}` };
    const answer = await fetch(`${this.url}${path}`, { ...init, headers: { ...init.headers, ...signed } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
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

  /** What one entity says. */
  async state(entity_id: string): Promise<string | undefined> {
    return (await this.states()).get(entity_id)?.state;
  }

  /** What the registry knows of moodbox's entities. */
  async registered(): Promise<readonly Registered[]> {
    const all = await this.ask<readonly Registered[]>('config/entity_registry/list');
    return all.filter(({ unique_id }) => String(unique_id).startsWith('moodbox_'));
  }

  /** The entity ids that MQTT's entities of a box have, by the key of the entity. */
  async idsOf(box: string): Promise<Readonly<Record<string, string>>> {
    const prefix = `moodbox_${box}_`;
    const own = (await this.registered()).filter(({ unique_id }) => unique_id.startsWith(prefix));
    return Object.fromEntries(own.map(({ entity_id, unique_id }) => [unique_id.slice(prefix.length), entity_id]));
  }

  /** The boxes among the devices. */
  async devices(): Promise<readonly RegisteredDevice[]> {
    const all = await this.ask<readonly RegisteredDevice[]>('config/device_registry/list');
    return all.filter(({ manufacturer }) => manufacturer === 'moodbox');
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
}
