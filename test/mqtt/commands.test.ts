import { describe, expect, test } from 'vitest';
import { commandOf } from '../../src/mqtt/commands.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { mqttConfig } from './setting.ts';

const { set } = topicsOf(mqttConfig());
const of = (name: string, payload: string) => commandOf(`moodbox/cafe/${name}/set`, payload, set);

describe('commandOf', () => {
  test.each([
    ['override', 'happy', { type: 'override', mood: 'happy' }],
    ['override', 'away', { type: 'override', mood: 'away' }],
    ['override', ' auto\n', { type: 'override', mood: 'auto' }],
    ['volume', '40', { type: 'volume', value: 40 }],
    ['volume', '40.0', { type: 'volume', value: 40 }],
    ['volume', '39.6', { type: 'volume', value: 40 }],
    ['volume', '0', { type: 'volume', value: 0 }],
    ['volume', '100', { type: 'volume', value: 100 }],
    ['camera', 'ON', { type: 'camera', on: true }],
    ['camera', 'OFF', { type: 'camera', on: false }],
    ['play', 'PRESS', { type: 'play' }],
    ['pause', 'PRESS', { type: 'pause' }],
    ['next', 'PRESS', { type: 'next' }],
    ['stop', 'PRESS', { type: 'stop' }],
    ['like', 'PRESS', { type: 'like' }],
    ['dislike', 'PRESS', { type: 'dislike' }],
    ['undo', 'PRESS', { type: 'undo' }],
    ['seek', '61.5', { type: 'seek', to: 61_500 }],
    ['seek', '999999999', { type: 'seek', to: 86_400_000 }],
    ['capture', 'PRESS', { type: 'capture' }],
    ['update', 'PRESS', { type: 'update' }],
    ['autoplay', 'ON', { type: 'autoplay', on: true }],
    ['autoplay', 'OFF', { type: 'autoplay', on: false }],
    ['announce', ' http://nas/a.mp3\n', { type: 'announce', url: 'http://nas/a.mp3', title: 'nas' }],
    ['announce', '{"url":"http://nas/a","title":"Bell","volume":40}', { type: 'announce', url: 'http://nas/a', title: 'Bell', volume: 40 }],
    ['play_url', 'https://nas/a', { type: 'play_url', url: 'https://nas/a', title: 'nas' }],
    ['presence', 'ON', { type: 'presence', on: true }],
    ['presence', 'off', { type: 'presence', on: false }],
    ['presence', '', { type: 'presence', on: null }],
    ['presence', '{"occupancy":true,"battery":97}', { type: 'presence', on: true }],
    [
      'sense',
      '{"name":"Watch","valence":-0.4,"arousal":0.6,"weight":0.3,"for":"5m"}',
      { type: 'sense', name: 'Watch', feels: { valence: -0.4, arousal: 0.6 }, weight: 0.3, for: 300_000 },
    ],
    [
      'guest',
      '{"name":"AirPlay","state":"playing","title":"Blue","lease":"2h"}',
      { type: 'guest', name: 'AirPlay', state: 'playing', title: 'Blue', lease: 7_200_000 },
    ],
    ['guest', '{"name":"AirPlay","state":"gone"}', { type: 'guest', name: 'AirPlay', state: 'gone' }],
    ['moodbox_now', 'PRESS', { type: 'moodbox_now' }],
    ['volume', '101', { type: 'volume', value: 100 }],
    ['volume', '100.4', { type: 'volume', value: 100 }],
    ['volume', '-1', { type: 'volume', value: 0 }],
    ['volume', '9'.repeat(60), { type: 'volume', value: 100 }],
    ['override', 'happy 30m', { type: 'override', mood: 'happy', for: 1_800_000 }],
    ['override', 'happy  90 s', { type: 'override', mood: 'happy', for: 90_000 }],
    ['override', '{"mood":"sad","for":"1.5h"}', { type: 'override', mood: 'sad', for: 5_400_000 }],
    ['override', '{"mood":"sad","for":600}', { type: 'override', mood: 'sad', for: 600_000 }],
    ['override', '{"mood":"sad","for":1e99}', { type: 'override', mood: 'sad', for: 604_800_000 }],
    ['override', '{"mood":"sad","for":0.001}', { type: 'override', mood: 'sad', for: 1000 }],
    ['override', '{"mood":"sad","for":null}', { type: 'override', mood: 'sad' }],
    ['override', '{"mood":"sad","type":"next"}', { type: 'override', mood: 'sad' }],
    ['override', '{"mood":"auto","for":"1h"}', { type: 'override', mood: 'auto' }],
  ])('%s/set %j', (name, payload, command) => expect(of(name, payload)).toEqual({ ok: true, value: command }));

  test.each([
    ['override', '', /seven emotions/],
    ['override', 'Happy', /seven emotions/],
    ['override', 'constructor', /seven emotions/],
    ['volume', '', /0 to 100/],
    ['volume', ' ', /0 to 100/],
    ['volume', '0x10', /0 to 100/],
    ['seek', '-1', /in seconds/],
    ['seek', '', /in seconds/],
    ['volume', '1e1', /0 to 100/],
    ['volume', 'NaN', /0 to 100/],
    ['volume', 'Infinity', /0 to 100/],
    ['camera', '', /true or false/],
    ['camera', 'true', /true or false/],
    ['autoplay', 'PRESS', /true or false/],
    ['override', 'happy soon', /length of time/],
    ['override', 'happy 30', /length of time/],
    ['override', 'happy -5m', /length of time/],
    ['override', '{"mood":"happy","for":0}', /length of time/],
    ['override', '{"mood":"happy","for":[60]}', /length of time/],
    ['override', '{"mood":"happy"', /valid JSON/],
    ['override', '{}', /seven emotions/],
    ['camera', 'on', /true or false/],
    ['presence', 'perhaps', /ON or OFF/],
    ['guest', 'AirPlay', /valid JSON/],
    ['guest', '{"name":"AirPlay"}', /"playing" or "gone"/],
    ['guest', `{"name":"${'x'.repeat(1000)}"}`, /1000 characters/],
    ['moodbox_now', 'ON', /PRESS/],
    ['sense', 'sad', /valid JSON/],
    ['sense', '{"name":"Watch","valence":NaN,"arousal":0}', /valid JSON/],
    ['sense', 'null', /JSON object/],
    ['sense', '["Watch"]', /JSON object/],
    ['sense', '{}', /"name"/],
    ['announce', '{"url":', /valid JSON/],
    ['sense', '{"name":"Watch","emotion":"bored"}', /seven emotions/],
    ['sense', `{"name":"${'x'.repeat(400)}"}`, /400 characters/],
    ['next', '', /PRESS/],
    ['next', 'OFF', /PRESS/],
    ['dance', 'PRESS', /not a command topic/],
    ['override', 'x'.repeat(65), /64 characters/],
  ])('refuses %s/set %j', (name, payload, why) => {
    const parsed = of(name, payload);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.why).toMatch(why);
  });

  test('no sentence repeats the payload, so the number of different sentences is bounded', () => {
    const sentences = new Set<string>();
    for (const name of [...Object.keys(set), 'dance']) {
      for (let i = 0; i < 200; i += 1) {
        const parsed = of(name, `nonsense ${i} `.repeat(1 + (i % 9)));
        if (!parsed.ok) sentences.add(parsed.why);
      }
    }
    // One more for each kind of command: `sense` brought the tenth, addresses two more, guests the thirteenth.
    expect(sentences.size).toBeLessThanOrEqual(13);
  });
});
