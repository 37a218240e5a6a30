/** The connection to the box: it delivers each report, and reconnects with growing rests when it breaks. */

/** The box sends something at least every 15 s. */
const SILENCE_MS = 40000;
const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 15000;
/** Says which page this is, so that its new stream replaces the old one, which a phone that slept has left open. */
const PAGE = Math.random().toString(36).slice(2);

/** Calls `onReport` with each report, and `onLost` whenever the connection breaks. Returns a function that reconnects at once. */
export function follow({ onReport, onLost }) {
  let events;
  let timer;
  let failures = 0;

  function open() {
    close();
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

  function close() {
    clearTimeout(timer);
    if (events) events.close();
  }

  function listen() {
    clearTimeout(timer);
    timer = setTimeout(lost, SILENCE_MS);
  }

  function lost() {
    close();
    const rest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** failures) * (1 - Math.random() / 4);
    failures = Math.min(failures + 1, 10);
    timer = setTimeout(open, rest);
    onLost();
  }

  open();
  return open;
}
