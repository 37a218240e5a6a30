/** The machine that the box runs on, as far as it is known. `macs`: the hardware addresses of its network cards, `aa:bb:cc:dd:ee:ff`. */
export type Hardware = { readonly product?: string; readonly serial?: string; readonly macs: readonly string[] };
