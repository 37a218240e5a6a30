import type { ComponentChildren } from 'preact';

/** A message that stays for as long as it is true. */
export function Banner({ alarm = false, children }: { readonly alarm?: boolean; readonly children: ComponentChildren }) {
  return (
    <div class={alarm ? 'banner alarm' : 'banner'} role={alarm ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
