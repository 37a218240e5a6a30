import { isIP } from 'node:net';
import { OutputError } from '../wav-file.ts';

/** Where the snapclients find the music. */
export type SnapserverListener = { readonly host: string; readonly port: number };

/** Snapcast's own. */
const PORT = 1704;
/** Names inside the server's folder, which is its working directory: it needs no way in from outside. */
export const SNAPSERVER_FILES = { configuration: 'snapserver.conf', fifo: 'music' } as const;
export const STREAM = 'moodbox';

/**
 * What the outputs `snapcast` (every address of this machine) and `snapcast://ADDRESS[:PORT]` say; undefined for every other
 * output. Throws `OutputError` for what begins like one and is none.
 */
export function snapcastOf(output: string): SnapserverListener | undefined {
  if (output === 'snapcast') return { host: '0.0.0.0', port: PORT };
  if (!output.startsWith('snapcast:')) return undefined;
  const [, host = '', port = String(PORT)] = /^snapcast:\/\/\[?([\d.]+|[\da-f:]+(?=\]))\]?(?::(\d{1,5}))?\/?$/i.exec(output) ?? [];
  if (isIP(host) && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  throw new OutputError(
    `player.output: '${output}' is not snapcast, nor snapcast://ADDRESS or snapcast://ADDRESS:PORT with an address of this machine in digits`,
  );
}

/**
 * snapserver's configuration. Commands are taken on loopback only: they need no password, and
 * some versions start any program when told to (CVE-2023-36177). The
 * pipe is named by way of the working directory, so that no folder above needs to be open to its account.
 */
export const snapserverConfiguration = ({ host, port }: SnapserverListener, control: number): string =>
  [
    '# Written by moodbox at every start; changes are lost.',
    '[server]',
    'datadir = .',
    '[http]',
    'enabled = false',
    '[tcp]',
    'bind_to_address = 127.0.0.1',
    `port = ${control}`,
    '[stream]',
    `bind_to_address = ${host}`,
    `port = ${port}`,
    `source = pipe:///proc/self/cwd/${SNAPSERVER_FILES.fifo}?name=${STREAM}&mode=read`,
    'sampleformat = 48000:16:2',
    'codec = flac',
    '[logging]',
    'sink = stderr',
    'filter = *:notice',
    '',
  ].join('\n');
