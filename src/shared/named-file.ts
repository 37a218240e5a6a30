import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

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
    return readFileSync(path);
  } catch (err) {
    throw failure(namedFileFault(path, err), err);
  }
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
