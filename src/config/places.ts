import { isIP } from 'node:net';

/** A port of a host; the host is a name or an IP address without brackets. */
export type HostPort = { readonly host: string; readonly port: number };
/** A host, and a port of it if only that one is meant. */
type Place = Pick<HostPort, 'host'> & Partial<HostPort>;

/** The place that an http or https address leads to. */
export function placeOf({ hostname, port, protocol }: Pick<URL, 'hostname' | 'port' | 'protocol'>): HostPort {
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** The place that `localhost`, `127.0.0.1:8123` or `[::1]:8123` names; undefined for any other text. */
export function placeNamed(text: string): Place | undefined {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text.trim()) ?? [];
  const host = (bracketed ?? plain)?.toLowerCase();
  if (host === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) return undefined;
  if (port === undefined) return { host };
  return Number(port) >= 1 && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined;
}

/** Whether one of these texts names a port of a host, by the host's name or by the IP address that was found for it. */
export function isNamedPlace(texts: readonly string[], { host, port }: HostPort, address: string): boolean {
  const names = [host.toLowerCase(), address.toLowerCase()];
  return texts.some((text) => {
    const named = placeNamed(text);
    return named !== undefined && names.includes(named.host) && (named.port ?? port) === port;
  });
}
