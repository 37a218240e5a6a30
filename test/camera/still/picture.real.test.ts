import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rememberingStills } from '../../../src/camera/still/picture.ts';
import { folder, jpegs } from '../setting.ts';

const MEGABYTE = 1024 * 1024;
/** By this process, as the kernel counts it. */
const bytesRead = (): number => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
const PAST = new Date('2020-01-01');

describe('rememberingStills', () => {
  it('does not read a bad file again before it changes', async () => {
    const path = join(folder({ 'a.jpg': Buffer.alloc(MEGABYTE) }), 'a.jpg');
    const read = rememberingStills();
    const before = bytesRead();
    for (let times = 0; times < 3; times += 1) expect(await read(path)).toEqual({ ok: false, why: 'cannot be read as a picture' });
    expect(Math.floor((bytesRead() - before) / MEGABYTE)).toBe(1);
  });

  it('shows a file that was replaced, although its size and its time are those of before', async () => {
    const [jpeg] = jpegs(1) as [Buffer];
    const path = join(folder({ 'a.jpg': Buffer.alloc(jpeg.length) }), 'a.jpg');
    utimesSync(path, PAST, PAST);
    const read = rememberingStills();
    expect(await read(path)).toEqual({ ok: false, why: 'cannot be read as a picture' });
    writeFileSync(path, jpeg);
    utimesSync(path, PAST, PAST);
    expect(await read(path)).toMatchObject({ ok: true, value: { width: 400 } });
  });

  it('shows a file that was empty as soon as it is there', async () => {
    const [jpeg] = jpegs(1) as [Buffer];
    const path = join(folder({ 'a.jpg': '' }), 'a.jpg');
    const read = rememberingStills();
    expect(await read(path)).toEqual({ ok: false, why: 'is empty' });
    writeFileSync(path, jpeg);
    expect(await read(path)).toMatchObject({ ok: true });
  });
});
