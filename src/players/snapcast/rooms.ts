/** The volume of a room (0 to 100), and whether it is muted. */
export type Level = { readonly percent: number; readonly muted: boolean };

/** A snapclient, as snapserver describes it. */
export type Room = { readonly id: string; readonly name: string; readonly connected: boolean; readonly level: Level };

/** What the answer may contain; any part may be missing. */
type Status = { readonly server?: { readonly groups?: readonly { readonly clients?: readonly Client[] }[] } };
type Client = {
  readonly id?: string;
  readonly connected?: boolean;
  readonly host?: { readonly name?: string };
  readonly config?: { readonly name?: string; readonly volume?: { readonly percent?: number; readonly muted?: boolean } };
};

/** The rooms in the answer to `Server.GetStatus`, without those whose description is incomplete. */
export const roomsOf = (status: unknown): readonly Room[] =>
  (status as Status | undefined)?.server?.groups?.flatMap(({ clients }) => clients?.flatMap(roomOf) ?? []) ?? [];

function roomOf({ id, connected, host, config }: Client): readonly Room[] {
  const { percent, muted } = config?.volume ?? {};
  if (id === undefined || percent === undefined || muted === undefined) return [];
  return [{ id, name: config?.name || host?.name || id, connected: connected === true, level: { percent, muted } }];
}

/** The connected rooms whose level differs from the one that is wanted for them, and that one. */
export const misadjusted = (rooms: readonly Room[], wanted: (id: string) => Level): readonly Pick<Room, 'id' | 'level'>[] =>
  rooms.flatMap(({ connected, id, level }) => {
    const { percent, muted } = wanted(id);
    return connected && (level.percent !== percent || level.muted !== muted) ? [{ id, level: { percent, muted } }] : [];
  });

/** The level of a room: its own share of the volume of all rooms, and silent if either is. */
export const levelIn = (all: Level, own: Level): Level => ({
  percent: Math.round((all.percent * own.percent) / 100),
  muted: all.muted || own.muted,
});
