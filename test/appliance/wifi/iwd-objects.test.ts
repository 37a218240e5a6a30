import { expect, test } from 'vitest';
import { wifiViewIn } from '../../../src/appliance/wifi/iwd-objects.ts';

const text = (data: string) => ({ type: 's', data });
const printed = (objects: object): string => JSON.stringify({ type: 'a{oa{sa{sv}}}', data: [objects] });
const DEVICE = { 'net.connman.iwd.Device': { Name: text('wlan0'), Mode: text('station'), Powered: { type: 'b', data: true } } };
const KNOWN = { 'net.connman.iwd.KnownNetwork': { Name: text('Home'), Type: text('psk'), Hidden: { type: 'b', data: false } } };
const NETWORK = { 'net.connman.iwd.Network': { Name: text('Home'), Connected: { type: 'b', data: true }, Type: text('psk') } };
const station = (state: string) => ({
  ...DEVICE,
  'net.connman.iwd.Station': { State: text(state), ConnectedNetwork: { type: 'o', data: '/net/connman/iwd/0/4/h_psk' } },
});
const others = {
  '/net/connman/iwd/0/4/h_psk': NETWORK,
  '/net/connman/iwd/h_psk': KNOWN,
  '/net/connman/iwd': { 'net.connman.iwd.AgentManager': {} },
};

test('a connected radio, and the networks that have a profile', () =>
  expect(wifiViewIn(printed({ '/net/connman/iwd/0/4': station('connected'), ...others }))).toEqual({
    radio: { path: '/net/connman/iwd/0/4', name: 'wlan0' },
    connected: 'Home',
    known: ['Home'],
  }));

test('a radio that only tries is not connected', () =>
  expect(wifiViewIn(printed({ '/net/connman/iwd/0/4': station('connecting'), ...others }))?.connected).toBeUndefined());

test('a radio as an access point, and none at all', () => {
  expect(wifiViewIn(printed({ '/net/connman/iwd/0/4': { ...DEVICE, 'net.connman.iwd.AccessPoint': {} } }))).toEqual({
    radio: { path: '/net/connman/iwd/0/4', name: 'wlan0' },
    known: [],
  });
  expect(wifiViewIn(printed({}))).toEqual({ known: [] });
});

test.each(['', 'x', '{}', '{"data":[]}', '{"data":[7]}', '{"data":[{"/":{"net.connman.iwd.Device":{}}}]}'])(
  '%j is no answer of iwd',
  (answer) => expect(wifiViewIn(answer)).toBeUndefined(),
);
