import { looseObject, object, optional, record, string, tuple } from 'valibot';
import { jsonFitting } from '../../shared/json.ts';

/** What iwd knows of Wi-Fi. */
export type WifiView = {
  /** The first radio; undefined without one. `path`: its name on D-Bus. `name`: the interface, such as wlan0. */
  readonly radio?: { readonly path: string; readonly name: string };
  /** The network that the radio is connected to. */
  readonly connected?: string;
  /** The names of the networks that have a profile. */
  readonly known: readonly string[];
};

const text = object({ data: string() });
const DEVICE = looseObject({ Name: text });
const STATION = looseObject({ State: text, ConnectedNetwork: optional(text) });
const NETWORK = looseObject({ Name: text });
const KNOWN = looseObject({ Name: text });
const OBJECT = looseObject({
  'net.connman.iwd.Device': optional(DEVICE),
  'net.connman.iwd.Station': optional(STATION),
  'net.connman.iwd.Network': optional(NETWORK),
  'net.connman.iwd.KnownNetwork': optional(KNOWN),
});
/** `busctl --json=short call … GetManagedObjects`: one answer, which is a map from paths to objects. */
const ANSWER = object({ data: tuple([record(string(), OBJECT)]) });

/** The view in what `busctl` prints; undefined if it is not iwd's answer. */
export function wifiViewIn(printed: string): WifiView | undefined {
  const objects = jsonFitting(ANSWER, printed)?.data[0];
  if (!objects) return undefined;
  const [radio] = Object.entries(objects).flatMap(([path, each]) => {
    const device = each['net.connman.iwd.Device'];
    return device ? [{ path, name: device.Name.data, station: each['net.connman.iwd.Station'] }] : [];
  });
  const network = radio?.station?.State.data === 'connected' ? objects[radio.station.ConnectedNetwork?.data ?? ''] : undefined;
  const connected = network?.['net.connman.iwd.Network']?.Name.data;
  const known = Object.values(objects).flatMap((each) => each['net.connman.iwd.KnownNetwork'] ?? []);
  return {
    ...(radio && { radio: { path: radio.path, name: radio.name } }),
    ...(connected !== undefined && { connected }),
    known: known.map(({ Name }) => Name.data),
  };
}
