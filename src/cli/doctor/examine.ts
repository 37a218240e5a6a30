import type { Config } from '../../config/schema.ts';
import type { BoxCheck } from '../../domain/checks.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import type { Io } from '../command.ts';
import { audio } from './audio.ts';
import { broker } from './broker.ts';
import { cameraChecks } from './camera.ts';
import type { Check, Finding } from './check.ts';
import { failing } from './check.ts';
import { clock } from './clock.ts';
import { disk } from './disk.ts';
import { model } from './model.ts';
import { mpv } from './mpv.ts';
import { musicAssistant } from './music/assistant.ts';
import { composer } from './music/composer.ts';
import { music } from './music/music.ts';
import { musicServer } from './music/server.ts';
import { ytdlp } from './music/ytdlp.ts';
import { page } from './page.ts';
import { presence } from './presence.ts';
import { system } from './system.ts';
import { trust } from './trust.ts';
import { voice } from './voice.ts';

/** `patience`: how long each check may take; ten seconds by default. */
type World = Pick<Io, 'env' | 'signal'> & { readonly patience?: Ms };

/** In the order in which they are printed, after a check for each camera. */
const CHECKS: Readonly<Record<string, Check>> = {
  model,
  music,
  subsonic: musicServer,
  music_assistant: musicAssistant,
  mpv,
  'yt-dlp': ytdlp,
  composer,
  audio,
  broker,
  page,
  presence,
  disk,
  clock,
  trust,
  system,
};

const PATIENCE = ms(10_000);
/** A check's signal is aborted so much earlier. If it still does not return, the doctor gives up on it. */
const GRACE_MS = 1000;

/** Everything that is checked, at the same time. `leave`: the names of checks that are left out, because somebody else knows better. */
export function examined(config: Config, world: World, leave: readonly string[] = []): Promise<readonly BoxCheck[]> {
  const all = Object.entries({ ...cameraChecks(config), ...CHECKS, ...(config.player.voice !== 'off' && { voice }) }).filter(
    ([name]) => !leave.includes(name),
  );
  return Promise.all(all.map(async ([name, check]) => ({ name, ...(await examine(check, config, world)) })));
}

/** A finding even if the check throws or takes too long. */
async function examine(check: Check, config: Config, { env, signal, patience }: World): Promise<Finding> {
  const most = patience ?? PATIENCE;
  const over = new AbortController();
  const limit = setTimeout(() => over.abort(), most - GRACE_MS);
  let grace: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    grace = setTimeout(
      () => resolve(failing(`no answer in ${most / 1000} seconds`, 'try again; if that does not help, restart the machine')),
      most,
    );
  });
  try {
    const machine = { env, root: '/', signal: AbortSignal.any([signal, over.signal]), ...(patience && { patience }) };
    const found = await Promise.race([check(config, machine), late]);
    return { ...found, finding: withoutSecrets(found.finding) };
  } catch (err) {
    const { message, cause } = err as Error;
    const said = cause instanceof Error ? `${message} (${cause.message.split('\n')[0]})` : message;
    return failing(withoutSecrets(said), "run './scripts/start --prepare'");
  } finally {
    clearTimeout(limit);
    clearTimeout(grace);
  }
}
