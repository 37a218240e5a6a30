import { signal, useSignal } from '@preact/signals';
import { useCallback, useId } from 'preact/hooks';
import type { UpdateAnswer } from '../../../../src/web/api/update-shapes.ts';
import { ask } from '../../box/ask.ts';
import { isAtLeast } from '../../box/rights.ts';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { toast } from '../../shell/toast.ts';
import { percentOf } from '../../words/formats.ts';
import { words } from '../../words/words.ts';
import { usePolling } from './polling.ts';
import { sendUpdate } from './send-update.ts';
import { slotWords, systemWords } from './system-words.ts';
import { sizeOf } from './units.ts';

const t = words('upkeep');

const EVERY = 3000;

/** How much of an update has been sent from here, 0 to 1; it goes on while another view is open. */
const sending = signal<number | undefined>(undefined);

/** The two slots of the system and their updates. Only a box that was started from the image has them. */
export function System() {
  const known = useSignal<UpdateAnswer | undefined>(undefined);
  const read = useCallback(async (): Promise<void> => {
    const { body, problem } = await ask('GET /api/update', undefined);
    if (problem === '') known.value = body;
  }, [known]);
  usePolling(read, EVERY);
  const { system } = known.value ?? {};
  if (!known.value || !system) return null;
  return (
    <Card title={t('system')}>
      <dl class="facts">
        {system.slots.map((slot) => (
          <div key={slot.name}>
            <dt>{t('system_slot', { slot: slot.name })}</dt>
            <dd>{slotWords(system, slot)}</dd>
          </div>
        ))}
      </dl>
      <p role="status">
        {sending.value === undefined ? systemWords(known.value) : t('system_sending', { share: percentOf(sending.value) })}
      </p>
      {isAtLeast('owner') && system.takesUpdates && <Actions known={known.value} onDone={() => void read()} />}
    </Card>
  );
}

type ActionProps = { readonly known: UpdateAnswer; readonly onDone: () => void };

/** What an owner can do: nothing while something is under way. */
function Actions({ known, onDone }: ActionProps) {
  const { brought, fetching, hours, offer, system } = known;
  if (sending.value !== undefined || fetching !== undefined || system?.percent !== undefined) return null;
  if (system && system.next !== system.running) return <Restart hours={hours} />;
  return (
    <>
      {brought && (
        <Take {...{ from: 'file', text: t('system_brought', { version: brought.version }), button: t('system_install'), onDone }} />
      )}
      {offer && offer.version !== brought?.version && (
        <Take {...{ from: 'offer', text: offerWords(offer), button: t('system_fetch'), onDone }} />
      )}
      {offer && <ByItself hours={hours} />}
      <p class="quiet small">{t('system_about')}</p>
      <Send onDone={onDone} />
    </>
  );
}

/** When nobody has to do anything. */
function ByItself({ hours }: Pick<UpdateAnswer, 'hours'>) {
  const [from, to] = hours?.split('-') ?? [];
  return from && to ? <p class="quiet small">{t('system_by_itself', { from, to })}</p> : null;
}

async function tried(route: 'POST /api/update/install' | 'POST /api/update/restart', input: object, done: string): Promise<void> {
  const { problem } = await ask(route, input as never);
  toast(problem === '' ? { kind: 'done', text: done } : { kind: 'problem', text: problem });
}

const offerWords = ({ version, size }: NonNullable<UpdateAnswer['offer']>): string => t('system_offer', { version, size: sizeOf(size) });

type TakeProps = { readonly from: 'file' | 'offer'; readonly text: string; readonly button: string; readonly onDone: () => void };

/** An update that only has to be taken: it is offered in the web, or a stick has brought it onto the box. */
function Take({ from, text, button, onDone }: TakeProps) {
  const press = (): Promise<void> => tried('POST /api/update/install', { from }, t('system_asked')).then(onDone);
  return (
    <>
      <p>{text}</p>
      <div class="row">
        <button type="button" onClick={() => void press()}>
          {button}
        </button>
      </div>
    </>
  );
}

/** A file is sent, and then installed. */
function Send({ onDone }: { readonly onDone: () => void }) {
  const id = useId();
  const chosen = useSignal<File | undefined>(undefined);
  const answer = async (agreed: boolean): Promise<void> => {
    const file = chosen.value;
    chosen.value = undefined;
    if (agreed && file) await sendAndInstall(file).then(onDone);
  };
  return (
    <div class="restore">
      <p class="quiet small" id={`${id}-hint`}>
        {t('system_hint')}
      </p>
      <input
        {...{ id, class: 'heard', type: 'file', accept: '.raucb', 'aria-describedby': `${id}-hint` }}
        onChange={({ currentTarget }) => {
          chosen.value = currentTarget.files?.[0];
          currentTarget.value = '';
        }}
      />
      <label class="go" for={id}>
        {t('system_choose')}
      </label>
      {chosen.value && (
        <Confirm
          {...{ title: t('system_sure', { file: chosen.value.name }), text: t('system_sure_about') }}
          {...{ yes: t('system_install'), no: t('system_cancel'), onAnswer: (agreed) => void answer(agreed) }}
        />
      )}
    </div>
  );
}

async function sendAndInstall(file: File): Promise<void> {
  sending.value = 0;
  const problem = await sendUpdate(file, (share) => (sending.value = share));
  if (problem === '') await tried('POST /api/update/install', { from: 'file' }, t('system_asked'));
  else toast({ kind: 'problem', text: problem });
  sending.value = undefined;
}

/** The music stops for it, so it is asked about. */
function Restart({ hours }: Pick<UpdateAnswer, 'hours'>) {
  const isAsked = useSignal(false);
  const answer = (agreed: boolean): void => {
    isAsked.value = false;
    if (agreed) void tried('POST /api/update/restart', {}, t('system_restarting'));
  };
  return (
    <>
      <div class="row">
        <button type="button" class="primary" onClick={() => (isAsked.value = true)}>
          {t('system_restart')}
        </button>
      </div>
      <ByItself hours={hours} />
      {isAsked.value && (
        <Confirm
          {...{ title: t('system_restart_sure'), text: t('system_restart_about') }}
          {...{ yes: t('system_restart_yes'), no: t('system_cancel'), onAnswer: answer }}
        />
      )}
    </>
  );
}
