import { describe, expect, test } from 'vitest';
import { composePiece } from '../../../../src/music/composer/compose.ts';
import { musicXmlOf } from '../../../../src/music/composer/output/musicxml.ts';
import { styleNamed } from '../../../../src/music/composer/styles/ensembles.ts';

describe('a printed score', () => {
  const score = composePiece({ mood: 'disgust', seed: 4, style: 'waltz' });
  const xml = musicXmlOf(score, 'Tea & cake');
  const measures = [...xml.matchAll(/<measure number="\d+">(.*?)<\/measure>/g)].map(([, inside = '']) => inside);

  test('has a part for melody, second voice, chords and bass with their instruments, and as many bars as the piece in each', () => {
    const { melody, counter, comps } = styleNamed('waltz');
    expect([...xml.matchAll(/<part-name>(.*?)<\/part-name>/g)].map(([, name]) => name)).toEqual([
      `Melody (${melody.map(({ name }) => name).join(', ')})`,
      `Second voice (${counter?.by.name})`,
      `Chords (${[...new Set(comps.map(({ by }) => by.name))].join(', ')})`,
      'Bass (Bass)',
    ]);
    expect(xml.match(/<midi-program>\d+<\/midi-program>/g)?.[0]).toBe(`<midi-program>${(melody[0]?.program ?? 0) + 1}</midi-program>`);
    expect(xml).toContain('<rights>CC0-1.0 (https://creativecommons.org/publicdomain/zero/1.0/)</rights>');
    expect(measures).toHaveLength(4 * (score.beats / score.beatsPerBar));
    expect(xml).toContain('<work-title>Tea &amp; cake</work-title>');
  });

  test('fills every bar exactly', () => {
    for (const measure of measures) {
      const notes = [...measure.matchAll(/<note>(.*?)<\/note>/g)]
        .map(([, inside = '']) => inside)
        .filter((inside) => !inside.startsWith('<chord/>'));
      const length = notes.reduce((sum, inside) => sum + Number(/<duration>(\d+)</.exec(inside)?.[1]), 0);
      expect(length).toBe(12);
    }
  });

  test('ties what goes over a bar line: as many ties begin as end', () =>
    expect(xml.match(/<tie type="start"\/>/g)?.length ?? 0).toBe(xml.match(/<tie type="stop"\/>/g)?.length ?? 0));

  test('spells notes as their key does', () => {
    const flat = musicXmlOf(composePiece({ mood: 'fear', seed: 2 }), 'x');
    const key = composePiece({ mood: 'fear', seed: 2 });
    expect(key.tonic).toBe('Ab');
    expect(flat).toContain('<fifths>-4</fifths>');
    expect(flat).not.toContain('<alter>1</alter>');
  });
});
