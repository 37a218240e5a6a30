import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { array, object, picklist, record, string } from 'valibot';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { ms } from '../../domain/units.ts';
import type { SlotName } from '../../domain/update.ts';
import { SLOTS } from '../../domain/update.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { jsonFitting } from '../../shared/json.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { onLines } from '../../shared/process/lines.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { BundleInfo, Installer, SlotsSeen } from './port.ts';

/** `program`: rauc. `hookSaid`: the file in which a bundle's hook leaves what it failed at. `env`: where `rauc` finds its own programs. */
export type RaucParts = {
  readonly program: string;
  readonly hookSaid: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const ANSWERS_WITHIN = ms(60_000);
const SLOT = picklist(SLOTS);
const STATUS = object({ booted: SLOT, boot_primary: string(), slots: array(record(string(), object({ bootname: SLOT }))) });
const INFO = object({ compatible: string(), version: string() });
const PROGRESS = /^\s*(\d{1,3})%/;
const LONGEST = 300;

/** What RAUC or the hook says, and what it means for the owner of the box. */
const MEANS: readonly (readonly [RegExp, string])[] = [
  [
    /input\/output error|i\/o error/i,
    'the file is damaged: a part of it does not fit its signature. Send or copy it again. If that does not help, the disk of the box is worn out',
  ],
  [/no space left/i, 'there is no room for it on the partition MOODBOX; delete what you have put there yourself'],
];

/** RAUC 1.13, by its program. */
export function raucInstaller(parts: RaucParts): Installer {
  return {
    slots: async () => {
      const answer = await asked(parts, ['status', '--output-format=json']);
      if (!answer.ok) return answer;
      const seen = slotsSeen(answer.value);
      return seen ? done(seen) : failed('the answer of RAUC cannot be read');
    },
    inspect: async (file) => {
      const answer = await asked(parts, ['info', '--output-format=json', file]);
      if (!answer.ok) return answer;
      const info: BundleInfo | undefined = jsonFitting(INFO, answer.value);
      return info ? done(info) : failed('the answer of RAUC cannot be read');
    },
    install: (file, onPercent) => installed(parts, file, onPercent),
  };
}

/** Which slots an answer of `rauc status` names. */
export function slotsSeen(text: string): SlotsSeen | undefined {
  const status = jsonFitting(STATUS, text);
  if (!status) return undefined;
  const named: Readonly<Record<string, { readonly bootname: SlotName }>> = Object.assign({}, ...status.slots);
  const next = named[status.boot_primary]?.bootname;
  return next && { running: status.booted, next };
}

async function asked({ program, env, clock, signal }: RaucParts, args: readonly string[]): Promise<Result<string, string>> {
  const ran = await runProgram(program, args, { env: environmentFor('other', env), limit: ANSWERS_WITHIN, clock, signal });
  if (ran.kind === 'missing') return failed('RAUC is not installed');
  if (ran.kind === 'stopped') return failed('RAUC does not answer');
  return ran.code === 0 ? done(ran.stdout) : failed(lastLine(ran.stderr));
}

/** It takes as long as the disk takes; only the caller's signal ends it. */
async function installed({ program, hookSaid, env, signal }: RaucParts, file: string, onPercent: (percent: number) => void) {
  const said: string[] = [];
  await rm(hookSaid, { force: true });
  const child = spawn(program, ['install', file], { env: environmentFor('other', env), stdio: ['ignore', 'pipe', 'pipe'], signal });
  onLines(child.stdout, (line) => {
    const percent = PROGRESS.exec(line)?.[1];
    if (percent !== undefined) onPercent(Math.min(100, Number(percent)));
    else said.push(line);
  });
  onLines(child.stderr, (line) => said.push(line));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? done(undefined) : failed(meant(said.join('\n'), await readFile(hookSaid, 'utf8').catch(() => '')));
  } catch (err) {
    return failed((err as NodeJS.ErrnoException).code === 'ENOENT' ? 'RAUC is not installed' : 'the installation was ended');
  }
}

function meant(raucSaid: string, hookSaid: string): string {
  const last = lastLine(raucSaid);
  return MEANS.find(([words]) => words.test(last) || words.test(hookSaid))?.[1] ?? last;
}

/** RAUC says what went wrong last: `LastError: …`, or as the last line. */
function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const told = lines.findLast((line) => line.startsWith('LastError: ')) ?? lines.at(-1) ?? 'RAUC gave no reason';
  return told.replace(/^(LastError: |rauc-Message: [\d:.]+: )/, '').slice(0, LONGEST);
}
