import type { VenueAnswer } from '../../../../src/web/api/venue.ts';
import { ask } from '../../box/ask.ts';
import { useAsked } from '../../box/asked.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('venue');

/** What the box says of its place, or why it does not, and a way to confirm the notice. */
type OwnVenue = { readonly venue: VenueAnswer | undefined; readonly problem: string; readonly confirm: () => Promise<void> };

/** Asks once, and confirms. */
export function useVenue(): OwnVenue {
  const { answer: venue, problem, take } = useAsked('GET /api/venue', undefined);
  const confirm = async (): Promise<void> => {
    if (!venue) return;
    const { keeps, wording } = venue;
    const { body, problem: why } = await ask('POST /api/venue/confirm', { keeps, wording });
    if (why === '') take(body);
    toast(why === '' ? { kind: 'done', text: t('confirmed') } : { kind: 'problem', text: why });
  };
  return { venue, problem, confirm };
}
