/** This mpv has ended, or counts as ended. */
export class MpvGone extends Error {}

/** There is no such program on this machine. */
export class MpvMissing extends MpvGone {}

/** mpv is there, and did not answer in time. */
export class MpvSilent extends Error {}

/** mpv heard the command and refused it. */
export class MpvRefusal extends Error {}

/** For commands whose failure changes nothing: a dead mpv is the supervisor's business. */
export const ignoreMpvErrors = (err: unknown): undefined => {
  if (err instanceof MpvGone || err instanceof MpvSilent || err instanceof MpvRefusal) return undefined;
  throw err;
};
