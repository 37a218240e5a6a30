import { refusalFromPage } from '../../config/settable.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { SETTINGS_ENDPOINTS } from '../../web/api/settings.ts';

/** A device that can be chosen: `id` is what the configuration takes, and `name` is for people. */
type Offered = { readonly id: string; readonly name: string };
type Nearby = { readonly kind: 'broker' | 'home-assistant'; readonly name: string; readonly host: string; readonly port: number };
type Typed = { readonly url: string; readonly username: string; readonly password: string };

/** What the setup of a box looks at. Each ends within its own time. */
export type SetupParts = {
  readonly cameras: () => readonly Offered[];
  readonly outputs: () => Promise<readonly Offered[]>;
  /** Plays a tone on an output. Fails with the end of a sentence that begins with the output. */
  readonly playTone: (output: string) => Promise<Result<void, string>>;
  readonly findNearby: () => Promise<readonly Nearby[]>;
  readonly tryBroker: (typed: Typed) => Promise<Result<void, string>>;
};

type SetupRoutes = 'GET /api/cameras' | 'GET /api/outputs' | 'POST /api/outputs/test' | 'POST /api/brokers/find' | 'POST /api/brokers/test';

const BUSY = refusal('setup_busy');

/** Answers the steps of the setup. Of each kind, one runs at a time. */
export function setupAnswers(parts: SetupParts): Pick<AnswersOf<typeof SETTINGS_ENDPOINTS>, SetupRoutes> {
  const [tones, searches, trials] = [oneAtATime(), oneAtATime(), oneAtATime()];
  return {
    'GET /api/cameras': async () =>
      done({ cameras: parts.cameras().filter(({ id }) => refusalFromPage('camera.source', id) === undefined) }),
    'GET /api/outputs': async () => done({ outputs: await settableOutputs(parts) }),
    'POST /api/outputs/test': ({ id }) =>
      tones(async () => {
        const known = await settableOutputs(parts);
        if (id !== 'auto' && !known.some((each) => each.id === id)) return failed(refusal('output_gone'));
        const played = await parts.playTone(id);
        return done(played.ok ? { played: true } : { played: false, sentence: played.why });
      }),
    'POST /api/brokers/find': () => searches(async () => done({ found: await parts.findNearby() })),
    'POST /api/brokers/test': (typed) =>
      trials(async () => {
        const tried = await parts.tryBroker(typed);
        return done({ connected: tried.ok, sentence: tried.ok ? 'signed in' : tried.why });
      }),
  };
}

/** Only what can be saved afterwards is offered, and nothing else gets a tone: a device's name can be an instruction to ALSA. */
async function settableOutputs({ outputs }: SetupParts): Promise<readonly Offered[]> {
  return (await outputs()).filter(({ id }) => refusalFromPage('player.output', id) === undefined);
}

type Busy = Result<never, typeof BUSY>;

function oneAtATime() {
  let isBusy = false;
  return async <T>(work: () => Promise<T>): Promise<T | Busy> => {
    if (isBusy) return failed(BUSY);
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  };
}
