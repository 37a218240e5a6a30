/** Who a PIN is of. */
type Whose = { readonly whose: 'owner' | 'household' };
/** A length of time as people say it: `{ count: 5, unit: 'minutes' }`. */
export type Wait = { readonly count: number; readonly unit: 'seconds' | 'minutes' };
type Camera = { readonly camera: string };
type Host = { readonly host: string };
type Box = { readonly box: string };
type Setting = { readonly key: string };

const spoken = ({ count, unit }: Wait): string => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
const SECRETS = { pin: 'PIN', current_pin: 'current owner PIN', setup_code: 'setup code' };

/**
 * Every refusal that somebody at the page can meet, by its code, as an English sentence for logs, programs and MQTT. A code never changes
 * its meaning. The page says each in the visitor's language: a new one needs words in `refusals.json` of web/words.
 */
export const REFUSALS = {
  // Who may do what
  no_pin: 'this box has no PIN yet: set one first',
  no_pin_open: 'this box has no PIN yet: open its page and set one first',
  log_in: 'log in with a PIN first, or ask the people of the house for the guest link',
  guests_look: 'guests can look, but not change anything; log in with a PIN to do more',
  owners_only: 'only an owner can do this; log in with the owner PIN',
  owners_change_pins: 'only an owner can change the PINs; log in with the owner PIN',
  more_rights: 'this needs more rights',
  secret_wrong: ({ secret }: { readonly secret: keyof typeof SECRETS }) =>
    `the ${SECRETS[secret]} is wrong; after five wrong tries you have to wait before the next one`,
  tries_wait: (wait: Wait) => `too many wrong tries; wait ${spoken(wait)} before the next one`,
  tries_of_others: (wait: Wait) =>
    `somebody in this network is guessing PINs, so new devices have to wait: try again in ${spoken(wait)}, or open the page on the box itself; ` +
    'devices that are logged in notice nothing',
  logins_busy: 'too many people are logging in right now; try again in a few seconds',
  state_unwritable: 'the box cannot write to its state folder, so nothing has changed; its log says why',
  pin_missing: ({ whose }: Whose) => `the ${whose} PIN is missing`,
  current_pin_missing: 'the current owner PIN is missing',
  pin_length: ({ whose, least, most }: Whose & { readonly least: number; readonly most: number }) =>
    `the ${whose} PIN must have ${least} to ${most} characters, not counting spaces`,
  pin_easy: ({ whose, pin }: Whose & { readonly pin: string }) => `the ${whose} PIN is too easy to guess: choose another than ${pin}`,
  pins_same: 'the two PINs must differ: the PIN tells the box who is logging in',
  pins_changed: 'somebody else has just changed the PINs; try again',

  // Any request
  requests_wait: 'too many requests at once; wait a few seconds',
  commands_wait: 'too many commands at once; wait a few seconds',
  pages_wait: 'too many pages are watching; try again soon',
  box_silent: 'the box does not answer; try again in a moment',
  box_slow: 'the box took too long to answer; try again later',
  box_broken: 'something went wrong inside the box; its log says more',
  safe_mode: 'the box is in safe mode, because its configuration is wrong: open Settings',

  // The box itself
  voice_off: 'the box is set to be silent (player.voice: off)',
  voice_missing: 'the box has no voice: Debian’s package espeak-ng is not installed',
  voice_nowhere: 'the box says its address only on a loudspeaker of its own, and has none (player.output)',
  voice_unheard:
    'the box tried to speak, but its loudspeaker could not be opened: another program may be playing on it, or nothing is plugged in',

  // Now, music and rooms
  captures_wait: 'the room has been read too often in the last minute; wait a little',
  cover_gone: 'this picture is no longer shown',
  answers_unkept: 'answers are kept in the history, and no history is being kept (history.enabled)',
  mood_chosen: 'somebody has chosen this mood, so there is nothing to judge: follow the room again first',
  nobody_read: 'nobody has been read, so there is nothing to judge',
  no_answer: 'there is no answer of the last minutes to take back',
  update_wait: (wait: Wait) => `yt-dlp was updated a short time ago; try again in ${spoken(wait)}`,
  plays_elsewhere: ({ box }: Box) => `${box} plays the music of this group; choose the track on its page`,
  list_old: 'this list is from before the box was started again; load it once more',
  opinions_unkept: 'no history is kept (history.enabled), so the box cannot remember what you think of a track',
  history_wait: 'the history cannot be changed now; try again in a minute',
  words_unwritable: "the box cannot write into its state folder, so the words stay as they were; 'moodbox doctor' says more",
  room_gone: 'this room is not there; load the list once more',
  no_group: 'this box is in no group',
  box_plays: ({ box }: Box) => `${box} plays already`,
  broker_away: 'the broker is away, and with it the other boxes; try again when it is back',
  box_gone: ({ box }: Box) => `${box} is not there, or has just come; try again in some seconds`,
  box_mute: ({ box }: Box) => `${box} has no loudspeaker`,
  no_player: 'no box plays yet; try again in some seconds',
  other_player: 'another box plays by now',

  // Announcements, and addresses to play
  guest_plays: ({ guest }: { readonly guest: string }) => `${guest} plays on this box; press 'moodbox now' first`,
  announcements_full: ({ count }: { readonly count: number }) => `${count} announcements are waiting already; try again in a moment`,
  address_own: ({ host }: Host) => `${host} is this box itself; if that is meant, name it in player.fetch_from`,
  announce_unreachable: ({ host }: Host) => `the announcement could not be fetched from ${host}`,
  announce_large: ({ most }: { readonly most: number }) => `the announcement has more than ${most} MB (player.announce_largest)`,
  announce_long: (longest: Wait) => `the announcement was cut after ${spoken(longest)} (player.announce_longest)`,
  announce_no_sound: 'what was fetched for the announcement is no sound that can be played',
  announce_no_player: 'the player could not play the announcement; the log of the box says why',

  // The camera, and a venue
  camera_unknown: ({ camera }: Camera) => `this box has no camera '${camera}'; open the page again`,
  explain_off: 'explanations are switched off on this box',
  explain_busy: 'another face is being explained; try again in a moment',
  face_gone: 'this face is no longer in sight; choose another one',
  preview_off: 'the live picture is switched off; set web.preview: picture and restart moodbox',
  preview_owners: 'only an owner may look at the live picture',
  preview_not_begun: 'nobody is looking at the live picture; start it first',
  preview_blank: 'this camera shows no picture at the moment',
  preview_over: 'the live picture has just ended',
  zone_outside: 'a zone reaches beyond the picture, or is empty',
  zones_full: ({ most }: { readonly most: number }) => `at most ${most} zones; remove one first`,
  no_venue: 'this box is not in a venue: set venue: true in its configuration first',
  notice_unconfirmed:
    "in a venue the camera stays off until the notice is confirmed: an owner does that on the page, under Venue, or with 'moodbox venue confirm' on the box",
  notice_changed: 'the notice, or what is kept, has changed in the meantime: read it again',
  notice_unwritable: 'the state folder cannot be written to, so the confirmation would be lost; the log of the box says more',
  senses_off: 'no other device has a say in the mood here: set mood.senses to beside or equal',
  senses_in_venue: 'in a venue no other device has a say in the mood: nobody is read alone there',
  learning_no_better: 'the answers do not show that a correction would be right more often, so nothing was changed',
  learning_nothing: 'no correction is applied to this camera, so there is nothing to undo',

  // The past and the plan
  no_day: 'there is no such day',
  export_large: 'that is more than one file holds; ask for fewer days at a time',
  days_reversed: 'the first day comes after the last one',
  history_unusable: ({ fault }: { readonly fault: string }) => `the history cannot be used just now: ${fault}`,
  days_many: ({ most }: { readonly most: number }) => `ask for ${most} days at most`,
  releases_broken:
    'the list of what was given out before cannot be read, so nobody can say which days have been used up; remove releases.json from the state folder to begin again',

  // Settings and setup
  nothing_to_undo: 'there is no change to undo',
  nothing_to_redo: 'there is no change to make again',
  settings_unwritable: ({ fault }: { readonly fault: string }) => `the settings cannot be saved (${fault}): check the disk of the box`,
  settings_wrong: 'the configuration file has mistakes by now, so the box runs on as it is: correct them first',
  setting_unknown: ({ key }: Setting) => `${key}: there is no such setting`,
  setting_above: ({ key, by }: Setting & { readonly by: 'environment' | 'command_line' }) =>
    `${key}: is set by ${by === 'environment' ? 'an environment variable' : 'the command line'}`,
  setting_fixed: ({ key }: Setting) => `${key}: can only be set in the configuration file or by an environment variable`,
  setting_camera: ({ key }: Setting) =>
    `${key}: must be auto, a camera of this machine or an http:// or rtsp:// address; a file or a folder can only be named in the configuration file`,
  setting_output: ({ key }: Setting) =>
    `${key}: must be one of the outputs that are offered; a file, or a device with options, can only be named in the configuration file`,
  setting_library: ({ key }: Setting) => `${key}: must be the whole path of a folder, such as /srv/music`,
  password_type: "mqtt.password: type this broker's password as well: the saved one is sent to no broker but the one it was saved for",
  password_elsewhere:
    'mqtt.url: the password is set in a file or by an environment variable, and is sent to no other broker: change the address there, too',
  setup_busy: 'another tone or search is not over yet; wait a few seconds',
  output_gone: 'this output is not there: look again',

  // Updates of the whole system
  update_no_image: 'this box was not started from the image; its programs are updated by whoever looks after the machine',
  update_no_certificate: 'this image takes no updates: it was built without the certificate of anybody who makes them',
  update_on_trial: 'the system that runs has to be well for a minute first; try again in some minutes',
  update_runs: 'an update is being installed already',
  update_no_file: 'no update has been sent; choose a file first',
  update_no_offer: 'there is nothing newer to fetch',
  update_not_waiting: 'no update waits for a restart',
  update_of_others: 'somebody else is sending an update; try again in a minute',
  update_gap: 'a piece is missing; send the update again',
  update_size: 'an update has 1 GB at most',
  update_no_room: 'there is no room on the disk for this update',

  // Backups
  backup_checked: 'a backup is being checked; try again in a moment',
  backup_of_others: 'somebody else is sending a backup; try again in a minute',
  backup_gap: 'a piece is missing; send the backup again',
  backup_long: 'this is more than the size that was named; send the backup again',
} as const satisfies Readonly<Record<string, string | ((values: never) => string)>>;
