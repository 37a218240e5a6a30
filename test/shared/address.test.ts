import { expect, test } from 'vitest';
import { decodedPart, encodedAddress, shownAddress } from '../../src/shared/address.ts';

test.each([
  ['/dev/video0', '/dev/video0'],
  ['http://', 'http://'],
  ['http://cam/video@2x', 'http://…'],
  ['http://cam.local/video?mail=a@b.org', 'http://cam.local'],
  ['http://cam.local:81/video.cgi?user=admin&pwd=p@ss', 'http://cam.local:81'],
  ['rtsp://user:pa/ss@cam.local:554/live', 'rtsp://cam.local:554'],
  ['rtsp://user:pa/ss@cam.local/live@2', 'rtsp://…'],
  ['rtsp://user:12/34@cam/live', 'rtsp://…'],
  ['rtsp://user:p@ss/word@cam.local/', 'rtsp://…'],
  ['rtsp://user:my pass@[fe80::1%25eth0]:554/live', 'rtsp://[fe80::1%25eth0]:554'],
  ['mqtts://user:p@bröker.local:8883', 'mqtts://bröker.local:8883'],
  ['http://cam.local/?next=a@10.0.0.1', 'http://cam.local'],
  ['https://only-a-token@10.0.0.1', 'https://10.0.0.1'],
  ['rtsp://user:word', 'rtsp://…'],
])('%s is shown as %s', (address, shown) => expect(shownAddress(address)).toBe(shown));

test.each([
  ['rtsp://user@10.0.0.1/', 'rtsp://user@10.0.0.1/'],
  ['rtsp://user:a%2Fb%@10.0.0.1/', 'rtsp://user:a%2Fb%25@10.0.0.1/'],
  ['rtsp://user:12/34@cam/live', 'rtsp://user:12/34@cam/live'],
  ['/home/me@home/clip.mp4', '/home/me@home/clip.mp4'],
])('%s is encoded as %s', (address, encoded) => expect(encodedAddress(address)).toBe(encoded));

test.each([
  ['100%', '100%'],
  ['%41%zz', 'A%zz'],
  ['%FF', '%FF'],
])('%s stands for %s', (part, meant) => expect(decodedPart(part)).toBe(meant));
