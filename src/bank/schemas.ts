import { z } from 'zod';
import { BANK_ACCOUNT_CODES } from '../accounting';
import { forEachAge } from '../calendar';
import { nameInPath } from '../platform/http/parameters';
import { line } from '../platform/json/texts';
import { LARGEST_STATEMENT } from './reading/read-statement';
import { bankProfileSchema } from './reading/profile';
import { STATEMENT_FAULTS } from './reading/statement';

export const account = z.enum(BANK_ACCOUNT_CODES);
export const profileName = line(60);
const book = nameInPath;
const yuan = z.string().meta({ description: 'Yuan with two decimals; below zero: it went out' });

/** What a file is imported into, and how it is read. */
export const importParameters = z.strictObject({
  book,
  account,
  profile: profileName,
  name: line(255),
});
export const confirmParameters = importParameters.extend({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 that the preview told'),
});

export const newProfile = z.strictObject({ book, name: profileName, profile: bankProfileSchema });
export type NewProfile = z.output<typeof newProfile>;

export const trialBody = z.strictObject({
  book,
  file: z.base64().max(Math.ceil(LARGEST_STATEMENT / 3) * 4),
  profile: bankProfileSchema,
});
export type Trial = z.output<typeof trialBody>;

const fault = z.strictObject({
  code: z.enum(STATEMENT_FAULTS),
  line: z.int().nullable(),
  column: z.string().nullable(),
  message: z.string().meta({ description: 'What it says, in the language that was asked for' }),
});

const previewLine = z.strictObject({
  line: z.int(),
  on: z.iso.date(),
  serial: z.string().nullable(),
  amount: yuan,
  balance: yuan.nullable(),
  counterparty: z.string().nullable(),
  remark: z.string().nullable(),
  isKnown: z.boolean(),
});

export const statementPreview = z.strictObject({
  sha256: z.string(),
  statedAccount: z.string().nullable().meta({ description: 'The last four digits' }),
  formerAccount: z.string().nullable().meta({
    description: 'Those of the statement imported last; another one may be of another account',
  }),
  opening: yuan.nullable(),
  closing: yuan.nullable(),
  lineCount: z.int(),
  newCount: z.int(),
  known: z.array(z.strictObject({ line: z.int(), id: z.uuid() })),
  skipped: z.array(z.int()).meta({ description: 'Rows that are no movements' }),
  lines: z.array(previewLine).meta({ description: 'The first 200 lines' }),
});

export const importedStatement = z.strictObject({
  id: z.uuid().nullable().meta({ description: 'Null where every line was known' }),
  added: z.int(),
  known: z.array(z.strictObject({ line: z.int(), id: z.uuid() })),
});

export const profileTrial = z.strictObject({
  rows: z.array(z.array(z.string())).meta({ description: 'The first rows as the file holds them' }),
  faults: z.array(fault),
  lines: z.array(previewLine),
});

export const profileList = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string(),
      version: z.int().meta({ description: '0: as it ships, a default to be adapted' }),
      title: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
      profile: bankProfileSchema,
    }),
  ),
});

export const keptProfile = z.strictObject({ name: z.string(), version: z.int() });

export const statementList = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      book: z.string(),
      account,
      fileName: z.string(),
      profile: z.string(),
      profileVersion: z.int(),
      statedAccount: z.string().nullable(),
      opening: yuan.nullable(),
      closing: yuan.nullable(),
      lineCount: z.int(),
      newCount: z.int(),
      importedBy: z.string(),
      importedAt: z.iso.datetime(),
    }),
  ),
  next: z.string().nullable(),
});

const openLines = {
  count: z.int(),
  into: z.string().meta({ description: 'Yuan that came in and is not matched' }),
  out: z.string().meta({ description: 'Yuan that went out and is not matched' }),
};

export const lineAgeing = z.strictObject({
  book: z.string(),
  on: z.iso.date(),
  items: z.array(
    z.strictObject({
      account,
      ...openLines,
      ages: z
        .strictObject(forEachAge(() => z.strictObject(openLines)))
        .meta({ description: 'By the days since the bank booked it' }),
    }),
  ),
});

export const LINE_STATES = ['unmatched', 'matched', 'ignored'] as const;
export type LineState = (typeof LINE_STATES)[number];

export const lineList = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      book: z.string(),
      account,
      on: z.iso.date(),
      serial: z.string().nullable(),
      amount: yuan,
      balance: yuan.nullable(),
      counterparty: z.string().nullable(),
      counterpartyAccount: z.string().nullable().meta({ description: 'The last four digits' }),
      remark: z.string().nullable(),
      state: z.enum(LINE_STATES),
      left: yuan.meta({ description: 'What is not matched of it' }),
    }),
  ),
  next: z.string().nullable(),
});
