import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import type { PeerView, SharedSettings } from '../../src/domain/group.ts';
import { moment, ms, percent, px, share } from '../../src/domain/units.ts';
import { GroupCoordinator } from '../../src/group/coordinator.ts';
import type { Agreed } from '../../src/group/port.ts';
import type { MoodSettings } from '../../src/mood/room.ts';
import { beginRoom, stepRoom } from '../../src/mood/room.ts';
import { Air } from '../fakes/air.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { swift } from '../mood/swift.ts';
import { plays, showing, viewFrom } from './made.ts';

const settings: MoodSettings = {
  ...{ of: 'largest', hold: ms(3000), margin: share(0.1), min_confidence: share(0.4), away_after: ms(10_000), smoothing: ms(500) },
  ...swift,
};
const asked: SharedSettings = { override: 'auto', autoplay: true, transport: 'playing', volume: percent(60) };

/** A box in the air, and what its daemon would do: agree five times a second. */
class Box {
  readonly group: GroupCoordinator;
  readonly line;
  readonly commands: Command[] = [];
  readonly log: FakeLog;
  readonly #clock: FakeClock;
  news = 0;
  shared = asked;
  happy = false;
  blind = false;
  #room = beginRoom();

  constructor(id: string, air: Air, clock: FakeClock, log = new FakeLog()) {
    this.line = air.line(id);
    this.log = log;
    this.#clock = clock;
    this.group = new GroupCoordinator({ line: this.line, broker: this.line, clock, log }, 'cafe', { id, sound: true }, settings);
    this.group.onCommand((command) => this.commands.push(command));
    this.group.onNews(() => {
      this.news += 1;
    });
  }

