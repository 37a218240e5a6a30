import { OBEYED } from './obeyed-names.ts';

/** What a file on the card can ask for, and by which names it does. `essence`: the name without anything that editors and computers add. */
const NAMES = [
  { right: 'moodbox.yaml', essence: /^moodbox$/, obeyed: OBEYED.settings, not: 'read' },
  { right: 'reset-pin', essence: /^(resetpin|pinreset)$/, obeyed: OBEYED.resetPin, not: 'done' },
  { right: 'factory-reset', essence: /^(factoryreset|resetfactory)$/, obeyed: OBEYED.factoryReset, not: 'done' },
  { right: 'hotspot', essence: /^hotspot$/, obeyed: OBEYED.hotspot, not: 'done' },
  {
    right: 'restore.moodbox',
    essence: /^(restore(moodbox)?|moodboxrestore|moodboxbackup)$/,
    obeyed: OBEYED.restore,
    not: 'done',
  },
] as const;

/** Copies of our own, of editors and of file systems, whose names mean nothing. */
const NOT_MEANT = /^(\.|~|draft-|moodbox-report)|(~|\.bak|\.old|\.tmp|\.swp|\.draft)$/i;
const ENDINGS = /\.(ya?ml|txt|docx?|rtf|odt|pages|pdf|md|html?|zip|tar|t?gz|json|conf|ini|cfg|link|lnk)$/i;
/** What computers write in front of and behind the name of a copy, in the languages of the page. */
const COPY = /(copy of|kopie von|copie de|copia de)|[-_ ](copy|kopie|copie|copia)\b|\(\d+\)/gi;

/**
 * A sentence about a file or folder whose name is nearly one that the box obeys, with the right name; undefined for any other. What is not
 * called exactly so is not obeyed: a reset cannot be undone.
 */
export function lookAlike(name: string, isFolder: boolean): string | undefined {
  if (NOT_MEANT.test(name)) return undefined;
  const found = NAMES.find(
    ({ essence, obeyed }) => (isFolder && obeyed.test(name)) || (!obeyed.test(name) && essence.test(essenceOf(name))),
  );
  if (found === undefined) return undefined;
  const { not, obeyed, right } = found;
  const what = not === 'read' ? 'Not read' : 'Not done';
  return isFolder && obeyed.test(name)
    ? `${what}: ${name} is a folder. Make a file of that name.`
    : `${what}: ${name}. The name must be ${right}, and nothing else.`;
}

/** The name without endings, marks of a copy, blanks, dashes and the like. */
function essenceOf(name: string): string {
  let rest = name.replace(COPY, '').trim();
  while (ENDINGS.test(rest)) rest = rest.replace(ENDINGS, '').trim();
  return rest
    .replace(COPY, '')
    .replace(/[\s._-]/g, '')
    .toLowerCase();
}
