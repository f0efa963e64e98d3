import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import cloudscape from './cloudscape.css?inline';
import { barColours, colours, fonts, radius } from './tokens.ts';

function own(): string {
  const block = (side: 0 | 1) =>
    Object.entries({ ...colours, topBar: barColours.bar })
      .map(([name, values]) => `--mw-${name}: ${values[side]};`)
      .join('');
  return `:root{${block(0)}--mw-font:${fonts.text};--mw-code:${fonts.code};--mw-card-radius:${radius.card}px;--mw-choice-radius:${radius.choice}px;--mw-log-radius:${radius.log}px}
:root:lang(zh-CN){--mw-font:${fonts.chinese}}
.awsui-dark-mode{${block(1)}}`;
}

/**
 * Puts the tokens in force. Constructed style sheets are CSSOM, which a policy of `style-src 'self'` allows, where a
 * `<style>` element would be refused.
 */
export function applyTheme(): void {
  const sheets = [own(), cloudscape].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
  applyDensity(Density.Compact);
}

/** Follows the person's choice, or the computer's when the choice is `system`. Returns the function that stops it. */
export function followAppearance(appearance: 'system' | 'light' | 'dark'): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const set = () => {
    const isDark = appearance === 'dark' || (appearance === 'system' && dark.matches);
    applyMode(isDark ? Mode.Dark : Mode.Light);
  };
  // Paper is white.
  const print = () => applyMode(Mode.Light);
  set();
  dark.addEventListener('change', set);
  window.addEventListener('beforeprint', print);
  window.addEventListener('afterprint', set);
  return () => {
    dark.removeEventListener('change', set);
    window.removeEventListener('beforeprint', print);
    window.removeEventListener('afterprint', set);
  };
}
