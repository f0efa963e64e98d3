/** The window: frame, pages, wizard, review. */
export const window = {
  'app.name': 'Millwright',
} as const;
