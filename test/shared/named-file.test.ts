import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namedFileFault, pemFault, readNamed } from '../../src/shared/named-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-named-'));
const read = (path: string): string => {
  try {
    return readNamed(path, (sentence) => new Error(sentence)).toString();
  } catch (err) {
    return (err as Error).message;
  }
};

test('a file is read', () => {
  writeFileSync(join(folder, 'file'), 'content');
  expect(read(join(folder, 'file'))).toBe('content');
});

test('every failure names the path and says what to do', () => {
  expect(read('/nowhere/file')).toBe('/nowhere/file does not exist: correct the path, or create the file');
  expect(read(folder)).toBe(`${folder} is a folder: name the file in it`);
  expect(namedFileFault('/a', Object.assign(new Error('x'), { code: 'EACCES' }))).toMatch(
    /^\/a may not be read by the user \S+: run this as the user that runs moodbox, or 'sudo chown \S+ \/a'$/,
  );
  expect(namedFileFault('/a', Object.assign(new Error('x'), { code: 'EIO' }))).toBe(
    '/a cannot be read (EIO): check the disk, or name another file',
  );
});

test.each([
  ['', 'holds no certificate in PEM format'],
  ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'holds no certificate in PEM format'],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'holds a damaged certificate'],
])('%j is no certificate', (content, words) => expect(pemFault('/a.pem', Buffer.from(content))).toContain(`/a.pem ${words}`));
