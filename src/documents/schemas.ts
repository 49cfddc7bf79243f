import { z } from 'zod';
import { nameInPath } from '../platform/http/parameters';
import { MEDIA_TYPES } from './content/media-types';
import { STRUCTURES, UNREADABLE_REASONS } from './e-invoice/invoice';
import { XML_FAULTS } from '../platform/xml/parse-xml';
import { SIGNATURE_RESULTS } from './e-invoice/signature';

export const uploadParameters = z.strictObject({
  name: z.string().min(1).max(255),
  book: nameInPath,
});

export const documentSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  mediaType: z.enum(Object.values(MEDIA_TYPES) as [string, ...string[]]).meta({
    description: 'What the content is, whatever the name said',
  }),
  size: z.int().meta({ description: 'Bytes' }),
  sha256: z.string().meta({ description: 'Of the bytes, in hexadecimal digits' }),
  book: z.string().nullable().meta({ description: 'Null for organizations, which see no book' }),
  creditCode: z.string().nullable().meta({
    description: 'Of the organization that uploaded it; null: the bureau did',
  }),
  uploadedBy: z
    .string()
    .nullable()
    .meta({ description: 'Null where the person is not yours to see' }),
  uploadedAt: z.iso.datetime(),
});
export type DocumentShown = z.infer<typeof documentSchema>;

export const uploadedSchema = documentSchema.extend({
  nameChanged: z.boolean().meta({
    description: 'A path, characters that are not seen, or a wrong extension were set right',
  }),
});

const amount = z
  .string()
  .meta({ description: 'Yuan with two decimals; what a red one takes back' });
const party = z.strictObject({ name: z.string().nullable(), taxId: z.string().nullable() });

export const invoiceReadingSchema = z.strictObject({
  signature: z.enum(SIGNATURE_RESULTS),
  state: z.enum(['read', 'unreadable']).meta({
    description: 'Unreadable: it is to be entered by hand',
  }),
  structure: z.enum(STRUCTURES).nullable(),
  invoice: z
    .strictObject({
      number: z.string(),
      code: z.string().nullable(),
      issuer: party,
      buyer: party,
      issuedOn: z.iso.date(),
      amount,
      tax: amount,
      total: amount,
      kind: z.enum(['ordinary', 'red']),
    })
    .nullable(),
  reason: z.enum([...UNREADABLE_REASONS, ...XML_FAULTS]).nullable(),
  fields: z.array(z.string()).meta({ description: 'Values that are missing or not in their form' }),
});
export type InvoiceShown = z.infer<typeof invoiceReadingSchema>;
