import { describe, expect, test } from 'vitest';
import { inShort, linear, logarithmic, percentTicks, plainTicks, roundValues } from '../../../src/cli/figures/scale.ts';
import { element, escaped, picture, text } from '../../../src/cli/figures/svg.ts';

describe('SVG', () => {
  test('takes words as words, whatever marks are in them', () => {
    expect(escaped('a < b & "c" > d')).toBe('a &lt; b &amp; &quot;c&quot; &gt; d');
    expect(text([1, 2], '</text><script>')).toContain('>&lt;/text&gt;&lt;script&gt;</text>');
    expect(element('g', { id: '"><x' })).toBe('<g id="&quot;&gt;&lt;x"/>');
  });
  test('leaves out what XML forbids', () => expect(escaped('a\u0000\u001bb\tc\uffff\ud800')).toBe('ab\tc'));
  test('writes numbers with two digits at most, and no minus before nothing', () =>
    expect(element('x', { a: 1 / 3, b: -0.0001, c: 2 })).toBe('<x a="0.33" b="0" c="2"/>'));
  test('holds its title for those who hear it, and a white ground', () => {
    const svg = picture({ width: 10, height: 20 }, 'A & B', 'below', []);
    expect(svg).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="10" height="20"/);
    expect(svg).toContain('<title>A &amp; B</title>');
    expect(svg).toContain('<rect x="0" y="0" width="10" height="20" fill="#ffffff"/>');
  });
});

describe('a scale', () => {
  test('runs from end to end, backwards too', () => {
    const scale = linear([10, 20], [300, 100], []);
    expect([10, 15, 20].map(scale.at)).toEqual([300, 200, 100]);
  });
  test('that is logarithmic has equal steps for equal factors', () => {
    const scale = logarithmic([1e4, 1e8], [0, 400], []);
    expect([1e4, 1e5, 1e6, 1e8].map((value) => Math.round(scale.at(value)))).toEqual([0, 100, 200, 400]);
  });
  test.each([
    [[0, 1], 6, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[0.55, 0.75], 5, 0, [0.55, 0.6, 0.65, 0.7, 0.75]],
    [[0.57, 0.73], 4, 0, [0.6, 0.7]],
    [[0, 24], 11, 1, [0, 5, 10, 15, 20]],
    [[0, 3], 11, 1, [0, 1, 2, 3]],
    [[0, 784], 5, 1, [0, 200, 400, 600]],
    [[0, 1], 5, 1, [0, 1]],
  ] as const)('over %j with %i marks and steps of %d at least: %j', (span, most, least, values) =>
    expect(roundValues(span, most, least)).toEqual(values),
  );
  test('says its marks shortly', () => {
    expect(percentTicks([0.1, 0.125]).map(({ label }) => label)).toEqual(['10 %', '12.5 %']);
    expect(plainTicks([1, 1.25]).map(({ label }) => label)).toEqual(['1.00', '1.25']);
    expect([0, 999, 1000, 58_423, 25.6e6, 1e9].map(inShort)).toEqual(['0', '999', '1 k', '58.4 k', '25.6 M', '1 G']);
  });
});
