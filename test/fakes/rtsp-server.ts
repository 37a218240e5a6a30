import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Socket as UdpSocket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

export type RtspServer = {
  readonly url: string;
  readonly connections: () => number;
  /** Hangs up on everybody, as a camera does that loses its power. */
  readonly hangUp: () => void;
};

/**
 * An IP camera on loopback: RTSP (RFC 2326) over TCP, the clip as H.264, again and again. ffmpeg makes the RTP packets; this
 * wraps them into the connection (§10.12, interleaved). `mute` takes connections and never answers.
 */
export async function rtspServer(clip: string, mute = false): Promise<RtspServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => socket.destroy()));
    socket.once('close', () => open.delete(socket));
    if (mute) socket.resume();
    else void serve(socket, clip);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hangUp = (): void => {
    for (const socket of open) socket.destroy();
  };
  onTestFinished(async () => {
    hangUp();
    server.close();
    await once(server, 'close');
  });
  return { url: `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/live`, connections: () => open.size, hangUp };
}

const SDP = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=clip', 't=0 0', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000', 'a=control:video', ''];

async function serve(socket: Socket, clip: string): Promise<void> {
  const rtp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(rtp, 'listening');
  rtp.on('message', (packet) => socket.writable && socket.write(Buffer.concat([interleaved(packet.length), packet])));
  let player: ChildProcess | undefined;
  socket.on('data', (bytes) => {
    for (const request of bytes.toString('latin1').split('\r\n\r\n')) {
      const [, method, seq] = /^([A-Z_]+) rtsp:.*\r\n(?:.*\r\n)*?CSeq: (\d+)/i.exec(`${request}\r\n`) ?? [];
      if (method === undefined || seq === undefined) continue;
      socket.write(answer(method, seq));
      if (method === 'PLAY') player = play(clip, rtp);
    }
  });
  socket.once('close', async () => {
    if (player && player.exitCode === null && player.kill('SIGKILL')) await once(player, 'close');
    rtp.close();
  });
}

/** §10.12: a dollar sign, the channel, the length. */
function interleaved(length: number): Buffer {
  const header = Buffer.from([0x24, 0, 0, 0]);
  header.writeUInt16BE(length, 2);
  return header;
}

function answer(method: string, seq: string): string {
  const head = ['RTSP/1.0 200 OK', `CSeq: ${seq}`];
  if (method === 'OPTIONS') head.push('Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN');
  if (method === 'SETUP') head.push('Transport: RTP/AVP/TCP;unicast;interleaved=0-1');
  if (method !== 'OPTIONS' && method !== 'DESCRIBE') head.push('Session: 1');
  const body = method === 'DESCRIBE' ? SDP.join('\r\n') : '';
  if (body) head.push('Content-Type: application/sdp', `Content-Length: ${body.length}`);
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function play(clip: string, to: UdpSocket): ChildProcess {
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '10', '-pix_fmt', 'yuv420p'];
  const target = `rtp://127.0.0.1:${to.address().port}?pkt_size=1200`;
  const args = ['-nostdin', '-loglevel', 'quiet', '-re', '-stream_loop', '-1', '-i', clip, '-an', ...encode, '-f', 'rtp', target];
  return spawn('ffmpeg', args, { stdio: 'ignore' });
}
