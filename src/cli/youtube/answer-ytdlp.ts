import { tmpdir } from 'node:os';
import { answerOne } from '../../music/youtube/apart/answer.ts';
import { SERVICE_COPIES } from '../../music/youtube/update/copies.ts';
import { systemClock } from '../../shared/async/clock.ts';
import type { Subcommand } from '../command.ts';
import { EXIT, parse } from '../command.ts';

export const answerYtdlp: Subcommand = {
  usage: `usage: moodbox answer-ytdlp [--copies FOLDER]

Answers one question of the daemon for yt-dlp, on standard input and output. moodbox-youtube@.service calls it, under a user of its own
who sees neither the camera nor the passwords; it is of no use by hand.
  --copies FOLDER  where moodbox's own copies of yt-dlp are (${SERVICE_COPIES})`,
  run: async (args, io) => {
    const { values } = parse(args, { copies: { type: 'string' } }, { least: 0, most: 0 });
    // The unit's /tmp is as short-lived as the unit, so a home there holds no plugins that an earlier yt-dlp has left.
    const home = tmpdir();
    const folders = { home, cache: io.env.CACHE_DIRECTORY ?? home };
    const place = { copies: values.copies ?? SERVICE_COPIES, folders, env: io.env, clock: systemClock, signal: io.signal };
    const answered = await answerOne(process.stdin, process.stdout, place);
    process.stdin.destroy();
    if (answered) return EXIT.ok;
    io.err('moodbox answer-ytdlp: that is no question that the daemon asks; nothing was run');
    return EXIT.usage;
  },
};