  agree(): Agreed {
    const at = this.#clock.now();
    const box = { x: px(0), y: px(0), width: px(50), height: px(50) };
    const faces = this.happy ? [{ id: 1, box, scores: showing('happy') }] : [];
    this.#room = stepRoom(this.#room, { at, faces }, settings);
    const agreed = this.group.agree({ room: this.#room, blind: this.blind, shared: this.shared }, at);
    this.shared = agreed.follows ?? this.shared;
    return agreed;
  }
}

class World {
  readonly air = new Air();
  readonly clock = new FakeClock();
  readonly boxes: Box[];

  constructor(...ids: string[]) {
    this.boxes = ids.map((id) => new Box(id, this.air, this.clock));
  }

  async pass(span: number): Promise<void> {
    for (let passed = 0; passed < span; passed += 200) {
      for (const box of this.boxes) box.agree();
      await this.clock.advance(ms(200));
    }
  }
}

const pair = async () => {
  const world = new World('bar', 'door');
  await world.pass(7000);
  const [bar, door] = world.boxes as [Box, Box];
  return { world, bar, door };
};

describe('a group', () => {
  test('reports its boxes and the one that plays, the same at each', async () => {
    const { bar, door } = await pair();
    for (const { group } of [bar, door])
      expect(group.state).toEqual({ name: 'cafe', members: ['bar', 'door'], plays: 'bar', will: 'playing', sees: true });
    expect([bar.agree().plays, door.agree().plays]).toEqual([true, false]);
  });

  test('reports a box that is not believed until it is heard', async () => {
    const { bar } = await pair();
    bar.line.hear({ kind: 'refused', id: 'attic', why: 'it is not signed' });
    expect(bar.group.state.refused).toEqual([{ id: 'attic', why: 'it is not signed' }]);
    bar.line.hear({ kind: 'view', view: viewFrom('attic') });
    expect(bar.group.state).not.toHaveProperty('refused');
  });

  test('does not say who plays before that is settled', async () => {
    const { boxes } = new World('bar');
    expect(boxes[0]?.group.state).toEqual({ name: 'cafe', members: ['bar'], will: 'playing', sees: false });
  });

  test('sees as long as one of its boxes does', async () => {
    const { world, bar, door } = await pair();
    bar.blind = true;
    await world.pass(1400);
    expect([bar.group.state.sees, door.group.state.sees]).toEqual([true, true]);
    door.blind = true;
    await world.pass(1400);
    expect([bar.group.state.sees, door.group.state.sees]).toEqual([false, false]);
  });

  test('feels what any of its boxes sees', async () => {
    const { world, bar, door } = await pair();
    door.happy = true;
    await world.pass(5000);
    expect([bar.agree().mood, door.agree().mood]).toEqual(['happy', 'happy']);
    expect(bar.agree().reading.kind).toBe('sure');
  });

  test('speaks once a second, and at once when something has been decided', async () => {
    const { world, bar } = await pair();
    bar.line.told.length = 0;
    await world.pass(10_000);
    expect(bar.line.told).toHaveLength(10);
    bar.shared = { ...asked, override: 'sad' };
    bar.agree();
    expect(bar.line.told.at(-1)?.shared.override).toBe('sad');
  });

  test('passes commands to the box that plays, except those for its own camera and sensor', async () => {
    const { bar, door } = await pair();
    for (const type of ['next', 'pause', 'play', 'stop', 'like'] as const) expect(door.group.passes({ type })).toBe(true);
    expect(door.group.passes({ type: 'autoplay', on: false })).toBe(true);
    expect(bar.commands.map(({ type }) => type)).toEqual(['next', 'pause', 'play', 'stop', 'like', 'autoplay']);
    expect(door.group.passes({ type: 'camera', on: false })).toBe(false);
    expect(door.group.passes({ type: 'update' })).toBe(false);
    expect(door.group.passes({ type: 'presence', on: true })).toBe(false);
    expect(bar.group.passes({ type: 'next' })).toBe(false);
  });

  test('refuses commands of other boxes for its own camera, yt-dlp or sensor, and logs each once', async () => {
    const { world, bar } = await pair();
    const stranger = world.air.line('window');
    for (const on of [true, false, true]) stranger.pass({ type: 'camera', on }, 'bar');
    stranger.pass({ type: 'update' }, 'bar');
    stranger.pass({ type: 'presence', on: true }, 'bar');
    stranger.pass({ type: 'next' }, 'bar');
    expect(bar.commands).toEqual([{ type: 'next' }]);
    expect(bar.log.lines.filter(({ event }) => event === 'group.bad_command').map(({ fields }) => fields)).toEqual([
      { type: 'camera' },
      { type: 'update' },
      { type: 'presence' },
    ]);
  });

  test('takes over the settings of the one that plays', async () => {
    const { world, bar, door } = await pair();
    bar.shared = { override: 'sad', until: moment(99), autoplay: false, transport: 'paused', volume: percent(20) };
    await world.pass(400);
    expect(door.shared).toEqual(bar.shared);
    expect(door.group.state.will).toBe('paused');
    bar.line.become('lost');
    world.boxes.shift();
    await world.pass(4000);
    expect(door.agree()).toMatchObject({ plays: true });
    expect(door.shared).toEqual({ override: 'sad', until: moment(99), autoplay: false, transport: 'paused', volume: percent(20) });
  });

  test('a command that comes while the leader changes is not passed on in circles', async () => {
    const { world, door } = await pair();
    world.air.line('window').pass({ type: 'next' }, 'door');
    expect(door.commands).toEqual([]);
  });

  test('a box that is cut off carries commands out itself, and plays at once when asked to', async () => {
    const { world, door } = await pair();
    door.line.become('lost');
    await world.pass(1000);
    expect(door.group.passes({ type: 'next' })).toBe(false);
    expect(door.agree().plays).toBe(false);
    expect(door.group.passes({ type: 'play' })).toBe(false);
    expect(door.agree().plays).toBe(true);
    expect(door.group.state.plays).toBe('door');
    door.line.become('connected');
    await world.pass(1400);
    expect(door.agree().plays).toBe(false);
  });

  test('emits news when others have decided something, but not for every message', async () => {
    const { world, bar, door } = await pair();
    door.news = 0;
    await world.pass(5000);
    expect(door.news).toBe(0);
    bar.shared = { ...asked, volume: percent(10) };
    bar.agree();
    expect(door.news).toBe(1);
    const flood = world.air.line('window');
    for (let term = 1; term <= 1000; term += 1) flood.tell(viewFrom('window', { role: plays(term) }));
    expect(door.news).toBe(1);
  });

  test('the music goes to another box when that is asked for, at the one that plays or at any other', async () => {
    const { world, bar, door } = await pair();
    await world.pass(20_000);
    expect(bar.group.boxes).toMatchObject([
      { id: 'bar', here: true, plays: true },
      { id: 'door', here: false, plays: false, sound: true, sight: { kind: 'nobody' } },
    ]);
    expect(bar.group.handOver('door')).toMatchObject({ ok: true });
    await world.pass(1000);
    expect([bar.agree().plays, door.agree().plays]).toEqual([false, true]);
    expect([bar.group.state.plays, door.group.state.plays]).toEqual(['door', 'door']);
    expect(bar.group.handOver('bar')).toMatchObject({ ok: true }); // which does not play now: it asks the other
    await world.pass(1000);
    expect([bar.agree().plays, door.agree().plays]).toEqual([true, false]);
    await world.pass(30_000);
    expect([bar.agree().plays, door.agree().plays]).toEqual([true, false]);
  });

  test('says why the music cannot be handed over', async () => {
    const { world, bar } = await pair();
    const why = (to: string) => {
      const asked = bar.group.handOver(to);
      return asked.ok ? 'nothing' : asked.why.sentence;
    };
    expect(why('bar')).toBe('bar plays already');
    expect(why('attic')).toContain('attic is not there');
    world.air.line('mute').tell(viewFrom('mute', { sound: false }));
    bar.agree();
    expect(why('mute')).toBe('mute has no loudspeaker');
    bar.line.become('lost');
    expect(why('door')).toContain('the broker is away');
  });

  test('a box with the same id is not heard: the broker lets only one of them in', async () => {
    const { world, bar } = await pair();
    const twin: PeerView = viewFrom('bar', { role: plays(99), mood: 'fear' });
    world.air.line('bar-again').tell(twin);
    expect(bar.agree()).toMatchObject({ plays: true, mood: 'away' });
  });
});
