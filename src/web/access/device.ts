import { maxLength, object, pipe, string } from 'valibot';

const word = pipe(string(), maxLength(20));
/** A kind of device in words that everybody knows: a browser and a system, each empty if we do not know it. */
export const DEVICE = object({ browser: word, system: word });
export type Device = { readonly browser: string; readonly system: string };

/** The first that fits counts: most browsers also give the names of others. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\bHome Assistant\//, 'Home Assistant'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

/** What a User-Agent header says of a device, and no more: neither versions nor models, which would tell people apart. */
export function describedDevice(userAgent: string | undefined): Device {
  const told = (userAgent ?? '').slice(0, 500);
  const named = (list: typeof BROWSERS): string => list.find(([pattern]) => pattern.test(told))?.[1] ?? '';
  return { browser: named(BROWSERS), system: named(SYSTEMS) };
}
