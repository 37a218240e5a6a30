import { Dialog } from '../../parts/dialog.tsx';
import { words } from '../../words/words.ts';
import { edits, fields, restart, save, saved } from './desk.ts';
import { choiceWord, labelOf, writtenValue } from './labels.ts';
import type { SettingField, Value } from './values.ts';
import { isHidden, shownIn } from './values.ts';

const t = words('settings');

/** Shows every change, before and after, and saves them. */
export function Review({ onClose }: { readonly onClose: () => void }) {
  const changed = fields.value.filter(({ key }) => key in edits.value);
  const finish = async (again: boolean): Promise<void> => {
    const done = await save();
    onClose();
    if (done && again) await restart();
  };
  return (
    <Dialog title={t('review')} onClose={onClose}>
      <dl class="facts changes">
        {changed.map((field) => (
          <Change key={field.key} field={field} />
        ))}
      </dl>
      {changed.some(({ key }) => key === 'web.host' || key === 'web.port') && <p class="error">{t('page_moves')}</p>}
      <p class="quiet small">{t('restart_why')}</p>
      <div class="row">
        <button type="button" class="primary" onClick={() => void finish(true)}>
          {t('save_restart')}
        </button>
        <button type="button" onClick={() => void finish(false)}>
          {t('save_only')}
        </button>
        <button type="button" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </Dialog>
  );
}

/** A value in the words of the form. */
function said(field: SettingField, value: Value): string {
  if (typeof value === 'boolean') return t(value ? 'is_on' : 'is_off');
  return typeof value === 'object' ? value.map((each) => choiceWord(field, each)).join(', ') : choiceWord(field, writtenValue(value));
}

function Change({ field }: { readonly field: SettingField }) {
  const value = saved.value[field.key];
  const to = edits.value[field.key];
  const hidden = isHidden(field, value);
  const before = hidden ? t(value?.isSet ? 'is_set' : 'is_unset') : said(field, shownIn(field, value, undefined));
  const after = to === null ? t('as_default') : field.kind === 'secret' ? t('is_new') : said(field, to ?? '');
  return (
    <div>
      <dt>{labelOf(field)}</dt>
      <dd>
        <del>{before === '' ? t('nothing') : before}</del> <span aria-hidden="true">→</span>{' '}
        <ins>{after === '' ? t('nothing') : after}</ins>
      </dd>
    </div>
  );
}
