/** What ffmpeg may open for an RTSP address: nothing of this machine but its own standard input. */
const PROTOCOLS = 'pipe,rtsp,rtp,srtp,tcp,udp,tls,crypto,http,https';

/** An input for ffmpeg: its arguments, which every user of the machine can read (`ps`), and what it reads on standard input. */
export type FfmpegInput = { readonly args: readonly string[]; readonly stdin: string };

/**
 * The address as an input that `ps` does not show: ffmpeg reads it from standard input, as a list with one entry. `options` are those of
 * the address, without the dash. ffmpeg opens the same stream in the same time as with the address on its command line.
 */
export function ffmpegInput(url: URL, options: Readonly<Record<string, string>>): FfmpegInput {
  const lines = Object.entries(options).map(([name, value]) => `option ${name} ${value}`);
  return {
    args: ['-f', 'concat', '-safe', '0', '-protocol_whitelist', PROTOCOLS, '-i', 'pipe:0'],
    stdin: ['ffconcat version 1.0', `file '${url.href.replaceAll("'", "'\\''")}'`, ...lines, ''].join('\n'),
  };
}
