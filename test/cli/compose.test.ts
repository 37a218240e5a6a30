import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import toneMidi from '@tonejs/midi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pieceId } from '../../src/music/composed/piece.ts';
import { call } from './call.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-compose-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('moodbox compose', () => {
  test('writes the same MIDI file for the same seed, and says what it is', async () => {
    const [one, two] = [join(folder, 'one.mid'), join(folder, 'two.mid')];
    const { status, out } = await call(['compose', '--mood', 'happy', '--seed', '412', '--minutes', '2', '--style', 'bossa', one]);
    expect(status).toBe(0);
    expect(out[0]).toMatch(/one\.mid: For a bright room, no\. 412 \(a bossa combo\): \w+ (ionian|mixolydian), \d+ beats a minute, \d+ s$/);
    expect(out[1]).toBe('The same again: moodbox compose --mood happy --seed 412 --style bossa --minutes 2 OUT');
    await call(['compose', '--mood', 'happy', '--seed', '412', '--minutes', '2', '--style', 'bossa', two]);
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
    expect(new toneMidi.Midi(readFileSync(one)).tracks.length).toBeGreaterThan(3);
  });

  test('writes a score to print, and prints the seed that it has drawn', async () => {
    const file = join(folder, 'new', 'piece.musicxml');
    const { status, out } = await call(['compose', '--mood', 'sad', '--minutes', '2', file]);
    expect(status).toBe(0);
    expect(out.join()).toMatch(/For a soft room, no\. \d+ \(.*--mood sad --seed \d+ --style \w+ --minutes 2 OUT/);
    expect(readFileSync(file, 'utf8')).toMatch(/^<\?xml[\s\S]*<\/score-partwise>\n$/);
  });

  test('makes a piece again that was played, by its id in the history', async () => {
    const [played, again] = [join(folder, 'played.mid'), join(folder, 'again.MID')];
    await call(['compose', '--mood', 'sad', '--seed', '9', '--style', 'harp', played]);
    expect((await call(['compose', '--piece', pieceId({ mood: 'sad', style: 'harp', number: 9 }), again])).status).toBe(0);
    expect(readFileSync(again).equals(readFileSync(played))).toBe(true);
  });

  test('lists the ensembles of each mood', async () => {
    const { out } = await call(['compose', '--help']);
    expect(out.join('\n')).toMatch(/^ {2}sad {8}piano, nocturne, harp$/m);
  });

  test.each([
    [['--piece', 'flow:1:sad:harp:9', 'out.mid'], /cannot be made again, since the room led it/],
    [['--piece', 'dQw4w9WgXcQ', 'out.mid'], /--piece must be an id such as composed:1:happy:bossa:412, not 'dQw4w9WgXcQ'/],
    [['--piece', 'composed:1:sad:harp:9', '--seed', '3', 'out.mid'], /leave the other flags out/],
    [['out.mid'], /--mood must be one of angry/],
    [['--mood', 'away', 'out.mid'], /--mood must be one of .*, not 'away'/],
    [['--mood', 'sad'], /an argument is missing/],
    [['--mood', 'sad', 'out.mp3'], /must end in \.opus, \.wav, \.mid, \.musicxml, not '\.mp3'/],
    [['--mood', 'sad', '--seed', '-1', 'out.mid'], /--seed must be a whole number, 1 to 999999999, not '-1'/],
    [['--mood', 'sad', '--seed', '1000000000', 'out.mid'], /--seed must be a whole number, 1 to 999999999/],
    [['--mood', 'sad', '--seed', '4.5', 'out.mid'], /--seed must be a whole number, 1 to 999999999, not '4\.5'/],
    [['--mood', 'sad', '--minutes', '90', 'out.mid'], /--minutes must be 1 to 15, not '90'/],
    [['--mood', 'sad', '--energy', '2', 'out.mid'], /--energy must be 0 to 1/],
    [
      ['--mood', 'sad', '--style', 'polka', 'out.mid'],
      /--style must be one of piano, nocturne, harp \(which suit sad\), or guitar, .*, not 'polka'/,
    ],
  ])('%j is refused with a sentence', async (args, sentence) => {
    const { status, err } = await call(['compose', ...args]);
    expect(status).toBe(2);
    expect(err.join()).toMatch(sentence);
  });

  test('says so where it may not write', async () => {
    const { status, err } = await call(['compose', '--mood', 'sad', '--minutes', '1', '/dev/null/x.mid']);
    expect(status).toBe(1);
    expect(err.join()).toMatch(/cannot be written/);
  });
});
