import { Drawing } from './icon.tsx';

/** The icons that only the later half of the page needs. */
const ACTIONS = {
  stop: 'M6 6h12v12H6z',
  dislike:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 0 1 4.3 1.500L6.500 16.300A7 7 0 0 1 12 5zm0 14a7 7 0 0 1-4.300-1.500L17.500 7.700A7 7 0 0 1 12 19z',
  undo: 'M9 5L3 10l6 5v-3.500h5a3.500 3.500 0 0 1 0 7H8V21h6a6 6 0 0 0 0-12H9z',
  yes: 'M9.500 18.500L3 12l2-2 4.500 4.500L19 5l2 2z',
  no: 'M6.400 5L12 10.600 17.600 5 19 6.400 13.400 12 19 17.600 17.600 19 12 13.400 6.400 19 5 17.600 10.600 12 5 6.400z',
} as const;

/** As `Icon`, for an answer or an opinion. */
export const ActionIcon = ({ name }: { readonly name: keyof typeof ACTIONS }) => <Drawing path={ACTIONS[name]} />;
