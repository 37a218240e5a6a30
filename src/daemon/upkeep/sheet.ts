import { camerasOf } from '../../config/cameras.ts';
import type { Config } from '../../config/schema.ts';
import type { SheetAnswer } from '../../web/api/box-shapes.ts';

/** What a sign for guests says of this box: what it keeps, and who learns of it. */
export function sheetOf({ camera, history, mqtt, music, web }: Config): SheetAnswer {
  return {
    name: mqtt.name,
    cameras: camerasOf(camera).length,
    ...(history.enabled && { historyDays: history.keep_days }),
    preview: 'preview' in web && web.preview === 'picture',
    youtube: music.order.includes('youtube'),
    // The box's own broker is closed to the network unless its host says otherwise.
    network: mqtt.url !== '',
    group: mqtt.group !== '',
  };
}
