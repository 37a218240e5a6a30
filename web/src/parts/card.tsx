import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type CardProps = { readonly title: string; readonly children: ComponentChildren; readonly class?: string };

/** A section of a view on a card of its own, with its heading. */
export function Card({ title, children, class: own = '' }: CardProps) {
  const id = useId();
  return (
    <section class={`card ${own}`.trim()} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
