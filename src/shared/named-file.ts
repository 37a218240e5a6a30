import { X509Certificate } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { decodedText } from './decoded-text.ts';

const MEGABYTE = 1024 * 1024;
/** Nothing that people name in the configuration to be read whole is larger: a password, a token, all authorities of a machine. */
const LARGEST = 4 * MEGABYTE;
const LONGEST_SECRET = 4096;

/** The codes of our own refusals, beside those of the file system. */
const NOT_A_FILE = 'NOT_A_FILE';
const TOO_LARGE = 'TOO_LARGE';

/**
 * Why a file that somebody named cannot be read, and what to do: a sentence that begins with `subject`, by default the path. `err`: the
 * file system's error.
 */
export function namedFileFault(subject: string, err: unknown, path = subject): string {
  const { code, message } = err as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `${subject} does not exist: correct the path, or create the file`;
    case 'EACCES':
    case 'EPERM': {
      const user = userName();
      return `${subject} may not be read by the user ${user}: run this as the user that runs moodbox, or 'sudo chown ${user} ${path}'`;
    }
    case 'EISDIR':
      return `${subject} is a folder: name the file in it`;
    case NOT_A_FILE:
      return `${subject} is no ordinary file: name the file itself`;
    case TOO_LARGE:
      return `${subject} is larger than ${LARGEST / MEGABYTE} MB: name the right file`;
    default:
      return `${subject} cannot be read (${code ?? message.split('\n')[0]}): check the disk, or name another file`;
  }
}

/** The user that this process runs as, or its number if it has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}

/** The bytes of a file that somebody named. Throws what `failure` makes of a sentence that begins with the path and says what to do. */
export function readNamed(path: string, failure: (sentence: string, cause: unknown) => Error): Buffer {
  try {
    return wholeFile(path);
  } catch (err) {
    throw failure(namedFileFault(path, err), err);
  }
}

/**
 * The bytes of an ordinary file of at most 4 MB. A pipe would hold up the whole process until somebody writes to it, so none is read.
 * Throws the file system's error.
 */
export function wholeFile(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() && !stats.isDirectory()) throw Object.assign(new Error(NOT_A_FILE), { code: NOT_A_FILE, syscall: 'open' });
    if (stats.size > LARGEST) throw Object.assign(new Error(TOO_LARGE), { code: TOO_LARGE, syscall: 'open' });
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * The secret in a file that somebody named: its only line, whatever editor wrote it. Throws as `readNamed` does, also if the file can hold
 * no secret. `what` it holds, for the sentence.
 */
export function readSecret(path: string, failure: (sentence: string, cause?: unknown) => Error, what = 'secret'): string {
  const secret = decodedText(readNamed(path, failure)).replace(/[\r\n]+$/, '');
  if (secret.trim() === '') throw failure(`${path} is empty: put the ${what} into it`);
  if (/[\r\n]/.test(secret)) throw failure(`${path} has several lines: a ${what} is one line`);
  if (secret.length > LONGEST_SECRET) throw failure(`${path} is far too long for a ${what}: name the right file`);
  return secret;
}

/** What is wrong with a file that should hold certificates in PEM format: a sentence that begins with it; undefined if all is well. */
export function pemFault(path: string, content: Buffer): string | undefined {
  const blocks =
    content.toString('latin1').match(/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END \1?CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0)
    return `${path} holds no certificate in PEM format (-----BEGIN CERTIFICATE-----): name the file of the certificate`;
  return blocks.every(isCertificate) ? undefined : `${path} holds a damaged certificate: copy the file again`;
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block) !== undefined;
  } catch {
    return false;
  }
}
