/**
 * The later half of the page: a file of its own, fetched when the first view can be used, or as soon as something is wanted of it
 * (`want.ts`). It brings the hooks of Preact, and components that follow signals by themselves.
 */
import '@preact/signals';

export { explainBar } from '../box/bar.ts';
export { problemOf } from '../box/problem.ts';
export { Banners } from '../shell/banners.tsx';
export { Message } from '../shell/message.tsx';
export { Tint } from '../shell/tint.tsx';
export { toast } from '../shell/toast.ts';
export { failureOf, loadView, sayNoPage, viewNamed } from '../shell/view-loads.ts';
export { renewOnWall } from '../shell/wall.ts';
export { Cards, More } from '../views/now/moment.tsx';
export { RUNTIME } from '../words/runtime.ts';
