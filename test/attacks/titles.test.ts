import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { root } from '../assets.ts';
import { Broker, Ear, hasMosquitto } from '../mqtt/setting.ts';
import { tempFolder } from '../system/box.ts';
import { boxWith, command, isBuilt, PATIENCE, report } from './library-box.ts';

/** Node has no datagram sockets in the file system; Python listens in systemd's place, and writes each message as JSON. */
const SYSTEMD = `import socket, sys, json
ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind(sys.argv[1])
print('listening', flush=True)
while True: print(json.dumps(ear.recv(4096).decode()), flush=True)`;

/** Line ends, a command to systemd, one to a terminal, text that runs backwards, a forged line of the log, and a byte of 0. */
const TITLE = 'Song\nWATCHDOG=trigger\r\nSTOPPING=1\u001b]0;owned\u0007\u001b[2J\u202e\u2028{"msg":"forged"}\u0085';

/** An ID3 tag with this title before the sound of an MP3 file. */
function titled(mp3: Buffer, title: string): Buffer {
  const text = Buffer.concat([Buffer.from([3]), Buffer.from(title)]);
  const size = (bytes: number): Buffer => Buffer.from([0, 0, bytes >> 7, bytes & 0x7f]);
  const frame = Buffer.concat([Buffer.from('TIT2'), size(text.length), Buffer.from([0, 0]), text]);
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), size(frame.length), frame, mp3]);
}

/** What moves a cursor, ends a line or turns the text around; a line feed at the end of a whole output does not count. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

describe.runIf(isBuilt && hasMosquitto)('a title that is more than a title', () => {
  // Before this revision a title reached systemd line by line; now it is one line at each door.
  test('is one harmless line for systemd, terminals, MQTT, the page and the history', { timeout: 90_000 }, async () => {
    const socket = join(await tempFolder(), 'notify');
    const systemd = spawn('python3', ['-c', SYSTEMD, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    const told: string[] = [];
    const lines = createInterface(systemd.stdout).on('line', (line) => told.push(line));
    await once(lines, 'line');
    try {
      await using broker = await Broker.open();
      await using ear = await Ear.open(broker.port);
      await using box = await boxWith({
        mqtt: { url: broker.url, id: 'box' },
        env: { NOTIFY_SOCKET: socket },
        fill: (folder) => {
          const plain = ['-f', 'lavfi', '-i', 'sine=duration=60', '-map_metadata', '-1', '-write_xing', '0', '-id3v2_version', '0'];
          const mp3 = execFileSync('ffmpeg', ['-v', 'error', ...plain, '-f', 'mp3', 'pipe:1']);
          writeFileSync(join(folder, 'tag.mp3'), titled(mp3, TITLE));
          writeFileSync(join(folder, `${TITLE.replaceAll('/', '')}.mp3`), mp3);
        },
      });
      const statuses = (): readonly string[] => told.slice(1).map((line) => JSON.parse(line) as string);
      // What plays first may be shown by its file's name, as long as its tags have not been read.
      await expect.poll(() => box.events('library.scanned').length, PATIENCE).toBe(1);
      await command(box, { type: 'next' });
      await expect.poll(async () => (await report(box)).playback.track?.title ?? '', PATIENCE).toContain('WATCHDOG=trigger');
      await expect.poll(() => statuses().filter((status) => status.includes('WATCHDOG=trigger')).length, PATIENCE).toBeGreaterThan(0);
      const history = (...more: string[]): string => moodbox(['history', '--config', join(box.folder, 'moodbox.yaml'), ...more]);
      await expect.poll(() => history(), PATIENCE).toContain('WATCHDOG=trigger');
      const commands = statuses().flatMap((status) => status.trimEnd().split('\n'));
      expect(commands.filter((line) => /^(WATCHDOG=trigger|STOPPING)/.test(line))).toEqual([]);
      const doors = {
        terminal: box.said,
        systemd: commands,
        mqtt: ear.heard.map(({ payload }) => payload),
        page: [JSON.stringify(await report(box))],
        history: [history(), history('--json'), history('--csv'), history('--report', 'day')],
      };
      for (const [door, texts] of Object.entries(doors))
        expect(
          texts.filter((text) => UNSAFE.test(text)),
          door,
        ).toEqual([]);
      expect(box.events('forged')).toEqual([]);
    } finally {
      systemd.kill();
    }
  });
});

const moodbox = (args: readonly string[]): string => execFileSync(join(root, 'bin/moodbox'), args, { encoding: 'utf8' });
