import { extname } from 'node:path';
import { DomainError } from '../errors';
import type { Format } from './content/media-types';

const LONGEST_NAME = 255;
/** Controls, and what is not seen or turns the direction of writing round. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('');

/** Extensions that say what a format is. */
const EXTENSIONS: Readonly<Record<Format, readonly string[]>> = {
  pdf: ['.pdf'],
  ofd: ['.ofd'],
  xml: ['.xml'],
  png: ['.png'],
  jpg: ['.jpg', '.jpeg'],
  xlsx: ['.xlsx'],
  docx: ['.docx'],
};

/**
 * A file's name as people are shown it: the last part of a path, without characters that are not seen.
 * It is data, and no path is ever made of it.
 *
 * @throws DomainError DOCUMENT_NAME_INVALID nothing is left of it
 */
export function harmlessName(given: string): string {
  const seen = given.replace(UNSEEN, '').normalize('NFC');
  const last = cut(seen.split(/[/\\]/).at(-1)?.trim() ?? '', LONGEST_NAME);
  if (/^\.*$/.test(last)) throw new DomainError('DOCUMENT_NAME_INVALID', 'invalid');
  return last;
}

/** The name with an extension that is true of the content: what is saved opens as what it is. */
export function trueName(name: string, format: Format): string {
  const [usual = ''] = EXTENSIONS[format];
  if (EXTENSIONS[format].includes(extname(name).toLowerCase())) return name;
  return cut(name, LONGEST_NAME - usual.length) + usual;
}
