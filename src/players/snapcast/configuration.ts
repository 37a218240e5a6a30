import { isIP } from 'node:net';
import { OutputError } from '../wav-file.ts';

/** Where snapserver listens for snapclients. */
export type SnapserverListener = { readonly host: string; readonly port: number };

/** Snapcast's default port. */
const PORT = 1704;
/** File names inside the server's folder. It is the server's working directory, so the server needs no access to the folders above. */
export const SNAPSERVER_FILES = { configuration: 'snapserver.conf', fifo: 'music' } as const;
export const STREAM = 'moodbox';

/**
 * The listener that the output `snapcast` (every address of this machine) or `snapcast://ADDRESS[:PORT]` means; undefined for any other
 * output. Throws `OutputError` for an output that begins with `snapcast:` but is neither.
 */
export function snapcastOf(output: string): SnapserverListener | undefined {
  if (output === 'snapcast') return { host: '0.0.0.0', port: PORT };
  if (!output.startsWith('snapcast:')) return undefined;
  const [, host = '', port = String(PORT)] = /^snapcast:\/\/\[?([\d.]+|[\da-f:]+(?=\]))\]?(?::(\d{1,5}))?\/?$/i.exec(output) ?? [];
  if (isIP(host) && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  const forms = 'snapcast, nor snapcast://ADDRESS or snapcast://ADDRESS:PORT';
  throw new OutputError(`player.output: '${output}' is not ${forms} with an address of this machine in digits`);
}

/**
 * snapserver's configuration. It takes commands on loopback only, because they need no password and some versions start any program on
 * command (CVE-2023-36177). The path of the pipe goes through the working directory, so that its account needs no access to the folders
 * above.
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
