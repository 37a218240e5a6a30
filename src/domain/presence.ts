/** What presence can rest on: a face, a person-sized change in the picture, or a sensor in the home (radar, PIR). */
export const PRESENCE_GROUNDS = ['face', 'movement', 'sensor'] as const;
export type PresenceGround = (typeof PRESENCE_GROUNDS)[number];

/**
 * Whether somebody is in the room. `absent` is an observation; `unknown` is the lack of one: no camera is watching and no sensor reports
 * anything.
 */
export type Presence =
  | { readonly kind: 'present'; readonly by: PresenceGround }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

export const PRESENCES = ['present', 'absent', 'unknown'] as const satisfies readonly Presence['kind'][];
