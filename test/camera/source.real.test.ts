import { describe, expect, it } from 'vitest';
import { SourceError, sourceOf } from '../../src/camera/source.ts';
import { clip } from '../assets.ts';
import { folder } from './setting.ts';

describe('a source is recognised by what it looks like', () => {
  it.each([
    ['auto', { kind: 'device', device: 'auto' }],
    ['0', { kind: 'device', device: '/dev/video0' }],
    ['12', { kind: 'device', device: '/dev/video12' }],
    ['/dev/video3', { kind: 'device', device: '/dev/video3' }],
    ['/dev/v4l/by-id/usb-046d_C920-video-index0', { kind: 'device', device: '/dev/v4l/by-id/usb-046d_C920-video-index0' }],
    ['http://10.0.0.7/video', { kind: 'mjpeg' }],
    ['HTTPS://cam.local/video', { kind: 'mjpeg' }],
    ['rtsp://user:word@cam.local:554/stream1', { kind: 'rtsp' }],
  ])('%s', (text, source) => expect(sourceOf(text)).toMatchObject(source));

  it.each([
    ['rtsp://user:pa/ss@10.0.0.7/live', 'rtsp://user:pa%2Fss@10.0.0.7/live'],
    ['http://user:p@ss#1?@cam:8080/', 'http://user:p%40ss%231%3F@cam:8080/'],
    ['http://user:100%@10.0.0.7/', 'http://user:100%25@10.0.0.7/'],
    ['http://user:p%40ss@10.0.0.7/?mail=a@b.org', 'http://user:p%40ss@10.0.0.7/?mail=a@b.org'],
  ])('%s, with the password as it is', (text, href) => expect(sourceOf(text)).toMatchObject({ url: new URL(href) }));

  it('a video file, an image, a folder', () => {
    const images = folder({ 'a.PNG': '', 'b.mkv': '' });
    expect(sourceOf(clip())).toEqual({ kind: 'clip', path: clip() });
    expect(sourceOf(images)).toEqual({ kind: 'folder', path: images });
    expect(sourceOf(`${images}/a.PNG`)).toEqual({ kind: 'image', path: `${images}/a.PNG` });
    expect(sourceOf(`${images}/b.mkv`)).toEqual({ kind: 'clip', path: `${images}/b.mkv` });
  });
});

describe('nonsense is refused with what to write instead', () => {
  it.each([
    ['/no/such/clip.mp4', /no camera, file or folder '\/no\/such\/clip.mp4'; give auto, an index/],
    ['', /give auto, an index/],
    ['/proc/self/fd/0/none', /give auto/],
    ['ftp://cam.local/video', /'ftp:\/\/' is no camera/],
    ['http://', /not a whole one, such as http:\/\/192/],
    ['http://[fe80::1%eth0]/video', /IPv6 zone \(%eth0\), which no camera address can have: write the camera's name or its IPv4 address/],
    ['rtsp://u:s3cret@[fe80::1%25wlan0]:554/live', /IPv6 zone \(%wlan0\)/],
    ['rtsp://u:s3cret@10.0.0.7:99999/live', /^the camera's address has the port 99999, and the highest is 65535$/],
    ['rtsp://user:pass/word@', /in its password write %2F for \//],
  ])('%s', (text, message) => {
    expect(() => sourceOf(text)).toThrow(SourceError);
    expect(() => sourceOf(text)).toThrow(message);
  });
});
