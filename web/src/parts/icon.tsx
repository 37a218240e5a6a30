/** The icons of the first view, as paths in a square of 24 units. */
const ICONS = {
  pause: 'M7 5h4v14H7zM13 5h4v14h-4z',
  play: 'M7 4l13 8-13 8z',
  next: 'M5 5l10 7-10 7zM16 5h3v14h-3z',
  like: 'M12 20.5 4.2 12.9a5 5 0 0 1 7.1-7.1l.7.7.7-.7a5 5 0 0 1 7.1 7.1z',
  volume: 'M4 9h4l5-4v14l-5-4H4zM16 8.5a5 5 0 0 1 0 7l1.2 1.2a6.7 6.7 0 0 0 0-9.4z',
  now: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM8.5 9v2h2V9zm5 0v2h2V9zM8 13.5a4.5 4.5 0 0 0 8 0l-1.6-.9a2.7 2.7 0 0 1-4.8 0z',
  camera: 'M4 7h4l1.5-2h5L16 7h4v12H4zm2 2v8h12V9zm6 1a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  day: 'M4 19V11h3v8zm4.5 0V5h3v14zm4.5 0v-6h3v6zm4.5 0V8h3v11z',
  music: 'M9 5l11-2v13.5a3 3 0 1 1-2-2.8V8l-7 1.3v8.2a3 3 0 1 1-2-2.8z',
  rooms: 'M4 5h7v6H4zm9 0h7v6h-7zM4 13h7v6H4zm9 0h7v6h-7z',
  box: 'M12 3l8 4v10l-8 4-8-4V7zm0 2.2L7.4 7.5 12 9.8l4.6-2.3zM6 9.2v6.6l5 2.5v-6.6zm12 0l-5 2.5v6.6l5-2.5z',
} as const;

export type IconName = keyof typeof ICONS;

/** An icon in the colour of the text around it. The control that it belongs to has a name in words. */
export const Icon = ({ name }: { readonly name: IconName }) => <Drawing path={ICONS[name]} />;

/** Any icon, by its path. */
export function Drawing({ path }: { readonly path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path fill-rule="evenodd" d={path} />
    </svg>
  );
}
