import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isAtLeast, visitor } from '../../box/rights.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { go } from '../../shell/route.ts';
import type { Step } from '../../shell/setup-progress.ts';
import { endSetup, goToStep, STEPS, stepBeside, stepNow } from '../../shell/setup-progress.ts';
import type { Key } from '../../words/areas.ts';
import { words } from '../../words/words.ts';
import { config, editCount, isRestarting, load, restart, save } from '../settings/desk.ts';
import { CameraStep } from './camera-step.tsx';
import { HomeStep } from './home-step.tsx';
import { MusicStep } from './music-step.tsx';
import { PinStep } from './pin-step.tsx';
import { PrivacyStep } from './privacy-step.tsx';
import { SoundStep } from './sound-step.tsx';
import '../settings/settings.css';
import './setup.css';

const t = words('setup');

const SHOWN: Readonly<Record<Step, () => JSX.Element>> = {
  pin: PinStep,
  camera: CameraStep,
  sound: SoundStep,
  music: MusicStep,
  home: HomeStep,
  privacy: PrivacyStep,
};

/** Sets a box up, in six steps that can be left and taken up again. */
export function Setup() {
  const owner = isAtLeast('owner');
  useEffect(() => {
    if (owner) void load();
    else if (visitor.value?.pin) go('access', { replace: true });
  }, [owner]);
  const heading = useRef<HTMLHeadingElement>(null);
  const now = owner ? stepNow() : 'pin';
  useEffect(() => heading.current?.focus({ preventScroll: true }), [now]);
  const Shown = SHOWN[now];
  return (
    <div class="view setup">
      {isAtLeast('guest') && <BackLink />}
      <h1>{t('title')}</h1>
      <Progress now={now} />
      <section class="card" aria-labelledby="step">
        <h2 id="step" tabIndex={-1} ref={heading}>
          {t(`step_${now}` as Key<'setup'>)}
        </h2>
        <Shown />
        {owner && <Ways now={now} />}
      </section>
      <p class="quiet small">
        {t('leave')} <a href="#/">{t('leave_link')}</a>
      </p>
    </div>
  );
}

function Progress({ now }: { readonly now: Step }) {
  const at = STEPS.indexOf(now);
  return (
    <ol class="progress" aria-label={t('progress')}>
      {STEPS.map((each, index) => (
        <li key={each} aria-current={each === now ? 'step' : undefined} data-done={index < at || undefined}>
          <span aria-hidden="true">{index + 1}</span>
          <span class="progress-name">{t(`short_${each}` as Key<'setup'>)}</span>
        </li>
      ))}
    </ol>
  );
}

/** On, back, and at the end the start with everything that was chosen. What a step has changed is saved on the way. */
function Ways({ now }: { readonly now: Step }) {
  const next = stepBeside(now, 1);
  const back = stepBeside(now, -1);
  const on = async (): Promise<void> => {
    if (editCount.peek() > 0 && !(await save())) return;
    if (next) return goToStep(next);
    if (config.peek()?.restart) await restart();
    endSetup();
    go('');
  };
  const isLocked = now === 'pin' && visitor.value?.pin === false && visitor.value.exposed;
  return (
    <div class="row ways">
      {back && (
        <button type="button" onClick={() => goToStep(back)}>
          {t('back')}
        </button>
      )}
      <button type="button" class="primary" disabled={isRestarting.value || isLocked} onClick={() => void on()}>
        {isRestarting.value ? t('starting') : t(next ? 'next' : config.value?.restart ? 'finish_restart' : 'finish')}
      </button>
    </div>
  );
}
