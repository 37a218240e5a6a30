import { useSignal } from '@preact/signals';
import { Card } from '../../parts/card.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Switch } from '../../parts/switch.tsx';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('upkeep');
const s = words('notices');

/** A file that helps somebody else to help. */
export function Support() {
  const titles = useSignal(false);
  const busy = useSignal(false);
  const save = async (): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    const problem = await saveFile(`api/support?titles=${titles.value ? 'yes' : 'no'}`, s('silent'));
    busy.value = false;
    toast(problem === '' ? { kind: 'done', text: t('support_saved') } : { kind: 'problem', text: problem });
  };
  return (
    <Card title={t('support')}>
      <p>{t('support_about')}</p>
      <Switch
        label={t('support_titles')}
        hint={t('support_titles_hint')}
        on={titles.value}
        onPress={() => (titles.value = !titles.value)}
      />
      <div class="row">
        <button type="button" aria-disabled={busy.value} onClick={() => void save()}>
          {t(busy.value ? 'making' : 'support_save')}
        </button>
      </div>
    </Card>
  );
}
