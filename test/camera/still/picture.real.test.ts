import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rememberingStills } from '../../../src/camera/still/picture.ts';
import { folder, jpegs } from '../setting.ts';

const PAST = new Date('2020-01-01');

describe('rememberingStills', () => {
  it('does not decode a bad file again before it changes', async () => {
    const [jpeg] = jpegs(1) as [Buffer];
    const path = join(folder({ 'a.jpg': Buffer.alloc(jpeg.length) }), 'a.jpg');
    utimesSync(path, PAST, PAST);
    const read = rememberingStills();
    expect(await read(path)).toEqual({ ok: false, why: 'cannot be read as a picture' });
    writeFileSync(path, jpeg);
    utimesSync(path, PAST, PAST); // Nothing shows that it was replaced.
    expect(await read(path)).toEqual({ ok: false, why: 'cannot be read as a picture' });
    utimesSync(path, PAST, new Date('2021-01-01'));
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
