/**
 * The names by which a file at the top of the card is obeyed. Computers that hide the end of a name add `.txt`, or leave that of a
 * download. (`factory-reset` is looked for by a shell script of the image, before there is a data partition.)
 */
export const OBEYED = {
  settings: /^moodbox(\.ya?ml)?(\.txt)?$/i,
  resetPin: /^reset-pin(\.txt)?$/i,
  factoryReset: /^factory-reset(\.txt)?$/i,
  hotspot: /^hotspot(\.txt)?$/i,
  restore: /^restore\.moodbox(\.tar)?(\.t?gz)?$/i,
} as const;
