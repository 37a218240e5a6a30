import type { MusicConfig } from '../../config/schema.ts';
import { byUnit, canAsk } from './apart/ask.ts';
import { asChild } from './child.ts';
import type { RunYtDlp } from './request.ts';

/** The socket of the service's unit that runs yt-dlp; undefined for a yt-dlp that the user named, which the unit would not find. */
export const unitOf = ({ ytdlp, ytdlp_socket }: Pick<MusicConfig, 'ytdlp' | 'ytdlp_socket'>): string | undefined =>
  ytdlp === 'auto' && ytdlp_socket !== '' ? ytdlp_socket : undefined;

/** For a call that leaves nothing behind, such as that for the version. */
const NO_HOME = (): string => '/nonexistent';

/** Runs yt-dlp in its unit if that is there at the moment, or else as our own child with `home` as its folder. */
export const runnerOf =
  (unit: string | undefined, home: () => string = NO_HOME, ours: NodeJS.ProcessEnv = process.env): RunYtDlp =>
  (program, request, by) =>
    (unit && canAsk(unit) ? byUnit(unit, ours) : asChild({ home: home() }, ours))(program, request, by);
