import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Mood } from '../../../../src/domain/emotion.ts';
import type { Found, MusicChoice, Track } from '../../../../src/domain/music.ts';
import { done, failed } from '../../../../src/domain/result.ts';
import { ms } from '../../../../src/domain/units.ts';
import { SOUND_FORMAT } from '../../../../src/music/composed/following/sound.ts';
import type { FollowingParts } from '../../../../src/music/composed/following/source.ts';
import { FollowingSource } from '../../../../src/music/composed/following/source.ts';
import type { Tools } from '../../../../src/music/composed/tools.ts';
import type { Section } from '../../../../src/music/composer/flow/state.ts';
import { secondsOf } from '../../../../src/music/composer/score.ts';
import { systemClock } from '../../../../src/shared/async/clock.ts';
import { seeded } from '../../../../src/shared/random.ts';
import { musicSourceContract } from '../../../contracts/music.ts';
import { FakeClock } from '../../../fakes/clock.ts';
import { FakeLog } from '../../../fakes/log.ts';

const TOOLS: Tools = { fluidsynth: 'fluidsynth', ffmpeg: 'ffmpeg', font: 'font' };
const never = new AbortController().signal;
const choice = (mood: Mood, more: Partial<MusicChoice> = {}): MusicChoice => ({
  ...{ mood, query: '', why: 'mood-changed', avoid: [] },
  ...more,
});

function open(change: Partial<FollowingParts> = {}) {
  const sections: Section[] = [];
  const rendering: FollowingParts['rendering'] = async (section) => {
    sections.push(section);
    const frames = Math.round(secondsOf(section.score) * SOUND_FORMAT.rate);
    return done({ samples: new Int16Array(frames * SOUND_FORMAT.channels), frames, gain: 1 });
  };
  const log = new FakeLog();
  const source = new FollowingSource({
    energy: () => 0.5,
    rendering,
    tools: () => TOOLS,
    clock: systemClock,
    log,
    random: seeded(3),
    ...change,
  });
  return { source, log, sections, [Symbol.asyncDispose]: () => source[Symbol.asyncDispose]() };
}

function track(found: Found): Track {
  if (!found.ok) throw new Error(found.why);
  return found.value;
}

musicSourceContract('FollowingSource', async () => ({ ...open(), wish: choice('sad'), hopeless: choice('away') }));

describe('music that follows the room', () => {
  test('is an endless track with a title, behind a path that can be read', async () => {
    await using opened = open();
    const found = track(await opened.source.find(choice('neutral'), never));
    expect(found).toMatchObject({ source: 'composed', mood: 'neutral', endless: true });
    expect(found.title).toMatch(/^For a quiet room, no\. \d+ \(.+\), following the room$/);
    expect(found.id).toMatch(/^flow:1:neutral:[a-z]+:\d+$/);
    expect(existsSync(found.url ?? '')).toBe(true);
    for await (const chunk of createReadStream(found.url ?? '')) {
      expect((chunk as Buffer).subarray(0, 4).toString()).toBe('RIFF');
      break;
    }
  });

  test('is the same music for another mood, under another name; and other music for somebody who wants other music', async () => {
    await using opened = open();
    const first = track(await opened.source.find(choice('neutral'), never));
    const second = track(await opened.source.find(choice('happy'), never));
    expect(second.flow).toBe(first.flow);
    expect([second.mood, second.id === first.id]).toEqual(['happy', false]);
    const same = track(await opened.source.find(choice('happy', { why: 'track-ended' }), never));
    expect([same.id, same.flow]).toEqual([second.id, second.flow]);
    const other = track(await opened.source.find(choice('happy', { why: 'asked' }), never));
    expect(other.flow).not.toBe(first.flow);
    expect(opened.sections.map(({ score }) => score.mood)).toEqual(['neutral', 'happy']);
  });

  test('is livelier in a lively room', async () => {
    const tempoAt = async (energy: number): Promise<number> => {
      await using opened = open({ energy: () => energy });
      track(await opened.source.find(choice('happy'), never));
      return opened.sections[0]?.score.tempo ?? 0;
    };
    expect(await tempoAt(1)).toBeGreaterThan((await tempoAt(0)) * 1.05);
  });

  test('goes to another ensemble after some minutes in one mood', async () => {
    const clock = new FakeClock();
    await using opened = open({ clock, tools: () => TOOLS });
    const first = track(await opened.source.find(choice('happy'), never));
    await clock.advance(ms(5 * 60_000));
    const later = track(await opened.source.find(choice('happy', { why: 'track-ended' }), never));
    expect(later.id).not.toBe(first.id);
  });

  test('begins again where nobody has read it for a while', async () => {
    const clock = new FakeClock();
    await using opened = open({ clock });
    const first = track(await opened.source.find(choice('sad'), never));
    for (let second = 0; second < 40; second += 1) await clock.advance(ms(1000));
    const again = track(await opened.source.find(choice('sad'), never));
    expect(again.flow).not.toBe(first.flow);
    expect(existsSync(first.url ?? '')).toBe(false);
  });

  test('says why a lift leads on, and gains energy meanwhile', async () => {
    await using opened = open();
    const found = track(await opened.source.find(choice('neutral', { because: 'lift' }), never));
    expect(found.because).toBe('lift');
  });

  test('is off without its tools, broken where no sound comes, and left alone where it could not be played', async () => {
    await using unable = open({ tools: () => 'font' });
    expect(await unable.source.find(choice('sad'), never)).toEqual({ ok: false, why: 'off' });
    expect(unable.source.state).toEqual({ kind: 'off', lacks: 'synthesizer' });
    await using broken = open({ rendering: async () => failed({ step: 'synthesis', detail: 'no font' }) });
    expect(await broken.source.find(choice('sad'), never)).toEqual({ ok: false, why: 'broken' });
    expect(broken.log.events).toEqual(['composed.failed']);
    await using unheard = open();
    expect(await unheard.source.find(choice('sad', { unplayable: new Set(['flow:1:sad:piano:3']) }), never)).toEqual({
      ok: false,
      why: 'broken',
    });
  });

  test('is found again after a restart by its mood, its ensemble and its number', async () => {
    await using opened = open();
    const wanted = { id: 'flow:1:happy:bossa:412', title: '', source: 'composed', mood: 'happy' } as const;
    const found = track(await opened.source.recall(wanted, never));
    expect(found).toMatchObject({ id: wanted.id, mood: 'happy' });
    expect(opened.sections[0]?.score.style).toBe('bossa');
    expect(await opened.source.recall({ ...wanted, id: 'composed:1:happy:bossa:412' }, never)).toEqual({ ok: false, why: 'no-match' });
  });
});
