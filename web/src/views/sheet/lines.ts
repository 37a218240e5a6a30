import type { SheetAnswer } from '../../../../src/web/api/box-shapes.ts';
import type { Say } from '../../words/words.ts';

/** A line of the sheet: a few words in bold, and a sentence or two. */
export type SheetLine = { readonly title: string; readonly text: string };

/** What the sheet says, by the settings of the box. */
export function linesOf(facts: SheetAnswer, say: Say<'sheet'>): readonly SheetLine[] {
  const { cameras, historyDays, preview, youtube } = facts;
  return [
    { title: say('sees'), text: say('sees_text', { cameras }) },
    { title: say('pictures'), text: say(preview ? 'pictures_preview' : 'pictures_none') },
    { title: say('kept'), text: historyDays === undefined ? say('kept_none') : say('kept_days', { days: historyDays }) },
    { title: say('told'), text: [toldText(facts, say), say(youtube ? 'told_youtube' : 'told_offline')].join(' ') },
    { title: say('no'), text: say('no_text') },
  ];
}

function toldText({ group, network }: SheetAnswer, say: Say<'sheet'>): string {
  if (group) return say('told_group');
  return say(network ? 'told_home' : 'told_page');
}
