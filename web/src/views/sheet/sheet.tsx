import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SheetAnswer } from '../../../../src/web/api/box-shapes.ts';
import { call } from '../../box/call.ts';
import { isAtLeast } from '../../box/rights.ts';
import { BackLink } from '../../parts/back-link.tsx';
import { Face } from '../../parts/face.tsx';
import { Field } from '../../parts/field.tsx';
import { toast } from '../../shell/toast.ts';
import { pageLanguage } from '../../words/first-words.ts';
import { wordsIn } from '../../words/foreign.ts';
import type { Say } from '../../words/words.ts';
import { words } from '../../words/words.ts';
import { linesOf } from './lines.ts';
import './sheet.css';

const own = words('sheet');
const s = words('shell');

type GuestLink = { readonly link?: string; readonly qr?: { readonly size: number; readonly path: string } };
const LANGUAGES: readonly (readonly [code: string, name: string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es', 'Español'],
];

/** A sign for the people in the room, to print on A5: what the box sees, keeps and tells, by its real settings. */
export function Sheet() {
  const facts = useSignal<SheetAnswer | undefined>(undefined);
  const link = useSignal<GuestLink>({});
  const problem = useSignal('');
  const contact = useSignal('');
  const language = useSignal(pageLanguage());
  const say = useSignal<Say<'sheet'>>(own);
  useEffect(() => {
    void call<SheetAnswer>('GET', 'api/sheet').then(({ body, problem: why }) => {
      problem.value = why;
      if (why === '') facts.value = body;
    });
    if (isAtLeast('household'))
      void call<GuestLink>('GET', 'api/access/guest-link').then(({ body, problem: why }) => {
        if (why === '') link.value = body;
      });
  }, [facts, link, problem]);
  const speak = async (code: string): Promise<void> => {
    const found = await wordsIn('sheet', code);
    if (!found) return toast({ kind: 'problem', text: words('notices')('failed') });
    say.value = found;
    language.value = code;
  };
  if (!facts.value) return <p class="waiting">{problem.value || s('loading')}</p>;
  return (
    <div class="view sheet-view">
      <div class="sheet-controls">
        <BackLink />
        <h1>{own('heading')}</h1>
        <p>{own('about')}</p>
        <fieldset class="row">
          <legend class="heard">{own('language')}</legend>
          {LANGUAGES.map(([code, name]) => (
            <button key={code} type="button" lang={code} aria-pressed={code === language.value} onClick={() => void speak(code)}>
              {name}
            </button>
          ))}
        </fieldset>
        <Field
          {...{ label: own('contact'), hint: own('contact_hint'), value: contact.value, maxLength: 60, autocomplete: 'off' }}
          onInput={({ currentTarget }) => {
            contact.value = currentTarget.value;
          }}
        />
        <div class="row">
          <button type="button" class="primary" onClick={() => print()}>
            {own('print')}
          </button>
        </div>
      </div>
      <Paper {...{ facts: facts.value, link: link.value, contact: contact.value, language: language.value, say: say.value }} />
    </div>
  );
}

type PaperProps = {
  readonly facts: SheetAnswer;
  readonly link: GuestLink;
  readonly contact: string;
  readonly language: string;
  readonly say: Say<'sheet'>;
};

/** The sheet itself, black on white whatever the page's colours are. */
function Paper({ contact, facts, language, link, say }: PaperProps) {
  return (
    <article class="paper" lang={language}>
      <header>
        <Face mood="happy" close />
        <div>
          <h2>{say('title')}</h2>
          <p>{say('lead')}</p>
        </div>
      </header>
      <ul>
        {linesOf(facts, say).map(({ text, title }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <footer>
        {link.qr && (
          <svg class="qr" viewBox={`0 0 ${link.qr.size} ${link.qr.size}`} role="img" aria-label={say('qr')}>
            <path d={link.qr.path} />
          </svg>
        )}
        <div>
          {link.qr && <p>{say('scan')}</p>}
          <p>{contact === '' ? say('ask') : say('ask_whom', { contact })}</p>
          <p class="by">{facts.name}</p>
        </div>
      </footer>
    </article>
  );
}
