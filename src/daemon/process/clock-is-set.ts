import { existsSync } from 'node:fs';

/** systemd-timesyncd makes this file when it has set the clock, in a folder that is empty after each start of the machine. */
const MARK = '/run/systemd/timesync/synchronized';

/** Whether the machine says that its clock was set from the network since it was started. */
export const clockIsSet = (): boolean => existsSync(MARK);
