import { expect, test } from 'vitest';
import { chosenOf } from '../../../src/appliance/card/chosen.ts';

const file = (name: string, changed = 0) => ({ name, changed, bytes: Buffer.from('mood:') });

test.each(['moodbox.yaml', 'MOODBOX.YAML', 'moodbox.yml', 'moodbox.yaml.txt', 'Moodbox.yml.txt', 'moodbox.txt', 'moodbox'])(
  '%s holds settings',
  (name) => expect(chosenOf([file('cmdline.txt'), file(name)])).toEqual({ file: file(name), older: [], empty: [] }),
);

test.each(['moodbox-report.txt', 'moodbox.yaml.bak', 'moodbox.yaml~', 'config.txt', '._moodbox.yaml'])('%s does not', (name) =>
  expect(chosenOf([file(name)])).toEqual({ older: [], empty: [] }),
);

test('the newest counts, since an editor may have left the one of the image behind', () => {
  const files = [file('moodbox.yaml', 1), file('moodbox.yaml.txt', 3), file('moodbox.yml', 2)];
  expect(chosenOf(files)).toEqual({ file: files[1], older: ['moodbox.yml', 'moodbox.yaml'], empty: [] });
});

test('of two that are equally old, the one that has the right name', () =>
  expect(chosenOf([file('moodbox.txt', 5), file('moodbox.yaml', 5)]).file?.name).toBe('moodbox.yaml'));
