/** The words on the wire: Home Assistant's own defaults, so that its discovery needs no templates. */

export const ONLINE = 'online';
export const OFFLINE = 'offline';
export const ON = 'ON';
export const OFF = 'OFF';
/** What a button sends. */
export const PRESS = 'PRESS';
/** "No value". An empty payload would delete the retained message instead. */
export const NONE = 'None';
