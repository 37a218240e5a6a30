import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../assets.ts';
import type { HomeAssistantRoot } from './root.ts';
import { isAtLeast } from './root.ts';

/** The integration, as Home Assistant wants it below its configuration. */
export const INTEGRATION = join(root, 'integrations/home-assistant');
const COMPONENT = 'custom_components/moodbox';
/** The oldest release that takes it, as HACS is told. */
const OLDEST = (JSON.parse(readFileSync(join(INTEGRATION, 'hacs.json'), 'utf8')) as { readonly homeassistant: string }).homeassistant;

/** Puts it into the folder of a configuration, by hand, as its README says. */
export function install(config: string): void {
  cpSync(join(INTEGRATION, COMPONENT), join(config, COMPONENT), { recursive: true });
  cpSync(join(INTEGRATION, COMPONENT, 'custom_sentences'), join(config, 'custom_sentences'), { recursive: true });
}

/** Whether that release of Home Assistant takes the integration. */
export const takesIntegration = (here: HomeAssistantRoot): boolean => isAtLeast(here, OLDEST);

/** Whether `build-checks` has been here. */
export const hasChecks = ({ folder }: HomeAssistantRoot): boolean => existsSync(join(folder, 'checks-ready'));

/** Runs a program of the checks' environment on a copy of the integration. Resolves with its status and all that it said. */
export async function check({ folder }: HomeAssistantRoot, ...words: readonly string[]): Promise<{ code: number; said: string }> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const copy = mkdtempSync(join(home, 'integration-'));
  try {
    cpSync(INTEGRATION, copy, { recursive: true });
    const inside = copy.slice(folder.length);
    const env = ['PATH=/opt/ha-checks/bin:/usr/bin:/bin', `HOME=${inside}`, 'LANG=C.UTF-8', `PYTHONPATH=${inside}`];
    const child = spawn('chroot', [folder, 'env', '-i', '-C', inside, ...env, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await once(child, 'close')) as [number];
    return { code, said: (await said).join('') };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
