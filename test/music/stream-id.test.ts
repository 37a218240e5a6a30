import { expect, test } from 'vitest';
import { streamId } from '../../src/music/stream-id.ts';

test.each([
  ['http://radio.example:8000/jazz', 'http://radio.example:8000/jazz'],
  ['http://radio.example:8000/;stream.mp3', 'http://radio.example:8000/;stream.mp3'],
  ['https://user:word@radio.example/a-station-with-a-long-name.mp3', 'https://radio.example/a-station-with-a-long-name.mp3'],
  ['https://radio.example/play?station=jazz&token=abc&format=mp3', 'https://radio.example/play?station=jazz&format=mp3'],
  ['http://prem2.radio.example/trance?0123456789abcdef', 'http://prem2.radio.example/trance'],
  ['http://radio.example/live?id=7&s=a-token-of-more-than-twenty#x', 'http://radio.example/live?id=7'],
  ['http://radio.example/user=me&password=word&channel=1', 'http://radio.example/channel=1'],
])('the id of %s is %s', (address, id) => expect(streamId(address)).toBe(id));
