import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/config/load.ts';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { loadMapping } from '../../../src/music/choose/mapping.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-mapping-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (yaml: string): string => {
  const file = join(folder, 'music.yaml');
  writeFileSync(file, yaml);
  return file;
};

const problems = (yaml: string, preset = 'mine'): readonly string[] => {
  try {
    loadMapping(written(yaml), preset);
  } catch (err) {
    if (err instanceof ConfigError) return err.problems.map((problem) => problem.replace(/^.*music\.yaml: /, ''));
    throw err;
  }
  return [];
};

const full = (more = ''): string =>
  `presets:\n  mine:\n${EMOTIONS.map((each) => `    ${each}: { queries: [${each} music] }\n`).join('')}${more}`;

describe('the mapping that comes with moodbox', () => {
  test('has several searches for each of the seven emotions', () => {
    const mapping = loadMapping('', 'gentle');
    for (const each of EMOTIONS) expect(mapping[each].queries.length, each).toBeGreaterThanOrEqual(3);
    expect(mapping.away).toEqual({ queries: [], library: [], tags: [], streams: [] });
  });

  test.each([
    ['happy', /upbeat|energetic|uplifting|sunny/],
    ['sad', /calming|soothing/],
    ['angry', /relaxing/],
    ['fear', /comforting|peaceful/],
    ['surprise', /exciting|dynamic|energetic/],
    ['neutral', /ambient/],
    ['disgust', /gentle|pleasant/],
  ] as const)("answers %s with the paper's words (6.2)", (mood, words) => {
    for (const query of loadMapping('', 'gentle')[mood].queries) expect(query).toMatch(words);
  });

  test("has the paper's own query (3.3) as a preset", () => {
    const mapping = loadMapping('', 'paper-query');
    for (const each of EMOTIONS) expect(mapping[each].queries).toEqual([`${each} relaxing music`]);
  });
});

describe('a mapping of the user', () => {
  test('may have folders, stations, and music for an empty room', () => {
    const away = '    away: { library: [Night], streams: ["https://radio.example/night"] }\n';
    expect(loadMapping(written(full(away)), 'mine').away).toEqual({
      queries: [],
      library: ['Night'],
      tags: [],
      streams: ['https://radio.example/night'],
    });
  });

  test('may have an order of its own for a mood, checked like music.order', () => {
    const sad = (order: string): string => full().replace('{ queries: [sad music] }', `{ queries: [sad music], order: ${order} }`);
    expect(loadMapping(written(sad('[library, youtube]')), 'mine').sad.order).toEqual(['library', 'youtube']);
    expect(loadMapping(written(full()), 'mine').sad).not.toHaveProperty('order');
    expect(problems(sad('[library, radio]'))).toEqual([
      "presets.mine.sad.order: has 'radio', which is not one of youtube, library, subsonic, music_assistant, streams, composed, loops",
    ]);
    for (const order of ['[]', 'library']) {
      expect(problems(sad(order))).toEqual([
        'presets.mine.sad.order: must be a list of some of youtube, library, subsonic, music_assistant, streams, composed, loops',
      ]);
    }
  });

  test('may be nothing but an order, or nothing but words for tags', () => {
    const away = loadMapping(written(full('    away: { order: [loops] }\n')), 'mine').away;
    expect(away).toEqual({ queries: [], library: [], tags: [], streams: [], order: ['loops'] });
    expect(loadMapping(written(full('    away: { tags: [night] }\n')), 'mine').away.tags).toEqual(['night']);
  });

  test('is frozen', () => {
    const mapping = loadMapping(written(full()), 'mine');
    expect(Object.isFrozen(mapping) && Object.isFrozen(mapping.sad) && Object.isFrozen(mapping.sad.queries)).toBe(true);
  });

  test('tells every problem at once, with the nearest known name', () => {
    const yaml = `presets:\n  mine:\n    hapy: { queries: [x] }\n    sad: { querys: [x] }\n    fear: { queries: a song }\n    angry: { streams: [ftp://x] }\npreset: 1\n`;
    expect(problems(yaml)).toEqual([
      'preset: unknown key; did you mean presets?',
      'presets.mine.hapy: unknown key; did you mean presets.mine.happy?',
      'presets.mine: says nothing of disgust, happy, surprise, neutral',
      "presets.mine.angry.streams: 'ftp://x' is not an http:// or https:// address",
      'presets.mine.fear.queries: must be a list of texts',
      'presets.mine.fear: must have something in queries, library, tags, streams, order',
      'presets.mine.sad.querys: unknown key; did you mean presets.mine.sad.queries?',
      'presets.mine.sad: must have something in queries, library, tags, streams, order',
    ]);
  });

  test.each([
    ['ftp://x', 'ftp://x'],
    ['http://', 'http://'],
    ['https://one two/', 'https://…'],
    ['http://[/', 'http://…'],
    ['radio', 'radio'],
    ['rtmp://user:s3cret@station/live?key=s3cret', 'rtmp://station'],
  ])('has no station at %s', (url, shown) => {
    const away = `    away: { streams: ["${url}"] }\n`;
    expect(problems(full(away))).toEqual([`presets.mine.away.streams: '${shown}' is not an http:// or https:// address`]);
  });

  test('checks the presets that are not in use too', () => {
    expect(problems(`${full()}  other: { sad: [] }\n`)).toContain(
      'presets.other.sad: must be a section with queries, library, tags, streams, order',
    );
  });

  test('says which presets there are when the wanted one is missing', () => {
    expect(problems(full(), 'gentle')).toEqual(["has no preset 'gentle' (music.preset); it has mine"]);
  });

  test.each([
    ['nothing', '', 'presets: must hold a preset or more, by name'],
    ['a list', '- a\n', 'presets: must hold a preset or more, by name'],
    ['a preset without moods', 'presets: { mine: 3 }', 'presets.mine: must be a section with the moods'],
  ])('that holds %s is refused', (_, yaml, problem) => {
    expect(problems(yaml)).toContain(problem);
  });

  test('that is not YAML, or not there, is a problem and not a crash', () => {
    expect(problems('presets: [')).toHaveLength(1);
    expect(() => loadMapping(join(folder, 'none.yaml'), 'gentle')).toThrow(ConfigError);
  });
});
