/** Why there is no newer yt-dlp, grouped by what a person would do about it. */
export type UpdateFault =
  | 'offline'
  | 'clock'
  | 'silent'
  | 'absent'
  | 'refused'
  | 'cut-off'
  | 'too-large'
  | 'nonsense'
  | 'checksum'
  | 'signature'
  | 'no-gpgv'
  | 'will-not-start'
  | 'finds-nothing'
  | 'disk-full'
  | 'unwritable'
  | 'busy'
  | 'no-other'
  | 'stopped';

/** `detail` is for experts: an address, a number, or what a program said. */
export type Fault = { readonly why: UpdateFault; readonly detail: string };

/** What happened and what to do, for somebody who has never heard of yt-dlp. The copy in use stays in use in every case. */
export const UPDATE_SENTENCES: Readonly<Record<UpdateFault, { readonly what: string; readonly advice: string }>> = {
  offline: {
    what: 'the server with the releases cannot be reached',
    advice: 'check the internet connection; it is tried again by itself',
  },
  clock: { what: "the server's certificate is not valid at this hour", advice: "check this machine's date and time" },
  silent: { what: 'the server stopped answering', advice: 'it is tried again by itself' },
  absent: { what: 'the server has no such release', advice: 'it is tried again by itself; if it stays so, check music.ytdlp_updates' },
  refused: { what: 'the server refuses it', advice: 'it is tried again by itself; if it stays so, check music.ytdlp_updates' },
  'cut-off': { what: 'the download broke off', advice: 'it is tried again by itself' },
  'too-large': { what: 'what the server sends is far too large for yt-dlp', advice: 'check music.ytdlp_updates' },
  nonsense: {
    what: 'what the server answers is not about yt-dlp',
    advice: 'check music.ytdlp_updates, and whether a login page is in the way',
  },
  checksum: { what: 'the download is damaged: its checksum is wrong', advice: 'it is tried again by itself' },
  signature: { what: "the release does not carry yt-dlp's own signature, so it is not trusted", advice: 'check music.ytdlp_updates' },
  'no-gpgv': { what: 'the program that checks signatures is missing', advice: 'sudo apt-get install gpgv' },
  'will-not-start': {
    what: 'the new release does not start on this machine',
    advice: 'the next release may; Python 3.10 or newer is needed',
  },
  'finds-nothing': {
    what: 'the new release starts, and finds no music on YouTube',
    advice: 'the next release may; moodbox doctor says whether something else is missing',
  },
  'disk-full': { what: 'the disk is full', advice: 'make room' },
  unwritable: {
    what: 'its folder cannot be written to',
    advice: 'run it as the user that runs moodbox: sudo systemctl start moodbox-ytdlp',
  },
  busy: { what: 'another update is under way', advice: 'wait for it' },
  'no-other': { what: 'there is no other copy to go back to', advice: 'moodbox update-ytdlp fetches one' },
  stopped: { what: 'it was stopped', advice: 'run it again' },
};

/** Carries a fault out of a stream or callback. Never leaves this folder. */
export class Faulty extends Error {
  override readonly name = 'Faulty';
  readonly fault: Fault;
  constructor(why: UpdateFault, detail: string) {
    super(`${why}: ${detail}`);
    this.fault = { why, detail };
  }
}

const CODES: readonly (readonly [UpdateFault, RegExp])[] = [
  ['disk-full', /^(ENOSPC|EDQUOT|EFBIG)$/],
  ['unwritable', /^(EROFS|EACCES|EPERM|ENOTDIR|EEXIST|ELOOP|ENOTEMPTY|EISDIR)$/],
  ['clock', /^CERT_(NOT_YET_VALID|HAS_EXPIRED)$/],
  ['refused', /CERT|TLS|SSL|SIGNATURE/],
  ['cut-off', /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HPE_\w+)$/],
  ['silent', /^(UND_ERR_\w*TIMEOUT|ETIMEDOUT)$/],
  ['offline', /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ENETDOWN|EHOSTUNREACH|EADDRNOTAVAIL)$/],
];

/** Turns an error of the network or the file system into a fault. Throws any other error on. */
export function faultOf(err: unknown): Fault {
  if (err instanceof Faulty) return err.fault;
  const { cause, message } = err as Error;
  const inner = (cause instanceof AggregateError ? cause.errors[0] : cause) as NodeJS.ErrnoException | undefined;
  const code = inner?.code ?? (err as NodeJS.ErrnoException).code ?? '';
  const why = CODES.find(([, pattern]) => pattern.test(String(code)))?.[0] ?? otherwise(err as Error);
  if (!why) throw err;
  return { why, detail: inner?.message || message };
}

/** A system call may fail in a way that is not in the list, for example on a dying memory card; that is not a bug in moodbox. */
function otherwise(err: Error): UpdateFault | undefined {
  if (err.message === 'fetch failed') return 'offline';
  return typeof (err as NodeJS.ErrnoException).syscall === 'string' ? 'unwritable' : undefined;
}
