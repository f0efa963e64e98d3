import noUnsanitized from 'eslint-plugin-no-unsanitized';
import hooks from 'eslint-plugin-react-hooks';
import security from 'eslint-plugin-security';
import tseslint from 'typescript-eslint';

/** Imports go one way; docs/architecture.md has the picture. */
const forbid = (...patterns) => [
  'error',
  { patterns: patterns.map(([group, message]) => ({ group, message })) },
];

const sdk = [['@aws-sdk/*', '@smithy/*'], 'The AWS SDK is used only below main/.'];
const electron = [
  ['electron', 'electron/*'],
  'Electron is used only below main/hosts/electron, main/electron.ts and preload/electron.ts.',
];
const node = [['node:*', 'ws'], 'The window has no Node.'];
const sandbox = [
  ['**/sandbox/**', '**/sandbox'],
  'Nothing imports main/sandbox but main/connections and the entries.',
];
const rooms = (...names) => [
  names.flatMap((n) => [`**/../${n}/**`, `../${n}/**`]),
  `This room may not import ${names.join(', ')}.`,
];

export default tseslint.config(
  { ignores: ['out', 'dist', 'node_modules', 'coverage', 'test-results', 'assets/**', 'test/fixtures/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { security, 'no-unsanitized': noUnsanitized },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/only-throw-error': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'security/detect-eval-with-expression': 'error',
      'security/detect-unsafe-regex': 'error',
      'no-unsanitized/method': 'error',
      'no-unsanitized/property': 'error',
    },
  },
  { files: ['renderer/**'], ...hooks.configs.flat.recommended },
  {
    files: ['renderer/**'],
    rules: {
      'no-restricted-imports': forbid(sdk, electron, node, rooms('main', 'scripts')),
      // A schema would bring all of them, and zod, into what a window reads before its first picture.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'preload/contract/(?!plain\\.ts$)',
              allowTypeImports: true,
              message: 'Of the contract a window takes types, and values from plain.ts alone.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['words/**'],
    rules: { 'no-restricted-imports': forbid(sdk, electron, node, rooms('main', 'renderer')) },
  },
  {
    files: ['preload/**'],
    ignores: ['preload/electron.ts'],
    rules: { 'no-restricted-imports': forbid(sdk, electron, node, rooms('main', 'renderer', 'words')) },
  },
  {
    files: ['main/**'],
    ignores: [
      'main/hosts/electron/**',
      'main/electron.ts',
      'main/connections/**',
      'main/sandbox/**',
      'main/sandbox.ts',
      'main/loopback.ts',
      'main/cli.ts',
    ],
    rules: { 'no-restricted-imports': forbid(electron, sandbox, rooms('renderer')) },
  },
  {
    files: ['main/sandbox/**', 'main/connections/**'],
    rules: { 'no-restricted-imports': forbid(electron, rooms('renderer')) },
  },
  {
    files: [
      'main/cli.ts',
      'main/loopback.ts',
      'main/sandbox.ts',
      'main/cli/**',
      'scripts/**',
      'test/**',
      '*.ts',
      '*.js',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // Assertions on parsed JSON and answers of the sandbox are typed where they matter.
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['*.js', 'scripts/**'], ...tseslint.configs.disableTypeChecked },
);
