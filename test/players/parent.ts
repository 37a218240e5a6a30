import { openMpv, track } from './stage.ts';

/** A daemon in small, for a test that kills it: plays the file of its first argument and says when it is heard. */
const { player } = await openMpv();
await player.play(track('long', process.argv[2] ?? ''), new AbortController().signal);
process.stdout.write('heard\n');
