import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { VenueAnswer } from '../../../../src/web/api/venue.ts';
import { Face } from '../../parts/face.tsx';
import { wordsIn } from '../../words/foreign.ts';
import type { Say } from '../../words/words.ts';

/** The languages of the notice, each by its own name. */
const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;

/** A link that shows guests what the box sees, and the same as an SVG path in a square of so many units. */
export type GuestCode = { readonly link: string; readonly qr: { readonly size: number; readonly path: string } };

type NoticeProps = {
  readonly venue: VenueAnswer;
  readonly contact: string;
  readonly code: GuestCode | undefined;
  readonly size: 'A4' | 'A5';
  /** What a screen reader says of the QR code. */
  readonly label: string;
};
type Sentences = Say<'notice'>;

/** The notice for the entrance, in four languages: what is printed, and on the screen what it will look like. */
export function Notice({ code, contact, label, size, venue }: NoticeProps) {
  const languages = useNotices();
  return (
    <article class={`notice ${size}`}>
      <header>
        <Face mood="happy" close />
        <strong>moodbox</strong>
        {code && (
          <svg class="qr" viewBox={`0 0 ${code.qr.size} ${code.qr.size}`} role="img" aria-label={label}>
            <path d={code.qr.path} />
          </svg>
        )}
      </header>
      {languages.map(([language, say]) => (
        <section key={language} lang={language}>
          <h2>{say('heading')}</h2>
          {sentencesFor(venue, say).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {contact !== '' && (
            <p>
              {say('who')} <strong>{contact}</strong>
            </p>
          )}
        </section>
      ))}
      {code && <p class="notice-link">{code.link}</p>}
    </article>
  );
}

function sentencesFor({ days, people }: VenueAnswer, say: Sentences): readonly string[] {
  const kept = days === null ? say('nothing') : say('days', { days });
  return [say('why'), say('faces'), say('people', { people }), say('pictures'), kept];
}

/** The words of the notice in every language. */
function useNotices(): readonly (readonly [string, Sentences])[] {
  const known = useSignal<readonly (readonly [string, Sentences])[]>([]);
  useEffect(() => {
    const load = async (language: string) => [language, await wordsIn('notice', language)] as const;
    void Promise.all(LANGUAGES.map(load)).then((all) => {
      known.value = all.flatMap(([language, say]) => (say ? [[language, say] as const] : []));
    });
  }, [known]);
  return known.value;
}
