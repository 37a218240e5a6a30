import { words } from '../../words/words.ts';
import { config, restart } from './desk.ts';
import { focusSetting } from './focus.ts';
import { labelOf } from './labels.ts';

const t = words('settings');

/** Why the box has not started, and how it can. Mistakes that only the file can mend are told in the words of the loader. */
export function SafeMode() {
  const problems = config.value?.problems ?? [];
  return (
    <div class="banner alarm safe-mode" role="alert">
      <h2>{t('safe_title')}</h2>
      <p>{problems.length === 0 ? t('safe_ready') : t('safe_text', { count: problems.length })}</p>
      <ul>
        {problems.map(({ key, sentence }) => (
          <li key={sentence}>{key === undefined ? <span lang="en">{sentence}</span> : <Jump name={key} />}</li>
        ))}
      </ul>
      {problems.some(({ key }) => key === undefined) && <p class="quiet">{t('safe_file')}</p>}
      <div class="row">
        <button type="button" class="primary" onClick={() => void restart()}>
          {t(problems.length === 0 ? 'safe_start' : 'safe_again')}
        </button>
      </div>
    </div>
  );
}

/** Leads to the setting that is wrong. */
function Jump({ name }: { readonly name: string }) {
  return (
    <button type="button" class="plain" onClick={() => focusSetting(name)}>
      {labelOf({ key: name })}
    </button>
  );
}
