/** A JSON message as mpv sends it: an event, or an observed property that changed (mpv manual, "JSON IPC"). */
export type MpvMessage = Readonly<Record<string, unknown>>;

/** How an entry of mpv's playlist ended: the reason that mpv gave (`eof`, `error`, `stop`, …), and whether it had been heard. */
export type Ending = { readonly reason: string; readonly heard: boolean; readonly error: string };

/** What mpv has told so far. Entries are numbered by mpv, upwards. */
export type MpvState = {
  /** The entry that is open now. */
  readonly entry: number;
  readonly heard: boolean;
  readonly ended?: Ending & { readonly entry: number };
  /** An entry that turned out to be a playlist, and the last of the entries that took its place. */
  readonly playlistEntries?: { readonly of: number; readonly last: number };
  /** The audio output in use, `null` being mpv's silent one; absent while nothing is open. */
  readonly output?: string;
};

/** mpv's property that names the output in use. */
export const OUTPUT = 'current-ao';

export const NOTHING: MpvState = { entry: 0, heard: false };

/** What is known after one more message. */
export function reduce(facts: MpvState, message: MpvMessage): MpvState {
  switch (message.event) {
    case 'start-file':
      return { ...facts, entry: entryOf(message), heard: false };
    case 'playback-restart':
      return { ...facts, heard: true };
    case 'end-file':
      return message.reason === 'redirect' ? redirected(facts, message) : ended(facts, message);
    case 'property-change':
      return message.name === OUTPUT ? outputOf(facts, message.data) : facts;
    default:
      return facts;
  }
}

/** `coming` until something is heard of the entry or of those that took its place, then `heard`, then how the last of them ended. */
export function entryStatus(facts: MpvState, entry: number): 'coming' | 'heard' | Ending {
  const last = facts.playlistEntries?.of === entry ? facts.playlistEntries.last : entry;
  if (facts.ended?.entry === last) return facts.ended;
  return facts.heard && facts.entry >= entry ? 'heard' : 'coming';
}

function ended(facts: MpvState, message: MpvMessage): MpvState {
  const entry = entryOf(message);
  const heard = facts.heard && facts.entry === entry;
  return { ...facts, ended: { entry, heard, reason: String(message.reason), error: String(message.file_error ?? '') } };
}

function redirected(facts: MpvState, message: MpvMessage): MpvState {
  const entry = entryOf(message);
  const last = Number(message.playlist_insert_id) + Number(message.playlist_insert_num_entries) - 1;
  const { playlistEntries: heirs } = facts;
  if (heirs && entry > heirs.of && entry !== heirs.last) return facts;
  return { ...facts, playlistEntries: { of: entry === heirs?.last ? heirs.of : entry, last } };
}

/** What is known once mpv has named the output in use, or none. */
export function outputOf({ output: _, ...facts }: MpvState, name: unknown): MpvState {
  return typeof name === 'string' ? { ...facts, output: name } : facts;
}

const entryOf = (message: MpvMessage): number => Number(message.playlist_entry_id);
