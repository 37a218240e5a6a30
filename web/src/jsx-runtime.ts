import { createElement, Fragment } from 'preact';

/**
 * What JSX compiles to, by Preact's own `createElement`, which the page has in any case. Preact's module for it is a second one that makes
 * the same nodes.
 */
export const jsx = (type: string, props: object, key?: string | number) =>
  createElement(type, key === undefined ? props : { ...props, key });
export { Fragment, jsx as jsxs };
