import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { parseCommand } from '../../../src/domain/command.ts';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import type { PeerView } from '../../../src/domain/group.ts';
import { moment, ms, percent } from '../../../src/domain/units.ts';
import { commandIn, commandMessage, messageOf, viewIn } from '../../../src/mqtt/group/message.ts';
import { chance } from '../../fixtures/chance.ts';
import { plays, seeing, viewFrom } from '../../group/made.ts';
import { malformed } from '../malformed.ts';

const read = (payload: string) => viewIn('bar', Buffer.from(payload));
const changed = (change: object): string => JSON.stringify({ ...JSON.parse(messageOf(view)), ...change });
const view: PeerView = viewFrom('bar', { sight: seeing('happy', 2), role: plays(3), mood: 'happy' });

describe('a view as it travels', () => {
  test.each<[string, Partial<PeerView>]>([
    ['of one that plays and sees', {}],
    ['of one that is ready and sees nobody', { role: { kind: 'ready' }, sight: { kind: 'nobody' } }],
    ['of one that has just come, blind and without a loudspeaker', { role: { kind: 'joining' }, sight: { kind: 'blind' }, sound: false }],
    [
      'of one that was asked for much',
      { shared: { override: 'away', until: moment(1.8e12), autoplay: false, transport: 'stopped', volume: view.shared.volume } },
    ],
  ])('comes over whole: %s', (_, change) => {
    const said = { ...view, ...change };
    const { sight, ...rest } = said;
    const came = read(messageOf(said));
    expect(came).toMatchObject({ ok: true, value: { ...rest, sight: { kind: sight.kind } } });
    if (!came.ok || !('scores' in came.value.sight) || !('scores' in sight)) return;
    for (const emotion of EMOTIONS) expect(came.value.sight.scores[emotion]).toBeCloseTo(sight.scores[emotion], 2);
  });

  test.each<Command>([
    { type: 'next' },
    { type: 'volume', value: percent(30) },
    { type: 'autoplay', on: false },
    { type: 'override', mood: 'sad', for: ms(90_000) },
    { type: 'override', mood: 'auto' },
  ])('a command comes over whole: %j', (command) => {
    expect(parseCommand(commandIn(Buffer.from(commandMessage(command))))).toEqual({ ok: true, value: command });
  });

  test('has the size that it may have, with some room', () => expect(messageOf(view).length).toBeLessThan(500));

  test.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', 'happy'],
    ['a list', '[]'],
    ['an older release', changed({ v: 1 })],
    ['a newer release', changed({ v: 3 })],
    ['a strange mood', changed({ mood: 'hungry' })],
    ['a strange override', changed({ override: 'hungry' })],
    ['an end that is on no calendar', changed({ until: 9e15 })],
    ['an end that is no moment', changed({ until: 'soon' })],
    ['an auto-play that is neither on nor off', changed({ autoplay: 'on' })],
    ['a strange will', changed({ will: 'dancing' })],
    ['no loudspeaker and none that is missing', changed({ sound: 'yes' })],
    ['a volume that is none', changed({ volume: 101 })],
    ['a role without its number', changed({ role: { kind: 'plays' } })],
    ['a role that nobody has', changed({ role: { kind: 'king', term: 1 } })],
    ['a number past the last', changed({ role: { kind: 'plays', term: 2 ** 41 } })],
    ['half a face', changed({ sight: { ...view.sight, faces: 0.5 } })],
    ['more faces than people', changed({ sight: { ...view.sight, faces: 65 } })],
    ['scores that are missing', changed({ sight: { kind: 'sure', faces: 1 } })],
    [
      'scores that add up to nothing',
      changed({ sight: { kind: 'sure', faces: 1, scores: Object.fromEntries(EMOTIONS.map((e) => [e, 0])) } }),
    ],
    [
      'a score below 0',
      changed({ sight: { kind: 'sure', faces: 1, scores: { ...Object.fromEntries(EMOTIONS.map((e) => [e, 0.2])), sad: -0.2 } } }),
    ],
    ['too much', changed({ mood: 'happy', padding: 'x'.repeat(1024) })],
  ])('is refused with a sentence: %s', (_, payload) => {
    const came = read(payload);
    expect(came).toEqual({ ok: false, why: expect.stringMatching(/^[a-z]/) });
  });

  test('whatever comes, nothing is thrown, and what is taken is a view to the last number', () => {
    const random = chance(11);
    let taken = 0;
    for (let tries = 0; tries < 20_000; tries += 1) {
      const came = viewIn('bar', Buffer.from(malformed(messageOf(view), random)));
      if (!came.ok) continue;
      taken += 1;
      const again = read(messageOf(came.value));
      expect(again).toMatchObject({ ok: true, value: { role: came.value.role, mood: came.value.mood, shared: came.value.shared } });
      const { sight } = came.value;
      if ('scores' in sight) expect(EMOTIONS.reduce((total, e) => total + sight.scores[e], 0)).toBeCloseTo(1, 9);
    }
    expect(taken).toBeLessThan(10_000);
  });
});

describe('a command as it travels', () => {
  test('is an object, or nothing', () => {
    expect(commandIn(Buffer.from('{"type":"next"}'))).toEqual({ type: 'next' });
    for (const wrong of ['', 'next', '[1]', 'null', `{"type":"${'x'.repeat(4096)}"}`])
      expect(commandIn(Buffer.from(wrong))).toBeUndefined();
  });
});
