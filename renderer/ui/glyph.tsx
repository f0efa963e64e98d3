/** The icons of the window, drawn on 16 x 16 and taking the colour of their words. Always beside a word. */
const paths = {
  home: 'M2 8l6-5.5L14 8M4 7v6.5h3V10h2v3.5h3V7',
  plus: 'M8 2.5v11M2.5 8h11',
  notebook: 'M4 1.5h9v13H4zM2 4.5h3M2 8h3M2 11.5h3',
  data: 'M8 5.5c3 0 5-.8 5-2s-2-2-5-2-5 .8-5 2 2 2 5 2zM3 3.5v9c0 1.2 2 2 5 2s5-.8 5-2v-9M3 8c0 1.2 2 2 5 2s5-.8 5-2',
  plans: 'M3.5 1.500h6l3 3v10h-9zM9.5 1.500v3h3M5.5 8h5M5.5 11h5',
  activity: 'M8 14.500a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.500V8l2.5 1.5',
  settings: 'M2 4.500h12M2 8h12M2 11.500h12M10 3v3M5.5 6.500v3M11 10v3',
  training: 'M1.5 11.500l4-4 3 3 6-6M10.500 4.500h4v4',
  foundation: 'M2 14.500h12M3.5 14.500v-7M8 14.500v-7M12.5 14.500v-7M1.5 7.500h13L8 2z',
  bucket: 'M2.5 4.500h11l-1.5 10h-8zM2.5 4.500c0-1.7 2.5-3 5.5-3s5.5 1.3 5.5 3',
  template: 'M8 1.500l6 3.200v6.600l-6 3.2-6-3.200V4.700zM2 4.700l6 3.2 6-3.200M8 7.900v6.6',
  folder: 'M1.5 3.500h5l1.5 2h6.500v8h-13z',
  file: 'M3.5 1.500h6l3 3v10h-9zM9.5 1.500v3h3',
  check: 'M2.5 8.500l3.5 3.5 7.5-8',
  cross: 'M3.5 3.500l9 9M12.5 3.500l-9 9',
  warning: 'M8 2L1.5 13.500h13zM8 6.500v3.500M8 11.500v.5',
  info: 'M8 14.500a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 7v4.500M8 4.500v.5',
  circle: 'M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10z',
  down: 'M3.5 6l4.5 4.5L12.5 6',
  undo: 'M5.5 2.500l-3 3 3 3M3 5.500h6.500a4 4 0 0 1 0 8H6',
} as const;

export type GlyphName = keyof typeof paths;

export function isGlyph(name: string): name is GlyphName {
  return Object.hasOwn(paths, name);
}

export function Glyph({ name, size = 16 }: { name: GlyphName; size?: number }) {
  return (
    <svg
      className="mw-glyph"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
