import { computed, signal } from '@preact/signals';
import type { ConfigAnswer } from '../../../../src/web/api/settings.ts';
import { ask } from '../../box/ask.ts';
import { recordOf } from '../../box/record.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';
import type { Edits, SettingField, SettingValue, Value } from './values.ts';
import { changesOf, edited } from './values.ts';

/** The settings as the box tells them, and what has been changed here and is not saved. Both outlive a change of the view. */

const t = words('settings');

export const fields = signal<readonly SettingField[]>([]);
export const config = signal<ConfigAnswer | undefined>(undefined);
export const edits = signal<Edits>({});
/** What the box said of single keys when it was last asked to save. */
export const refused = signal<Readonly<Record<string, string>>>({});
/** Why the settings could not be read; empty if they could. */
export const failure = signal('');
export const isRestarting = signal(false);
/** Rises whenever the form is filled in anew. */
export const filling = signal(0);

/** The saved values by key. */
export const saved = computed<Readonly<Record<string, SettingValue>>>(() =>
  recordOf((config.value?.values ?? []).map((each) => [each.key, each] as const)),
);
export const editCount = computed(() => Object.keys(edits.value).length);

/** What is wrong with a key: what the box has just refused, or what is wrong in its file. */
export function errorAt(key: string): string {
  const said = refused.value[key] ?? (key in edits.value ? undefined : config.value?.problems.find((each) => each.key === key)?.sentence);
  return said === undefined ? '' : said.replace(/^[\w.]+: /, '');
}

/** Asks the box for everything. */
export async function load(): Promise<void> {
  const [schema, values] = await Promise.all([
    fields.peek().length > 0 ? undefined : ask('GET /api/config/schema', undefined),
    ask('GET /api/config', undefined),
  ]);
  failure.value = schema?.problem || values.problem;
  if (schema?.problem === '') fields.value = schema.body.fields;
  if (values.problem === '') config.value = values.body;
  filling.value += 1;
}

/** Changes a setting in the form. */
export function edit(key: string, to: Value | null): void {
  edits.value = edited(edits.peek(), saved.peek()[key], key, to);
  const { [key]: _answered, ...others } = refused.peek();
  refused.value = others;
}

export function discard(): void {
  edits.value = {};
  refused.value = {};
  filling.value += 1;
}

/** Saves the changes of the form. Resolves to whether the box has taken them. */
export async function save(): Promise<boolean> {
  const changes = changesOf(edits.peek(), fields.peek());
  const { body, problem } = await ask('PUT /api/config', { changes });
  if (problem !== '') toast({ kind: 'problem', text: problem });
  if (problem !== '') return false;
  if (!body.saved) {
    refused.value = recordOf(body.problems.map(({ key, sentence }) => [key ?? '', sentence] as const));
    toast({ kind: 'problem', text: t('not_saved', { count: body.problems.length }) });
    return false;
  }
  discard();
  await load();
  toast({ kind: 'done', text: t('saved'), action: { label: t('undo'), run: () => void undo() } });
  return true;
}

/** Undoes the last saved change. */
export const undo = (): Promise<void> => revert('POST /api/config/undo', t('undone'));
/** Makes the change again that was undone last. */
export const redo = (): Promise<void> => revert('POST /api/config/redo', t('redone'));

async function revert(route: 'POST /api/config/undo' | 'POST /api/config/redo', said: string): Promise<void> {
  const { body, problem } = await ask(route, {});
  const why = problem || (body.saved ? '' : body.problems.map(({ sentence }) => sentence).join(' '));
  await load();
  if (why !== '') toast({ kind: 'problem', text: why });
  else toast({ kind: 'done', text: said });
}

/** Milliseconds between two looks at a box that starts again, and until it must be back. */
const LOOK = 1500;
const MOST_LOOKS = 60;

/** Starts the box again, and waits until it is back. */
export async function restart(): Promise<void> {
  const { problem } = await ask('POST /api/restart', {});
  if (problem !== '') return toast({ kind: 'problem', text: problem });
  isRestarting.value = true;
  for (let looks = 0; looks < MOST_LOOKS && isRestarting.peek(); looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    const { problem: silent, body } = await ask('GET /api/config', undefined);
    if (silent !== '' || (body.restart && looks < 5)) continue;
    config.value = body;
    isRestarting.value = false;
  }
  if (isRestarting.peek()) toast({ kind: 'problem', text: t('not_back') });
  else toast({ kind: 'done', text: t('back_again') });
  isRestarting.value = false;
}
