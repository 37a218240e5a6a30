/** What presence may rest on: a face, a person-sized change in the picture, or a sensor of the home (radar, PIR). */
export const PRESENCE_GROUNDS = ['face', 'movement', 'sensor'] as const;
export type PresenceGround = (typeof PRESENCE_GROUNDS)[number];

/**
 * Whether somebody is in the room. `unknown`: no camera looks and no sensor says anything, so nothing can be told. `absent` is an
 * observation, `unknown` is none.
 */
export type Presence =
  | { readonly kind: 'present'; readonly by: PresenceGround }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

export const PRESENCES = ['present', 'absent', 'unknown'] as const satisfies readonly Presence['kind'][];
