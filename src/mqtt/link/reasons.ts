/**
 * The reason codes of MQTT 5 (2.4) and the return codes of 3.1.1 (3.2.2.3) in words, with what to do. They follow "the broker refuses: …",
 * "the broker ended the session: …".
 */
const WORDS: Readonly<Record<number, string>> = {
  1: 'it does not speak this version of MQTT',
  2: 'it does not accept the client id (mqtt.client_id, mqtt.id), or such a long keep-alive (mqtt.keepalive)',
  3: 'it is not available at the moment',
  4: 'bad user name or password: check mqtt.username and mqtt.password_file',
  5: 'not authorized: check mqtt.username and mqtt.password_file, and the access list of the broker',
  128: 'it gives no reason',
  129: 'it could not read what we sent',
  130: 'it sees an error in the protocol',
  131: 'something in it forbids this',
  132: 'it does not speak this version of MQTT',
  133: 'it does not accept this client id: set mqtt.client_id',
  134: 'bad user name or password: check mqtt.username and mqtt.password_file',
  135: 'not authorized: check mqtt.username and mqtt.password_file, and the access list of the broker',
  136: 'it is not available at the moment',
  137: 'it is too busy at the moment',
  138: 'this client is banned: ask whoever runs the broker',
  139: 'it is shutting down',
  140: 'it wants another way to sign in, which moodbox does not know',
  141: 'it heard nothing from us within the keep-alive: check the network, or set a longer mqtt.keepalive',
  142: 'another client signed in with the same client id',
  143: 'it does not accept this topic filter',
  144: 'it does not accept this topic name',
  145: 'a packet id is still in use',
  146: 'it does not know a packet id',
  147: 'too many messages at a time',
  148: 'it does not know a topic alias',
  149: 'the packet is too large for it',
  150: 'too many messages in too short a time',
  151: 'a quota is used up: ask whoever runs the broker',
  152: 'somebody who runs the broker ended it',
  153: 'it does not accept the format of a message',
  154: 'it keeps no retained messages',
  155: 'it does not allow this QoS: set a lower mqtt.qos',
  156: 'use another broker for now',
  157: 'the broker has moved',
  158: 'it has no shared subscriptions',
  159: 'too many connections in too short a time',
  160: 'it does not allow longer connections',
  161: 'it has no subscription identifiers',
  162: 'it has no wildcard subscriptions',
};
/** "Use another server" and "server moved". */
const ELSEWHERE: readonly (number | undefined)[] = [156, 157];
/** A host and perhaps a port, as people write them: anything else that a broker sends is not repeated. */
const HOST = /^[\w.:[\]%-]{1,100}$/;

/**
 * A reason code in words. `server`: the address that the broker names, if it sends us elsewhere; we never follow it by ourselves, since
 * whoever answers there would get the password.
 */
export function reasonWords(code: number | undefined, server?: string): string {
  const words = WORDS[code ?? 128] ?? `for a reason that moodbox does not know (code ${code})`;
  if (!ELSEWHERE.includes(code)) return words;
  return server !== undefined && HOST.test(server) ? `${words}: set mqtt.url to ${server}` : `${words}: set mqtt.url to its new address`;
}
