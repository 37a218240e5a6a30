/** This mpv has ended, or is treated as if it had. */
export class MpvGone extends Error {}

/** There is no such program on this machine. */
export class MpvMissing extends MpvGone {}

/** mpv runs but did not answer in time. */
export class MpvSilent extends Error {}

/** mpv refused a command. */
export class MpvRefusal extends Error {}

/** For commands that may fail without consequence, because the supervisor deals with a dead mpv. Throws other errors on. */
export const ignoreMpvErrors = (err: unknown): undefined => {
  if (err instanceof MpvGone || err instanceof MpvSilent || err instanceof MpvRefusal) return undefined;
  throw err;
};
