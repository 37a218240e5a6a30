/**
 * What there is to say of somebody's settings, a sentence each; none repeats what may be a password. `problems`: what is wrong, so that
 * what the box had before stays. `leftOut`: what is wrong and is just not there. `notes`: what was put right, or is worth knowing.
 */
export type CardRemarks = { readonly problems: string[]; readonly leftOut: string[]; readonly notes: string[] };

export const noRemarks = (): CardRemarks => ({ problems: [], leftOut: [], notes: [] });
