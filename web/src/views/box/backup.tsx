import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { RestoreAnswer } from '../../../../src/web/api/box-shapes.ts';
import { ask } from '../../box/ask.ts';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Switch } from '../../parts/switch.tsx';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';
import { sendBackup } from './restore.ts';
import { restoreState } from './sentences.ts';

const t = words('upkeep');
const s = words('notices');

/** A backup to keep elsewhere, and the way back. */
export function Backup() {
  return (
    <Card title={t('backup')}>
      <p>{t('backup_about')}</p>
      <Make />
      <Restore />
    </Card>
  );
}

function Make() {
  const history = useSignal(true);
  const busy = useSignal(false);
  const save = async (): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    const problem = await saveFile(`api/backup?history=${history.value ? 'yes' : 'no'}`, s('silent'));
    busy.value = false;
    toast(problem === '' ? { kind: 'done', text: t('backup_saved') } : { kind: 'problem', text: problem });
  };
  return (
    <>
      <Switch label={t('backup_history')} on={history.value} onPress={() => (history.value = !history.value)} />
      <div class="row">
        <button type="button" aria-disabled={busy.value} onClick={() => void save()}>
          {t(busy.value ? 'making' : 'backup_save')}
        </button>
      </div>
    </>
  );
}

type State = { readonly chosen?: File; readonly share?: number; readonly problem?: string; readonly restored?: RestoreAnswer['restored'] };

function Restore() {
  const id = useId();
  const state = useSignal<State>({});
  const answer = async (agreed: boolean): Promise<void> => {
    const { chosen } = state.value;
    if (!agreed || !chosen) {
      state.value = {};
      return;
    }
    state.value = { share: 0 };
    const { body, problem } = await sendBackup(chosen, (share) => {
      state.value = { share };
    });
    state.value = problem === '' ? { restored: body.restored } : { problem };
  };
  const { chosen, problem, restored, share } = state.value;
  return (
    <div class="restore">
      <h3>{t('restore')}</h3>
      <p class="quiet small" id={`${id}-hint`}>
        {t('restore_hint')}
      </p>
      <input
        id={id}
        class="heard"
        type="file"
        accept=".gz,application/gzip"
        aria-describedby={`${id}-hint ${id}-state`}
        disabled={share !== undefined}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) state.value = { chosen: file };
          currentTarget.value = '';
        }}
      />
      <label class="go" for={id}>
        {t('restore_choose')}
      </label>
      <p id={`${id}-state`} role="status" class={problem ? 'error' : ''}>
        {problem ?? restoreState(share, restored)}
      </p>
      {restored !== undefined && <RestartNow />}
      {chosen && (
        <Confirm
          {...{ title: t('restore_sure', { file: chosen.name }), text: t('restore_sure_about') }}
          {...{ yes: t('restore_yes'), no: t('restore_no'), onAnswer: (agreed) => void answer(agreed) }}
        />
      )}
    </div>
  );
}

/** What a backup holds counts from the next start on. */
const RestartNow = () => (
  <button type="button" class="primary" onClick={() => void restartNow()}>
    {t('restart_now')}
  </button>
);

async function restartNow(): Promise<void> {
  const { problem } = await ask('POST /api/restart', {});
  toast(problem === '' ? { kind: 'done', text: t('restarting') } : { kind: 'problem', text: problem });
}
