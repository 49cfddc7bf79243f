import tseslint from 'typescript-eslint';

const noFloatsNearMoney = [
  {
    selector: "CallExpression[callee.name='Number']",
    message: 'Money and rates never become floats.',
  },
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'Money and rates never become floats.',
  },
  {
    selector: "CallExpression[callee.property.name='toNumber']",
    message: 'Money and rates never become floats.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='round']",
    message: 'Use a named rounding of src/money.',
  },
  { selector: "NewExpression[callee.name='Date']", message: 'Pure rules take dates as arguments.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.data/', '.cache/', 'node_modules/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allow: [{ from: 'lib', name: 'BigInt' }] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/dot-notation': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/money/**/*.ts', 'src/law/**/*.ts', 'src/ledger/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noFloatsNearMoney] },
  },
  {
    files: ['web/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...noFloatsNearMoney,
        {
          selector: "ArrowFunctionExpression > CallExpression.body[callee.object.name='message']",
          message:
            'A message is a promise until it has gone: whoever returns it keeps others waiting.',
        },
      ],
    },
  },
  {
    files: ['**/*.{cjs,mjs}'],
    extends: [tseslint.configs.base],
  },
);
