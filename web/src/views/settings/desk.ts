import { computed, signal } from '@preact/signals';
import type { ConfigAnswer } from '../../../../src/web/api/settings.ts';
import { ask } from '../../box/ask.ts';
import { recordOf } from '../../box/record.ts';
import { refusedWords } from '../../box/refused.ts';
import { toast } from '../../shell/toast.ts';
import { spokenLanguage, words } from '../../words/words.ts';
import type { Edits, SettingField, SettingValue, Value } from './values.ts';
import { changesOf, edited } from './values.ts';

/** The settings as the box tells them, and what has been changed here and is not saved. Both outlive a change of the view. */

const t = words('settings');

export const fields = signal<readonly SettingField[]>([]);
export const config = signal<ConfigAnswer | undefined>(undefined);
export const edits = signal<Edits>({});
/** What is wrong with a setting. `isForeign`: in the English of the loader, which the page has no words for. */
export type Mistake = { readonly text: string; readonly isForeign: boolean };
/** What the box said of single keys when it was last asked to save. */
export const refused = signal<Readonly<Record<string, Mistake>>>({});
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
export function mistakeAt(key: string): Mistake | undefined {
  if (key in refused.value || key in edits.value) return refused.value[key];
  const told = config.value?.problems.find((each) => each.key === key)?.sentence;
  return told === undefined ? undefined : { text: withoutKey(told), isForeign: spokenLanguage() !== 'en' };
}

const withoutKey = (said: string): string => said.replace(/^[\w.]+\s?: /, '');

async function mistakeOf(problem: ConfigAnswer['problems'][number]): Promise<Mistake> {
  const text = await refusedWords(problem);
  return { text: withoutKey(text), isForeign: text === problem.sentence && spokenLanguage() !== 'en' };
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
    refused.value = recordOf(await Promise.all(body.problems.map(async (each) => [each.key ?? '', await mistakeOf(each)] as const)));
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
  const why = problem || (body.saved ? '' : (await Promise.all(body.problems.map(refusedWords))).join(' '));
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
