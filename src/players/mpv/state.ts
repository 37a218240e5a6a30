/** A JSON message as mpv sends it: an event, or an observed property that changed (mpv manual, "JSON IPC"). */
export type MpvMessage = Readonly<Record<string, unknown>>;

/** How an entry of mpv's playlist ended: the reason that mpv gave (`eof`, `error`, `stop`, …), and whether it had been heard. */
export type Ending = { readonly reason: string; readonly heard: boolean; readonly error: string };

/** What mpv has reported so far. mpv numbers its playlist entries upwards. */
export type MpvState = {
  /** The entry that is open now. */
  readonly entry: number;
  readonly heard: boolean;
  readonly ended?: Ending & { readonly entry: number };
  /**
   * An entry that turned out to be a playlist, the last of the entries that took its place, and the highest number among them all.
   * `detours` is how many playlists were opened since the last sound.
   */
  readonly playlistEntries?: { readonly of: number; readonly last: number; readonly highest: number; readonly detours: number };
  /** The audio output in use (`null` is mpv's silent one); absent while nothing is open. */
  readonly output?: string;
};

/** mpv's property that names the output in use. */
export const OUTPUT = 'current-ao';

/**
 * A station may be a playlist of playlists, but more than this many without a sound lead in a circle; mpv itself would follow them for
 * ever.
 */
const MOST_DETOURS = 12;
export const CIRCLE = 'it leads from playlist to playlist and to no sound; ask the station for the address of its stream';

export const NOTHING: MpvState = { entry: 0, heard: false };

/** The state after one more message. */
export function reduce(state: MpvState, message: MpvMessage): MpvState {
  switch (message.event) {
    case 'start-file':
      return { ...state, entry: entryOf(message), heard: false };
    case 'playback-restart':
      return restarted(state);
    case 'end-file':
      return message.reason === 'redirect' ? redirected(state, message) : ended(state, message);
    case 'property-change':
      return message.name === OUTPUT ? outputOf(state, message.data) : state;
    default:
      return state;
  }
}

/**
 * `coming` until the entry, or one of those that took its place, is heard; then `heard`; then how the last of them ended. One that leads in
 * a circle counts as ended, although mpv goes on with it.
 */
export function entryStatus(state: MpvState, entry: number): 'coming' | 'heard' | Ending {
  const heirs = state.playlistEntries?.of === entry ? state.playlistEntries : undefined;
  if (heirs && heirs.detours > MOST_DETOURS) return { reason: 'error', heard: state.heard, error: CIRCLE };
  const last = heirs?.last ?? entry;
  if (state.ended?.entry === last) return state.ended;
  return state.heard && state.entry >= entry ? 'heard' : 'coming';
}

function ended(state: MpvState, message: MpvMessage): MpvState {
  const entry = entryOf(message);
  const heard = state.heard && state.entry === entry;
  return { ...state, ended: { entry, heard, reason: String(message.reason), error: String(message.file_error ?? '') } };
}

function restarted({ playlistEntries: heirs, ...state }: MpvState): MpvState {
  return { ...state, heard: true, ...(heirs && { playlistEntries: { ...heirs, detours: 0 } }) };
}

function redirected(state: MpvState, message: MpvMessage): MpvState {
  const entry = entryOf(message);
  const inserted = Number(message.playlist_insert_id) + Number(message.playlist_insert_num_entries) - 1;
  const { playlistEntries: heirs } = state;
  if (!heirs || entry > heirs.highest) return { ...state, playlistEntries: { of: entry, last: inserted, highest: inserted, detours: 1 } };
  const last = entry === heirs.last ? inserted : heirs.last;
  return { ...state, playlistEntries: { ...heirs, last, highest: Math.max(heirs.highest, inserted), detours: heirs.detours + 1 } };
}

/** The state after mpv has named the output in use, or none. */
export function outputOf({ output: _, ...state }: MpvState, name: unknown): MpvState {
  return typeof name === 'string' ? { ...state, output: name } : state;
}

const entryOf = (message: MpvMessage): number => Number(message.playlist_entry_id);
