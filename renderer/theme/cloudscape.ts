/**
 * What `node scripts/theme.mjs` writes to cloudscape.css: reckoning it takes a page half a second, at every start the same.
 * Run it after a change of tokens.ts or of the components; a test fails when it was forgotten.
 */
import { generateThemeStylesheet } from '@cloudscape-design/components/theming';
import { colours, radius } from './tokens.ts';

type Colour = keyof typeof colours;
const pair = (name: Colour) => ({ light: colours[name][0], dark: colours[name][1] });

/** The components' own theme with our tokens in it, as a style sheet. */
export function cloudscapeSheet(): string {
  return generateThemeStylesheet({
    theme: {
      tokens: {
        fontFamilyBase: 'var(--mw-font)',
        colorBackgroundLayoutMain: pair('ground'),
        colorBackgroundContainerContent: pair('card'),
        colorBackgroundContainerHeader: pair('card'),
        colorBorderDividerDefault: pair('line'),
        colorBorderDividerSecondary: pair('line'),
        colorTextBodyDefault: pair('text'),
        colorTextBodySecondary: pair('muted'),
        colorTextFormSecondary: pair('muted'),
        colorTextHeadingDefault: pair('text'),
        colorTextHeadingSecondary: pair('second'),
        colorTextLinkDefault: pair('link'),
        colorTextLinkHover: pair('linkHover'),
        colorBackgroundButtonPrimaryDefault: pair('link'),
        colorTextStatusError: pair('red'),
        colorTextStatusWarning: pair('amber'),
        colorTextStatusSuccess: pair('green'),
        borderRadiusContainer: `${radius.card}px`,
        borderRadiusTiles: `${radius.choice}px`,
      },
    },
  });
}
