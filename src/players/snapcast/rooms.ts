/** How loud every room shall be: 0 to 100, and whether anything is to be heard at all. */
export type Level = { readonly percent: number; readonly muted: boolean };

/** A snapclient, as snapserver tells of it. */
export type Room = { readonly id: string; readonly name: string; readonly connected: boolean; readonly level: Level };

/** What may be in the answer; nothing of it is taken for granted. */
type Status = { readonly server?: { readonly groups?: readonly { readonly clients?: readonly Client[] }[] } };
type Client = {
  readonly id?: string;
  readonly connected?: boolean;
  readonly host?: { readonly name?: string };
  readonly config?: { readonly name?: string; readonly volume?: { readonly percent?: number; readonly muted?: boolean } };
};

/** The rooms in the answer to `Server.GetStatus`; those that it does not tell in full are left out. */
export const roomsOf = (status: unknown): readonly Room[] =>
  (status as Status | undefined)?.server?.groups?.flatMap(({ clients }) => clients?.flatMap(roomOf) ?? []) ?? [];

function roomOf({ id, connected, host, config }: Client): readonly Room[] {
  const { percent, muted } = config?.volume ?? {};
  if (id === undefined || percent === undefined || muted === undefined) return [];
  return [{ id, name: config?.name || host?.name || id, connected: connected === true, level: { percent, muted } }];
}

/** Those that are there and not as loud as they shall be. */
export const misadjusted = (rooms: readonly Room[], { percent, muted }: Level): readonly Room[] =>
  rooms.filter(({ connected, level }) => connected && (level.percent !== percent || level.muted !== muted));
