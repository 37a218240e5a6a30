import { beforeEach, describe, expect, it } from 'vitest';
import { linesOf, linesProblem } from '../../web/src/sentences/search-words.ts';
import { amountOf, lengthOf, playedAt, stateOf, whyNot } from '../../web/src/sentences/tracks.ts';
import { speak } from './catalogues.ts';

describe('sentences about music', () => {
  beforeEach(() => speak('en'));

  it.each([
    [0, '0:00'],
    [59_600, '1:00'],
    [185_000, '3:05'],
    [3_723_000, '1:02:03'],
  ])('%i ms are %s', (ms, text) => expect(lengthOf(ms)).toBe(text));

  it('say until when a source rests, and why', () => {
    const until = new Date().setHours(18, 40, 0, 0);
    const sentence = stateOf({ kind: 'resting', why: 'bot-check', until });
    expect(sentence).toMatch(/^Rests until 0?6:40\sPM: it takes the box for a robot\.$/);
    expect(stateOf({ kind: 'resting', why: 'unheard', until })).toContain('could not be played');
  });

  it('say what an idle source lacks, and count what another has', () => {
    expect(stateOf({ kind: 'off', lacks: 'folder' })).toContain('music.library');
    expect(amountOf({ name: 'library', state: { kind: 'off', lacks: 'folder' }, tracks: 0 })).toBe('');
    expect(amountOf({ name: 'library', state: { kind: 'ready' }, tracks: 1 })).toBe('one track');
    expect(amountOf({ name: 'streams', state: { kind: 'ready' }, tracks: 3 })).toBe('3 stations');
    expect(amountOf({ name: 'youtube', state: { kind: 'ready' } })).toBe('');
  });

  it('say why a search came to nothing, in the language of the page', async () => {
    expect(whyNot('no-match', 'youtube')).toBe('YouTube no longer has this track.');
    await speak('de');
    expect(whyNot('timeout', 'library')).toBe('Eigene Musik hat zu lange gebraucht.');
  });

  it('name the day of a play of this week, and the date of an older one', () => {
    const now = new Date(2026, 10, 26, 20, 0).getTime();
    expect(playedAt(now - 30 * 86_400_000, now)).toMatch(/^Oct 27, 0?8:00\sPM$/);
  });
});

describe('the words of a mood, as somebody types them', () => {
  beforeEach(() => speak('en'));

  it('are lines, without what is empty or there twice', () =>
    expect(linesOf('  slow   blues \n\nNina Simone\nslow blues\n')).toEqual(['slow blues', 'Nina Simone']));

  it.each([
    ['', 'Keep at least one line'],
    ['x'.repeat(81), 'at most 80 characters'],
    [Array.from({ length: 11 }, (_, i) => i).join('\n'), 'at most 10 lines'],
  ])('say what is wrong with %j', (text, problem) => expect(linesProblem(linesOf(text))).toContain(problem));

  it('may be ten lines of 80 characters', () =>
    expect(linesProblem(Array.from({ length: 10 }, (_, i) => `${i}${'x'.repeat(79)}`))).toBe(''));
});
