export const window = {
  'app.name': 'Millwright',
} as const;
