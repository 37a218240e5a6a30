import { useSignal } from '@preact/signals';
import { ask } from '../../box/ask.ts';
import { Card } from '../../parts/card.tsx';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('upkeep');

/** Milliseconds: the box answers when it has spoken. */
const LIMIT = 30_000;

/** Has the box say its address, for somebody who stands beside it. */
export function Voice() {
  const busy = useSignal(false);
  const say = async (): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    const { problem } = await ask('POST /api/say-address', {}, LIMIT);
    busy.value = false;
    toast(problem === '' ? { kind: 'done', text: t('voice_said') } : { kind: 'problem', text: problem });
  };
  return (
    <Card title={t('voice')}>
      <p>{t('voice_about')}</p>
      <div class="row">
        <button type="button" aria-disabled={busy.value} onClick={() => void say()}>
          {t(busy.value ? 'voice_saying' : 'voice_say')}
        </button>
      </div>
    </Card>
  );
}
