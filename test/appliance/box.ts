import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Called } from '../cli/call.ts';
import { call } from '../cli/call.ts';

/** The public key that `OLD` gives to the box. */
export const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGG tom@laptop';
export const OTHER_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcmRWSDosHg/x49XHuaudj3FjVUc5Kx0O8OLUxriqnI other@laptop';
/** A card with everything that a box can be told to keep. */
export const OLD = `system:
  hostname: before
  timezone: Europe/Paris
  country: FR
  airplay: on
  wifi:
    - ssid: OldNet
      password: old password
  ssh:
    authorized_keys:
      - ${KEY}
mqtt:
  url: mqtt://old.local
`;

/** The two partitions of a box, in folders of their own for this test. */
export type TestBox = {
  readonly card: string;
  readonly data: string;
  readonly news: string;
  readonly copy: string;
  readonly write: (text: string | Uint8Array, name?: string) => void;
  /** Starts it: `moodbox boot-settings`. */
  readonly boot: (...more: readonly string[]) => Promise<Called>;
  /** The report, with the line ends of Linux. */
  readonly report: () => string;
  /** What a file of the data partition holds; undefined if the file is missing. */
  readonly kept: (path: string) => string | undefined;
  /** Everything that the box remembers of its cards, by path. */
  readonly memory: () => Readonly<Record<string, string>>;
};

export function testBox(): TestBox {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-card-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [card, data, news] = [mkdtempSync(join(folder, 'card-')), mkdtempSync(join(folder, 'data-')), join(folder, 'news')];
  const copy = join(news, 'report/moodbox-report.txt');
  const kept = (path: string): string | undefined => (existsSync(join(data, path)) ? readFileSync(join(data, path), 'utf8') : undefined);
  const paths = (): readonly string[] =>
    (readdirSync(data, { recursive: true }) as string[]).filter((path) => !/placed\.json|system\/card|localtime$/.test(path)).sort();
  return {
    ...{ card, data, news, copy, kept },
    write: (text, name = 'moodbox.yaml') => writeFileSync(join(card, name), text),
    boot: (...more) => call(['boot-settings', '--card', card, '--data', data, '--news', news, ...more]),
    report: () => readFileSync(join(card, 'moodbox-report.txt'), 'utf8').replaceAll('\r\n', '\n'),
    memory: () =>
      Object.fromEntries(
        paths().flatMap((path) => {
          try {
            return [[path, readFileSync(join(data, path), 'utf8')]];
          } catch {
            return []; // a folder
          }
        }),
      ),
  };
}

/** A box that has started with `OLD`, and has a new card since. */
export async function boxWithMemory(): Promise<TestBox> {
  const box = testBox();
  box.write(OLD);
  await box.boot();
  return box;
}
