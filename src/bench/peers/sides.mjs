/** Each side is opened in the process that measures it, so that memory is counted apart. `pixels`: the frames it gets. */
const side = (file, name, pixels) => ({ pixels, open: async (footage) => (await import(`./sides/${file}.mjs`))[name](footage) });

/** The sides that run in Node. */
export const SIDES = {
  moodbox: side('moodbox', 'ours', 'gray'),
  paper: side('moodbox', 'paper', 'gray'),
  human: side('human', 'human', 'rgb'),
  'human-cached': side('human', 'humanCached', 'rgb'),
  'face-api': side('face-api', 'faceApi', 'rgb'),
};
