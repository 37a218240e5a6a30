import type { Mood } from '../../src/domain/emotion.ts';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import type { PeerView, SharedSettings, SightNews } from '../../src/domain/group.ts';
import { instant, ms, percent, share } from '../../src/domain/units.ts';
import type { GroupPeers } from '../../src/group/group-state.ts';
import { beginGroup, connect, hear, lose, turn, yieldTo } from '../../src/group/group-state.ts';
import type { RoomReading } from '../../src/mood/reading.ts';
import { chance, shuffled } from '../fixtures/chance.ts';
import { swift } from '../mood/swift.ts';
import { presenceOf, seeing } from './made.ts';

type Box = {
  readonly id: string;
  readonly sound: boolean;
  group: GroupPeers;
  alive: boolean;
  up: boolean;
  sight: SightNews;
  shared: SharedSettings;
  spoke: { readonly at: number; readonly decided: string } | undefined;
  said: Said | undefined;
};
type Letter = { readonly at: number; readonly to: string; readonly from: string; readonly view?: PeerView };

/** What one box makes of the group. */
export type Said = {
  readonly id: string;
  readonly player: string | undefined;
  readonly plays: boolean;
  readonly mood: Mood;
  readonly reading: RoomReading;
  readonly members: readonly string[];
};

const STEP = 100;
const settings = { hold: ms(3000), margin: share(0.1), away_after: ms(10_000), min_confidence: share(0.6), ...swift };

/** Two to five boxes and a broker, made by chance: letters take up to 300 ms, and only those of one box to another keep their order. */
export class Cafe {
  readonly #random: () => number;
  readonly #boxes: Box[];
  #letters: Letter[] = [];
  #now = 0;
  /** How often a box has begun to play. */
  decisions = 0;

  constructor(seed: number) {
    this.#random = chance(seed);
    this.#boxes = Array.from({ length: 3 + Math.floor(this.#random() * 3) }, (_, index) => this.#box(index));
  }

  /** What each box that is there says, in the order of their ids. */
  get said(): readonly Said[] {
    return this.#boxes.flatMap(({ alive, said }) => (alive && said ? [said] : []));
  }

  run(span: number, wild: boolean): void {
    for (const end = this.#now + span; this.#now < end; this.#now += STEP) {
      if (wild) this.#mishap();
      this.#deliver();
      for (const box of shuffled(this.#boxes, this.#random)) if (box.alive) this.#turn(box);
    }
  }

  /** Everybody who is there has the broker again. At least one is there. */
  mend(): void {
    if (!this.#boxes.some(({ alive }) => alive)) this.start(this.#boxes[0]?.id ?? '');
    for (const box of this.#boxes) this.#connect(box, true);
  }

  /** The boxes with a loudspeaker that are there, and do not play. */
  get heirs(): readonly string[] {
    return this.#boxes.flatMap(({ id, alive, sound, said }) => (alive && sound && !said?.plays ? [id] : []));
  }

  /** Somebody asks the box that plays to hand the music over. */
  handOver(to: string): void {
    for (const box of this.#boxes) if (box.alive && box.said?.plays) box.group = yieldTo(box.group, to, instant(this.#now));
  }

  kill(id: string): void {
    const box = this.#find(id);
    if (box.up && box.alive) this.#mourn(box);
    box.alive = false;
  }

  start(id: string): void {
    const box = this.#find(id);
    Object.assign(box, { alive: true, up: true, spoke: undefined, said: undefined });
    box.group = connect(beginGroup(instant(this.#now)), true, instant(this.#now));
  }

  #box(index: number): Box {
    const shared: SharedSettings = { override: 'auto', autoplay: true, transport: 'playing', volume: percent(40 + index) };
    const group = connect(beginGroup(instant(0)), true, instant(0));
    const way = { group, alive: true, up: true, spoke: undefined, said: undefined };
    return { id: `box-${index}`, sound: this.#random() < 0.8, sight: { kind: 'nobody' }, shared, ...way };
  }

  #mishap(): void {
    const box = this.#find(`box-${Math.floor(this.#random() * this.#boxes.length)}`);
    const dice = this.#random();
    if (dice < 0.01) this.kill(box.id);
    else if (dice < 0.03 && !box.alive) this.start(box.id);
    else if (dice < 0.04 && box.alive) this.#connect(box, false);
    else if (dice < 0.06 && box.alive) this.#connect(box, true);
    else if (dice < 0.1) box.sight = this.#anySight();
    else if (dice < 0.105) this.handOver(`box-${Math.floor(this.#random() * this.#boxes.length)}`);
    else if (dice < 0.11) box.shared = { ...box.shared, volume: percent(this.#random() * 100) };
  }

  #anySight(): SightNews {
    const dice = this.#random();
    if (dice < 0.3) return { kind: dice < 0.1 ? 'blind' : 'nobody' };
    const seen = seeing(EMOTIONS[Math.floor(this.#random() * EMOTIONS.length)] ?? 'happy', 1 + Math.floor(this.#random() * 3));
    return dice < 0.4 && 'scores' in seen ? { ...seen, kind: 'unsure' } : seen;
  }

  #connect(box: Box, up: boolean): void {
    if (!up && box.up) this.#mourn(box);
    box.up = up;
    box.group = connect(box.group, up, instant(this.#now));
  }

  #turn(box: Box): void {
    const before = box.said?.plays;
    const { agreed, group, leader, own, views } = turn(
      box.group,
      { ...box, settings },
      { ...box, presence: presenceOf(box.sight) },
      instant(this.#now),
    );
    box.group = group;
    box.shared = agreed.follows ?? box.shared;
    const members = views.map(({ id }) => id);
    const player = agreed.plays ? box.id : leader?.id;
    box.said = { id: box.id, player, plays: agreed.plays, mood: agreed.mood, reading: agreed.reading, members };
    if (agreed.plays && before !== true) this.decisions += 1;
    this.#speak(box, own);
  }

  #speak(box: Box, view: PeerView): void {
    const decided = JSON.stringify([view.role, view.mood, view.shared, view.yields]);
    if (box.spoke && box.spoke.decided === decided && this.#now - box.spoke.at < 1000) return;
    box.spoke = { at: this.#now, decided };
    if (box.up) this.#post(box.id, { view });
  }

  /** The broker says that a box is lost. */
  #mourn(box: Box): void {
    this.#post(box.id, {});
  }

  #post(from: string, letter: { readonly view?: PeerView }): void {
    for (const { id: to } of this.#boxes) {
      const last = this.#letters.filter((each) => each.from === from && each.to === to).at(-1)?.at ?? 0;
      if (to !== from) this.#letters.push({ ...letter, from, to, at: Math.max(last, this.#now + this.#random() * 300) });
    }
  }

  #deliver(): void {
    const due = this.#letters.filter(({ at }) => at <= this.#now);
    this.#letters = this.#letters.filter(({ at }) => at > this.#now);
    for (const { from, to, view } of due.sort((a, b) => a.at - b.at)) {
      const box = this.#find(to);
      if (!box.alive || !box.up) continue;
      box.group = view ? hear(box.group, view, instant(this.#now)) : lose(box.group, from, instant(this.#now));
    }
  }

  #find(id: string): Box {
    const found = this.#boxes.find((box) => box.id === id);
    if (!found) throw new Error(`there is no ${id}`);
    return found;
  }
}
