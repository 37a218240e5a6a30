import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namedFileFault, pemFault, readNamed, readSecret } from '../../src/shared/named-file.ts';

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

test('what is no file, and what is far too large, is told at once', () => {
  expect(read('/dev/null')).toBe('/dev/null is no ordinary file: name the file itself');
  const large = join(folder, 'large');
  writeFileSync(large, '');
  truncateSync(large, 5 * 1024 * 1024);
  expect(read(large)).toBe(`${large} is larger than 4 MB: name the right file`);
});

const secretIn = (content: string | Uint8Array): string => {
  const file = join(folder, 'secret');
  writeFileSync(file, content);
  try {
    return readSecret(file, (sentence) => new Error(sentence.replace(file, 'FILE')));
  } catch (err) {
    return (err as Error).message;
  }
};

test.each([
  ['as typed', 'word of mine'],
  ['with a line end', 'word of mine\n'],
  ['with several', 'word of mine\r\n\n'],
  ['with a byte order mark', '\ufeffword of mine\r\n'],
  ['in UTF-16', Buffer.from('\ufeffword of mine\r\n', 'utf16le')],
])('a secret is what the only line of its file says, whatever editor wrote it: %s', (_, content) =>
  expect(secretIn(content)).toBe('word of mine'),
);

test.each([
  ['', 'FILE is empty: put the secret into it'],
  [' \n', 'FILE is empty: put the secret into it'],
  ['one\ntwo\n', 'FILE has several lines: a secret is one line'],
  ['x'.repeat(5000), 'FILE is far too long for a secret: name the right file'],
])('what can be no secret is told', (content, sentence) => expect(secretIn(content)).toBe(sentence));

test('the spaces of a secret are its own', () => expect(secretIn(' word \n')).toBe(' word '));
