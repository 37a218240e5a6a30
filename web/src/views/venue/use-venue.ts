import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { VenueAnswer } from '../../../../src/web/api/venue.ts';
import { call } from '../../box/call.ts';
import { toast } from '../../shell/toast.ts';
import { words } from '../../words/words.ts';

const t = words('venue');

/** What the box says of its place: undefined until it has answered, and then why it did not, or the answer. */
type Asked = { readonly problem: string; readonly venue?: VenueAnswer };

/** Asks once, and confirms. */
export function useVenue(): { readonly asked: Asked | undefined; readonly confirm: () => Promise<void> } {
  const asked = useSignal<Asked | undefined>(undefined);
  useEffect(() => {
    void call<VenueAnswer>('GET', 'api/venue').then(({ body, problem }) => {
      asked.value = problem === '' ? { problem, venue: body } : { problem };
    });
  }, [asked]);
  const confirm = async (): Promise<void> => {
    const { keeps, wording } = asked.peek()?.venue ?? {};
    const { body, problem } = await call<VenueAnswer>('POST', 'api/venue/confirm', { keeps, wording });
    if (problem === '') asked.value = { problem, venue: body };
    toast(problem === '' ? { kind: 'done', text: t('confirmed') } : { kind: 'problem', text: problem });
  };
  return { asked: asked.value, confirm };
}
