import type { Command } from '../../src/domain/command.ts';
import type { GroupNews, PeerView } from '../../src/domain/group.ts';
import type { BrokerState } from '../../src/domain/report.ts';
import type { GroupLine } from '../../src/group/port.ts';

const URL = 'mqtt://127.0.0.1:1883';

/** A broker without a network: what one box says, all others hear at once. */
export class Air {
  readonly lines = new Map<string, AirLine>();

  line(id: string): AirLine {
    const line = new AirLine(id, this);
    this.lines.set(id, line);
    return line;
  }

  carry(news: GroupNews, from: string): void {
    for (const line of this.lines.values()) if (line.id !== from) line.hear(news);
  }
}

/** One box's way to the others, which a test may cut; `told` and `passed` are what it said. */
export class AirLine implements GroupLine {
  readonly id: string;
  readonly told: PeerView[] = [];
  readonly passed: { readonly command: Command; readonly to: string }[] = [];
  readonly #air: Air;
  readonly #news = new Set<(news: GroupNews) => void>();
  readonly #states = new Set<(state: BrokerState) => void>();
  state: BrokerState = { kind: 'connected', url: URL };

  constructor(id: string, air: Air) {
    this.id = id;
    this.#air = air;
  }

  /** What is told while the broker is away is old when it is back. */
  tell(view: PeerView): void {
    this.told.push(view);
    if (this.state.kind === 'connected') this.#air.carry({ kind: 'view', view }, this.id);
  }

  pass(command: Command, to: string): void {
    this.passed.push({ command, to });
    if (this.state.kind === 'connected') this.#air.lines.get(to)?.hear({ kind: 'command', command });
  }

  askToHandOver(to: string, leader: string): void {
    if (this.state.kind === 'connected') this.#air.lines.get(leader)?.hear({ kind: 'hand-over', to });
  }

  onNews(listener: (news: GroupNews) => void): () => void {
    this.#news.add(listener);
    return () => void this.#news.delete(listener);
  }

  onState(listener: (state: BrokerState) => void): () => void {
    this.#states.add(listener);
    return () => void this.#states.delete(listener);
  }

  hear(news: GroupNews): void {
    if (this.state.kind === 'connected') for (const listener of this.#news) listener(news);
  }

  /** Takes the broker away, which tells the others, or brings it back. */
  become(kind: 'connected' | 'lost'): void {
    if (kind === 'lost' && this.state.kind === 'connected') this.#air.carry({ kind: 'gone', id: this.id }, this.id);
    this.state = kind === 'connected' ? { kind, url: URL } : { kind, url: URL, why: 'cut' };
    for (const listener of this.#states) listener(this.state);
  }
}
