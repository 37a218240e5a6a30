import type { ReportView } from '../../../src/web/report-view.ts';
import { words } from '../words/words.ts';

const t = words('box');

/** Whether the history is being kept. */
export function historyState({ history }: ReportView): string {
  if (history.kind === 'lost') return t('history_lost', { why: history.why });
  if (history.kind === 'off') return t('history_off');
  return t(history.setAside ? 'history_anew' : 'history_kept');
}

const LOCAL = /^[a-z]+:\/\/(localhost|127\.|\[::1\])/;
const place = (url: string): string => (LOCAL.test(url) ? t('broker_own') : url.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, ''));

/** How the connection to the MQTT broker is. A broker on this box says nothing of Home Assistant, so the sentence does not either. */
export function brokerState({ broker }: ReportView): string {
  if (broker.kind === 'connected') return LOCAL.test(broker.url) ? t('broker_ready') : t('broker_connected', { place: place(broker.url) });
  if (broker.kind === 'connecting') return t('broker_connecting', { place: place(broker.url) });
  return t('broker_lost', { place: place(broker.url), why: broker.why });
}
