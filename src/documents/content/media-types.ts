/** Of a document, in bytes: 20 MB. */
export const MOST_BYTES = 20 * 1_024 * 1_024;

/** What may be uploaded, by its usual extension. */
export const MEDIA_TYPES = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  xml: 'application/xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export type Format = keyof typeof MEDIA_TYPES;
export type MediaType = (typeof MEDIA_TYPES)[Format];

/** Formats that are archives of entries: ZIP. */
export type ArchiveFormat = 'ofd' | 'xlsx' | 'docx';
