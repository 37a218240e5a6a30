import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link, report } from '../../box/report.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { route } from '../../shell/route.ts';
import type { Key } from '../../words/areas.ts';
import { words } from '../../words/words.ts';
import { config, discard, editCount, edits, failure, fields, isRestarting, load, redo, refused, restart, undo } from './desk.ts';
import { focusSetting } from './focus.ts';
import { labelOf, sentenceOf } from './labels.ts';
import { Review } from './review.tsx';
import { SafeMode } from './safe-mode.tsx';
import { Setting } from './setting.tsx';
import type { SettingField } from './values.ts';
import { isUsual, matches, sectionOf } from './values.ts';
import './settings.css';

const t = words('settings');
const s = words('shell');

/** Every setting of the box, by section. `#/settings/web.host` leads to one of them. */
export function Settings() {
  const search = useSignal('');
  const all = useSignal(false);
  const sought = useSought();
  if (failure.value !== '' && !config.value) return <Unread />;
  if (!config.value) return <p class="waiting">{s('loading')}</p>;
  const shown = shownFields(search.value, all.value, sought);
  return (
    <div class="view settings">
      <BackLink />
      <h1>{t('title')}</h1>
      {config.value.safe && <SafeMode />}
      <Told />
      <div class="finder">
        <Field
          label={t('search')}
          type="search"
          value={search.value}
          onInput={({ currentTarget }) => (search.value = currentTarget.value)}
        />
        <button type="button" aria-pressed={all.value} onClick={() => (all.value = !all.value)}>
          {t('all')}
        </button>
      </div>
      <p class="heard" role="status">
        {search.value !== '' && t('found', { count: shown.length })}
      </p>
      {shown.length === 0 && <p class="quiet">{t('none_found')}</p>}
      {sectionsOf(shown).map((section) => (
        <Card key={section} title={t(`section_${section}` as Key<'settings'>)}>
          {shown
            .filter(({ key }) => sectionOf(key) === section)
            .map((field) => (
              <Setting key={field.key} field={field} isSought={field.key === sought} />
            ))}
        </Card>
      ))}
      <SaveBar />
    </div>
  );
}

/** Asks for the settings. Once they are there, the keyboard goes to the one in the address, which is returned. */
function useSought(): string | undefined {
  const isLoaded = useSignal(false);
  const safe = report.value?.safeMode === true;
  const isLive = link.value === 'live';
  const [key] = route.value.rest;
  useEffect(() => {
    void load().then(() => {
      isLoaded.value = true;
    });
  }, [safe, isLive]);
  useEffect(() => {
    if (isLoaded.value && key !== undefined) focusSetting(key);
  }, [isLoaded.value, key]);
  return key;
}

/** The box did not tell its settings. */
function Unread() {
  return (
    <div class="view">
      <h1>{t('title')}</h1>
      <p class="error" role="alert">
        {failure.value}
      </p>
      <button type="button" onClick={() => void load()}>
        {s('lost_try')}
      </button>
    </div>
  );
}

/** What was changed, is wrong or is sought by the address is always shown. */
function shownFields(search: string, all: boolean, sought: string | undefined): readonly SettingField[] {
  const wanted = search.trim();
  const isMarked = ({ key }: SettingField): boolean =>
    key in edits.value || key in refused.value || config.value?.problems.some((each) => each.key === key) === true;
  return fields.value.filter((field) => {
    if (wanted !== '') return matches(wanted, [field.key, field.sentence, labelOf(field), sentenceOf(field).text]);
    return all || isUsual(field.key) || field.key === sought || isMarked(field);
  });
}

/** The sections in the order of the configuration; what concerns few boxes comes last. */
function sectionsOf(shown: readonly SettingField[]): readonly string[] {
  const sections = [...new Set(shown.map(({ key }) => sectionOf(key)))];
  return [...sections.filter((section) => section !== VENUE), ...sections.filter((section) => section === VENUE)];
}

const VENUE = 'venue';

/** What everybody who looks at the settings should know first. */
function Told() {
  const now = config.value;
  if (isRestarting.value) {
    return (
      <p class="banner" role="status">
        {t('restarting')}
      </p>
    );
  }
  return (
    <>
      {now?.takenBack !== undefined && (
        <p class="banner alarm" role="alert">
          {t('taken_back', { why: now.takenBack })}
        </p>
      )}
      {now?.restart && !now.safe && (
        <div class="banner" role="status">
          <p>{t('restart_needed')}</p>
          <button type="button" class="primary" onClick={() => void restart()}>
            {t('restart')}
          </button>
        </div>
      )}
      {(now?.undo || now?.redo) && (
        <p>
          <button type="button" onClick={() => void (now.undo ? undo() : redo())}>
            {t(now.undo ? 'undo_last' : 'redo_last')}
          </button>
        </p>
      )}
    </>
  );
}

/** Stays in sight while something is not saved. After a refusal the keyboard goes to the first setting that is not right. */
function SaveBar() {
  const reviewing = useSignal(false);
  const isOpen = reviewing.value;
  useEffect(() => {
    const [key] = Object.keys(refused.peek());
    if (!isOpen && key !== undefined) focusSetting(key);
  }, [isOpen]);
  if (editCount.value === 0) return null;
  return (
    <div class="save-bar">
      <p role="status">{t('changes', { count: editCount.value })}</p>
      <div class="row">
        <button type="button" class="primary" onClick={() => (reviewing.value = true)}>
          {t('review_open')}
        </button>
        <button type="button" onClick={discard}>
          {t('discard')}
        </button>
      </div>
      {isOpen && <Review onClose={() => (reviewing.value = false)} />}
    </div>
  );
}
