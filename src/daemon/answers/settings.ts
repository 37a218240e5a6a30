import { basename } from 'node:path';
import type { KeyName } from '../../config/field.ts';
import { fields, shownValues } from '../../config/form.ts';
import type { PageSettings } from '../../config/layers.ts';
import type { Reading } from '../../config/load.ts';
import type { Changes } from '../../config/page-file.ts';
import { pageText, textBefore, textUndone, undoInPageFile, withChanges, writePageFile } from '../../config/page-file.ts';
import { keyOf } from '../../config/problem-keys.ts';
import { keyNamed, refusalFromPage } from '../../config/settable.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Log } from '../../shared/log.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { ConfigAnswer, SavedAnswer, SETTINGS_ENDPOINTS } from '../../web/api/settings.ts';
import type { PageVisitor } from '../../web/port.ts';
import { strayPassword } from './broker-password.ts';

/** Where this run's configuration comes from, how it started, and how it can be started again. */
export type SettingsParts = {
  /** Reads the configuration anew; with other settings of the page, to try them. */
  readonly read: (page?: PageSettings) => Reading;
  /** The configuration that runs. In safe mode: what was wrong. */
  readonly running: Reading;
  /** The file that keeps what is set on the page. */
  readonly file: string;
  /** Why the last change was taken back at a start that failed with it. */
  readonly takenBack?: string | undefined;
  /** Ends this life of the box and begins another, soon after it returns. */
  readonly restart: () => void;
  readonly log: Log;
};

type ConfigRoutes = Extract<keyof typeof SETTINGS_ENDPOINTS, `${string} /api/config${string}` | 'POST /api/restart'>;
type Problem = SavedAnswer['problems'][number];

/** What the page may read and change of the configuration. Changes wait for each other. */
export function configAnswers(parts: SettingsParts): Pick<AnswersOf<typeof SETTINGS_ENDPOINTS>, ConfigRoutes> {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    'GET /api/config': async () => done(configOf(parts)),
    'GET /api/config/schema': async () => done({ fields: fields().map((field) => ({ ...field, restart: true })) }),
    'PUT /api/config': ({ changes, trial }, by) => inTurn(() => change(parts, changes, trial, by)),
    'POST /api/config/undo': (_, by) => inTurn(() => undo(parts, by)),
    'POST /api/config/redo': (_, by) => inTurn(() => redo(parts, by)),
    'POST /api/restart': async (_, by) => restart(parts, by),
  };
}

function configOf(parts: SettingsParts): ConfigAnswer {
  const { file, read, running, takenBack } = parts;
  const saved = read();
  return {
    safe: running.config === undefined,
    problems: problemsIn(saved, parts),
    values: shownValues(saved),
    restart: isOther(saved, running),
    undo: textBefore(file) !== undefined,
    redo: textUndone(file) !== undefined,
    ...(takenBack !== undefined && { takenBack }),
  };
}

async function change(parts: SettingsParts, changes: Changes, trial: boolean, by: PageVisitor): Promise<Result<SavedAnswer, Refusal>> {
  const refused = Object.entries(changes).flatMap(([key, value]) => problemsOf(parts, key, value));
  if (refused.length > 0) return done({ saved: false, problems: refused, restart: isOther(parts.read(), parts.running) });
  const text = withChanges(pageText(parts.file), changes);
  const changed = Object.keys(changes);
  const stray = strayPassword(parts.read(), parts.read({ text }), changed);
  if (stray !== undefined)
    return done({ saved: false, problems: [{ key: keyOf(stray.sentence), ...stray }], restart: isOther(parts.read(), parts.running) });
  return save(parts, text, { trial, changed, by, write: writePageFile });
}

/** What the page may not set, before the loader looks at the rest. */
function problemsOf({ running }: SettingsParts, key: KeyName, value: unknown): readonly Problem[] {
  if (keyNamed(key) === undefined) return [{ key, ...refusal('setting_unknown', { key }) }];
  const source = shownValues(running).find((each) => each.key === key)?.source;
  if (source === 'environment' || source === 'command-line')
    return [{ key, ...refusal('setting_above', { key, by: source === 'environment' ? 'environment' : 'command_line' }) }];
  const why = value === null ? undefined : refusalFromPage(key, value);
  return why === undefined ? [] : [{ key, ...why }];
}

async function undo(parts: SettingsParts, by: PageVisitor): Promise<Result<SavedAnswer, Refusal>> {
  const before = textBefore(parts.file);
  if (before === undefined) return failed(refusal('nothing_to_undo'));
  return save(parts, before, { trial: false, changed: ['undo'], by, write: undoInPageFile });
}

async function redo(parts: SettingsParts, by: PageVisitor): Promise<Result<SavedAnswer, Refusal>> {
  const undone = textUndone(parts.file);
  if (undone === undefined) return failed(refusal('nothing_to_redo'));
  return save(parts, undone, { trial: false, changed: ['redo'], by, write: writePageFile });
}

type Saving = {
  readonly trial: boolean;
  readonly changed: readonly string[];
  readonly by: PageVisitor;
  readonly write: typeof writePageFile;
};

/** Checks the whole configuration with this text, and writes it if it is right. In safe mode, other mistakes may be left for later. */
async function save(parts: SettingsParts, text: string, { by, changed, trial, write }: Saving): Promise<Result<SavedAnswer, Refusal>> {
  const { file, log, read, running } = parts;
  const tried = read({ text });
  const problems = problemsIn(tried, parts);
  const isBetter = running.config === undefined && problems.every(({ key }) => key === undefined || !changed.includes(key));
  if (trial || (problems.length > 0 && !isBetter)) return done({ saved: false, problems, restart: isOther(read(), running) });
  try {
    await write(file, text);
  } catch (err) {
    log.error({ err }, 'settings.unwritable');
    return failed(refusal('settings_unwritable', { fault: String((err as NodeJS.ErrnoException).code) }));
  }
  log.info({ changed, level: by.level, address: by.address }, 'settings.saved');
  return done({ saved: true, problems, restart: isOther(tried, running) });
}

function restart({ log, read, restart: again, running }: SettingsParts, by: PageVisitor): Result<{ restarting: boolean }, Refusal> {
  const { config } = read();
  // A box that runs must not be stopped by a file that somebody is still editing.
  if (config === undefined && running.config !== undefined) return failed(refusal('settings_wrong'));
  log.info({ level: by.level, address: by.address }, 'daemon.restart_asked');
  again();
  return done({ restarting: true });
}

/** Whether what is saved differs from what runs. */
const isOther = (saved: Reading, running: Reading): boolean => JSON.stringify(saved.values) !== JSON.stringify(running.values);

const problemsIn = (reading: Reading, { file }: SettingsParts): readonly Problem[] =>
  reading.problems.map((problem) => {
    const key = keyOf(problem);
    return { ...(key !== undefined && { key }), sentence: withoutFolders(problem, [reading.given.file, file]) };
  });

/** The network learns how a file is called, and not where it is. */
const withoutFolders = (sentence: string, files: readonly (string | undefined)[]): string =>
  files.reduce<string>((text, path) => (path === undefined ? text : text.replaceAll(path, basename(path))), sentence);
