import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lookAlike } from '../../../src/appliance/card/look-alikes.ts';
import { testBox } from '../box.ts';

test.each([
  [
    'moodbox.yaml',
    [
      'moodbox.yaml.yaml',
      'moodbox (1).yaml',
      'moodbox - Kopie.yaml',
      'moodbox - Copy.yaml',
      'Copy of moodbox.yaml',
      'moodbox.yaml.docx',
      'mood-box.yaml',
      'Mood Box.txt',
      'moodbox.rtf',
      'moodbox.yaml.txt.txt',
      'moodbox - Copy (2).yaml',
      'Kopie von moodbox.yaml',
    ],
  ],
  ['reset-pin', ['reset-pin.txt.txt', 'reset_pin', 'Reset PIN', 'resetpin.txt', 'reset-pin.yaml', 'Reset PIN.docx']],
  ['factory-reset', ['Factory Reset', 'factory_reset', 'factory-reset.txt.txt', 'factoryreset', 'factory-reset (1).txt']],
  ['restore.moodbox', ['restore.moodbox.zip', 'restore', 'Restore.txt', 'restore.moodbox (1)', 'moodbox-backup.tar.gz']],
  ['hotspot', ['hotspot.txt.txt', 'Hot Spot', 'hot-spot.txt']],
] as const)('what is nearly called %s is named with the right name', (right, names) => {
  for (const name of names)
    expect(lookAlike(name, false), name).toMatch(new RegExp(`^Not (read|done): .*The name must be ${right}, and nothing else\\.$`));
});

test.each([
  'reset-pin',
  'Reset-Pin.TXT',
  'factory-reset.txt',
  'hotspot.txt',
  'restore.moodbox',
  'restore.moodbox.tar.gz',
  'restored.moodbox',
  'moodbox.yaml~',
  'moodbox.yaml.bak',
  '._moodbox.yaml',
  'moodbox-report.txt',
  'draft-moodbox.yaml-1',
  'config.txt',
  'EFI',
  'loader',
  'cmdline.txt',
  'user-data',
  'System Volume Information',
])('%s is nothing to talk about', (name) => expect(lookAlike(name, false)).toBeUndefined());

test.each(['reset-pin', 'factory-reset', 'hotspot'])('a folder called %s asks for nothing, and is told', async (name) => {
  const box = testBox();
  mkdirSync(join(box.card, name));
  expect(await box.boot()).toMatchObject({ status: 0 });
  expect(box.report()).toContain(`Not done: ${name} is a folder. Make a file of that name.`);
});
