import type { UpdateConfig } from '../../config/schema.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { isWaiting, notNow } from '../../domain/update.ts';
import type { AnswersOf } from '../../web/api/endpoint.ts';
import type { UPDATE_ENDPOINTS } from '../../web/api/update.ts';
import type { UpdateAnswer } from '../../web/api/update-shapes.ts';
import type { BoxUpdates, UpdateRequest, UpdatesKnown } from '../upkeep/box-updates.ts';

/** The update of the whole system. Nothing of it is done here: root is asked, who believes nothing but a signature. */
export function updateAnswers(updates: BoxUpdates, { hours }: Pick<UpdateConfig, 'hours'>): AnswersOf<typeof UPDATE_ENDPOINTS> {
  const asked = async (
    what: UpdateRequest,
    wrong: (known: UpdatesKnown) => Refusal | undefined,
  ): Promise<Result<UpdateAnswer, Refusal>> => {
    const known = await updates.known();
    const refused = known ? wrong(known) : refusal('update_no_image');
    if (refused) return failed(refused);
    try {
      await updates.ask(what);
    } catch {
      return failed(refusal('state_unwritable'));
    }
    return done(answerOf(await updates.known(), hours));
  };
  return {
    'GET /api/update': async () => done(answerOf(await updates.known(), hours)),
    'POST /api/update/install': ({ from }) =>
      from === 'file'
        ? asked('install', (known) => unfit(known) ?? (known.isHere ? undefined : refusal('update_no_file')))
        : asked('fetch', (known) => unfit(known) ?? (known.offer ? undefined : refusal('update_no_offer'))),
    'POST /api/update/restart': () => asked('restart', ({ system }) => (isWaiting(system) ? undefined : refusal('update_not_waiting'))),
  };
}

/** Why nothing can be installed now. Root looks at the same again. */
function unfit({ system }: UpdatesKnown): Refusal | undefined {
  const why = notNow(system);
  return why && refusal(why);
}

function answerOf(known: UpdatesKnown | undefined, hours: string): UpdateAnswer {
  if (!known) return { image: false };
  const { arrived, brought, isHere, offer, system, trouble } = known;
  return {
    ...{ image: true, ready: isHere, system: { ...system, slots: [...system.slots] } },
    ...(hours !== '' && { hours }),
    ...(offer && { offer }),
    ...(brought && { brought }),
    ...(trouble !== undefined && { trouble }),
    ...(offer && arrived !== undefined && { fetching: Math.min(1, arrived / offer.size) }),
  };
}
