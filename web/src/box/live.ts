import type { ReportView } from '../../../src/web/report-view.ts';

/** The connection to the box: it delivers each report, and reconnects with growing rests when it breaks. Times are milliseconds. */

/** The box sends something at least every 15 s. */
const SILENCE = 40_000;
const FIRST_REST = 1000;
const LONGEST_REST = 15_000;
/** Says which page this is, so that its new stream replaces the old one, which a phone that slept has left open. */
const PAGE = Math.random().toString(36).slice(2);

type Events = { readonly onReport: (report: ReportView) => void; readonly onLost: () => void };
export type Line = {
  /** Connects at once, also if it was asleep. */
  readonly open: () => void;
  /** Lets go of the connection: nobody is looking. */
  readonly sleep: () => void;
};

/** A line that, once opened, calls `onReport` with each report, and `onLost` whenever the connection breaks. */
export function follow({ onReport, onLost }: Events): Line {
  let events: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function open(): void {
    sleep();
    events = new EventSource(`api/events?page=${PAGE}`);
    events.onmessage = ({ data }) => {
      failures = 0;
      listen();
      onReport(JSON.parse(data));
    };
    events.addEventListener('beat', listen);
    events.onerror = lost;
    listen();
  }

  function sleep(): void {
    clearTimeout(timer);
    events?.close();
    events = undefined;
  }

  function listen(): void {
    clearTimeout(timer);
    timer = setTimeout(lost, SILENCE);
  }

  function lost(): void {
    sleep();
    const rest = Math.min(LONGEST_REST, FIRST_REST * 2 ** failures) * (1 - Math.random() / 4);
    failures = Math.min(failures + 1, 10);
    timer = setTimeout(open, rest);
    onLost();
  }

  return { open, sleep };
}
