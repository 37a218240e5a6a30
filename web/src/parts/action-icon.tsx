import { Drawing } from './icon.tsx';

/** The icons that only the later half of the page needs. */
const ACTIONS = {
  stop: 'M6 6h12v12H6z',
  dislike:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 0 1 4.3 1.5L6.5 16.3A7 7 0 0 1 12 5zm0 14a7 7 0 0 1-4.3-1.5L17.5 7.7A7 7 0 0 1 12 19z',
  undo: 'M9 5L3 10l6 5v-3.5h5a3.5 3.5 0 0 1 0 7H8V21h6a6 6 0 0 0 0-12H9z',
  yes: 'M9.5 18.5L3 12l2-2 4.5 4.5L19 5l2 2z',
  no: 'M6.4 5L12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z',
} as const;

/** As `Icon`, for an answer or an opinion. */
export const ActionIcon = ({ name }: { readonly name: keyof typeof ACTIONS }) => <Drawing path={ACTIONS[name]} />;
