import type { ButtonProps } from '@cloudscape-design/components/button';

const red = (hover: string) => ({ default: 'var(--mw-red)', hover, active: hover });
const redPressed = 'color-mix(in srgb, var(--mw-red) 80%, black)';
const on = { default: 'var(--mw-onLink)', hover: 'var(--mw-onLink)', active: 'var(--mw-onLink)' };

/** Style of a primary button that deletes. Set by the component through CSSOM, which the page's policy allows. */
export const danger: ButtonProps.Style = {
  root: { background: red(redPressed), borderColor: red(redPressed), color: on },
};
