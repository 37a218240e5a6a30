import { describe, expect, test } from 'vitest';
import { asWritten, parseCommand } from '../../src/domain/command.ts';
import { announcementIn, soundAddressIn } from '../../src/domain/sound-address.ts';

const url = 'http://192.168.1.5:8123/api/tts_proxy/a.mp3';

describe('an address from outside', () => {
  test('is called by its title, in one line, or by its host', () => {
    expect(soundAddressIn({ url, title: ' Dinner\nis ready ' })).toEqual({ ok: true, value: { url, title: 'Dinner is ready' } });
    for (const title of [undefined, null, '', ' \n'])
      expect(soundAddressIn({ url, title })).toEqual({ ok: true, value: { url, title: '192.168.1.5' } });
  });

  test('keeps its password to itself', () => {
    expect(soundAddressIn({ url: 'https://me:secret@nas/a' })).toEqual({
      ok: true,
      value: { url: 'https://me:secret@nas/a', title: 'nas' },
    });
  });

  test.each([
    [{}, /"url"/],
    [{ url: 5 }, /"url"/],
    [{ url: '/etc/passwd' }, /http:\/\/ or https:\/\//],
    [{ url: 'file:///etc/passwd' }, /http:\/\/ or https:\/\//],
    [{ url: 'ytdl://abc' }, /http:\/\/ or https:\/\//],
    [{ url: `http://nas/${'a'.repeat(1500)}` }, /1500 characters/],
    [{ url, title: 5 }, /"title"/],
  ])('is refused: %j', (input, why) => {
    expect(soundAddressIn(input)).toMatchObject({ ok: false, why: expect.stringMatching(why) });
  });
});

describe('an announcement from outside', () => {
  test('has levels from 0 to 100, or none', () => {
    expect(announcementIn({ url, volume: 140, duck: -1 })).toMatchObject({ ok: true, value: { volume: 100, duck: 0 } });
    expect(announcementIn({ url, volume: null })).toEqual({ ok: true, value: { url, title: '192.168.1.5' } });
    for (const wrong of [{ volume: 'loud' }, { duck: Number.NaN }, { duck: '5' }])
      expect(announcementIn({ url, ...wrong })).toMatchObject({ ok: false });
  });

  test('is a command, which another box reads as it was', () => {
    for (const type of ['announce', 'play_url'] as const) {
      const command = parseCommand({ type, url, title: 'Bell' });
      expect(command).toMatchObject({ ok: true, value: { type, url, title: 'Bell' } });
      if (command.ok) expect(parseCommand(asWritten(command.value))).toEqual(command);
      expect(parseCommand({ type })).toMatchObject({ ok: false, why: expect.stringContaining(`${type} needs "url"`) });
    }
  });
});
